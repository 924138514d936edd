import type { StandInName, StartConfig } from "@/lib/config/start-config";
import { locateLogs } from "@/local/logging/log";
import type { Plan } from "./plan";

interface Row {
  part: string;
  url: string;
  from: string;
}

const PARTS: { name: StandInName; title: string; variable: string }[] = [
  { name: "postgres", title: "Database", variable: "DATABASE_URL" },
  { name: "s3", title: "Storage", variable: "S3_ENDPOINT" },
  { name: "inngest", title: "Background work", variable: "INNGEST_BASE_URL" },
  { name: "mail", title: "E-mail", variable: "RESEND_BASE_URL" },
];

/** The address without user and password. */
export function hideCredentials(address: string): string {
  if (!URL.canParse(address)) return "";
  const url = new URL(address);
  url.username = "";
  url.password = "";
  url.search = "";
  return url.href.replace(/\/$/, "");
}

/** What runs where. */
export function listParts(start: StartConfig, plan: Plan, configured: Record<string, unknown>): Row[] {
  const rows: Row[] = [{ part: "Segno", url: start.app.url, from: "this machine" }];
  for (const { name, title, variable } of PARTS) {
    const isStandIn = start.parts[name].kind === "stand-in";
    const address = isStandIn ? plan.variables[variable] : configured[variable];
    rows.push({
      part: title,
      url: hideCredentials(typeof address === "string" ? address : ""),
      from: isStandIn ? "stand-in" : "configured",
    });
  }
  rows.push({
    part: "AI",
    url: start.hasAi
      ? hideCredentials(typeof configured.AI_BASE_URL === "string" ? configured.AI_BASE_URL : "")
      : "none: tags are measured",
    from: start.hasAi ? "configured" : "not set",
  });
  return rows;
}

/** The same, as the start command prints it when all is ready. */
export function renderSummary(start: StartConfig, plan: Plan, configured: Record<string, unknown>): string {
  const rows = listParts(start, plan, configured);
  const width = (pick: (row: Row) => string): number => Math.max(...rows.map((row) => pick(row).length));
  const [partWidth, urlWidth] = [width((row) => row.part), width((row) => row.url)];
  const lines = rows.map((row) => `  ${row.part.padEnd(partWidth)}  ${row.url.padEnd(urlWidth)}  ${row.from}`);
  return ["", "Segno is ready.", "", ...lines, "", ...renderHints(start, plan), ""].join("\n");
}

function renderHints(start: StartConfig, plan: Plan): string[] {
  const mailbox =
    start.parts.mail.kind === "stand-in"
      ? [`  Mailbox:  ${plan.variables["RESEND_BASE_URL"]}/  (every mail that Segno sends)`]
      : [];
  return [
    ...mailbox,
    `  Data:     ${start.dataDir}     Log: ${locateLogs(start.dataDir)}`,
    "  Stop:     Ctrl-C     Check: npm run doctor",
  ];
}
