import type { VariableGroup } from "./variable";
import { VARIABLE_LIST } from "./variables";

const TITLES: Record<VariableGroup, string> = {
  app: "The app",
  local: "This machine: the data folder and the ports of the app and its stand-ins",
  database: "Database. Unset: a PostgreSQL stand-in",
  s3: "Object storage (Cloudflare R2, AWS S3, any S3). Unset: a stand-in on the file system",
  inngest: "Background work (Inngest Cloud or self-hosted). Unset: a stand-in",
  mail: "E-mail (Resend). Unset: a stand-in with a mailbox page",
  alerts: "Alerts to a program (optional). Unset: mail to administrators, and the operations pages",
  ai: "AI (optional). Unset: measured tags and rules",
  google: "Signing in with Google (optional)",
  github: "Signing in with GitHub (optional)",
  oidc: "Signing in with any other OpenID provider (optional)",
};

const HEAD = `# Generated from lib/config/variables.ts: change it there, then run \`npm run env:example\`.
# Nothing here is needed for \`npm start\` on one machine. Set a group wholly, or not at all.
`;

/** The text of `.env.example`. */
export function renderEnvExample(): string {
  const sections = (Object.keys(TITLES) as VariableGroup[]).map((group) => {
    const lines = VARIABLE_LIST.filter((variable) => variable.group === group).map(
      ({ name, description, role, fallback, example }) => {
        const need = role === "required" && group !== "app" ? " Required in this group." : "";
        return `# ${description}${need}\n# ${name}=${fallback || (example ?? "")}`;
      },
    );
    return `\n## ${TITLES[group]}\n${lines.join("\n")}\n`;
  });
  return HEAD + sections.join("");
}
