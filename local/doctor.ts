import { type Config, parseConfig } from "@/lib/config/config";
import { ConfigError } from "@/lib/config/config-error";
import { loadDotEnv } from "@/lib/config/dot-env";
import { nameFingerprints } from "@/lib/config/fingerprint-variables";
import { buildChildEnvironment, readStartConfig, type StartConfig } from "@/lib/config/start-config";
import { checkApp } from "./doctor/app";
import { type Check, fail, pass, renderChecks } from "./doctor/check";
import { checkEnvFile } from "./doctor/env-file";
import { checkFfmpeg } from "./doctor/ffmpeg";
import { checkMail } from "./doctor/mail";
import { checkDatabase, checkReachable } from "./doctor/outside";
import { checkParts } from "./doctor/parts";
import { checkOwnPorts } from "./doctor/ports";
import { checkQueue } from "./doctor/queue";
import { checkStorage } from "./doctor/storage";
import { checkVersions } from "./doctor/versions";
import { buildPlan, type Plan } from "./supervisor/plan";
import { readSecrets } from "./supervisor/secrets";

/** `npm run doctor`: what is configured, what answers, what disagrees. Exit 1 when something is not well; `--json` for programs. */
async function examine(): Promise<Check[]> {
  const still = [...(await checkEnvFile(".env")), ...checkVersions()];
  try {
    loadDotEnv(".env");
    const start = readStartConfig();
    const known = await readWhole(start);
    if (known === null) {
      const cure = "Run npm start once: it makes the secrets and the stand-ins.";
      const none = fail(
        "configuration",
        `${start.dataDir} holds no secrets yet, so no stand-in has ever run here`,
        cure,
      );
      return [none, ...still, ...(await checkFfmpeg(start.values.PREVIEW_FORMAT ?? "aac"))];
    }
    return [
      pass("configuration", describeChoices(start, known.config)),
      ...still,
      ...(await examineParts(start, known.config, known.plan)),
    ];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const problems = error.problems.map(({ message }) =>
      fail("configuration", message, "Correct it in the environment or in .env."),
    );
    return [...problems, ...still, ...(await checkFfmpeg("aac"))];
  }
}

/** What the app is told: the environment, and under it what the stand-ins of the data folder were given. */
async function readWhole(start: StartConfig): Promise<{ config: Config; plan: Plan | null } | null> {
  const secrets = await readSecrets(start.dataDir);
  const needsSecrets =
    start.app.authSecret === null || Object.values(start.parts).some((part) => part.kind === "stand-in");
  if (secrets === null) return needsSecrets ? null : { config: parseConfig(buildChildEnvironment({})), plan: null };
  const plan = buildPlan(start, secrets);
  return { config: parseConfig(buildChildEnvironment(plan.variables)), plan };
}

function describeChoices(start: StartConfig, config: Config): string {
  const parts = Object.entries(start.parts).map(([name, { kind }]) => `${name} ${kind}`);
  return `${parts.join(", ")}, AI ${start.hasAi ? "configured" : "not set"}; fingerprint ${nameFingerprints(config.fingerprints)}`;
}

async function examineParts(start: StartConfig, config: Config, plan: Plan | null): Promise<Check[]> {
  const processes = await checkParts(start.dataDir);
  const takesAnySender = start.parts.mail.kind === "stand-in" && start.settings.mail.domains === undefined;
  const storage = await checkReachable(
    "storage",
    config.s3.endpoint,
    "Start it (npm start brings one), or correct S3_ENDPOINT.",
  );
  const checks = await Promise.all([
    checkDatabase(config.database.url),
    checkReachable(
      "storage for browsers",
      config.s3.publicEndpoint,
      "Correct S3_PUBLIC_ENDPOINT, or SEGNO_S3_PUBLIC_URL for the stand-in.",
    ),
    storage.isOk ? checkStorage(config) : [],
    checkReachable(
      "background work",
      config.inngest.baseUrl,
      "Start it (npm start brings one), or correct INNGEST_BASE_URL.",
    ),
    checkQueue({ inngest: config.inngest, serveUrl: `${findWorkerUrl(start, config, plan)}/api/inngest` }),
    checkReachable("e-mail", config.mail.baseUrl, "Start it (npm start brings one), or correct RESEND_BASE_URL."),
    checkMail(config.mail, takesAnySender),
    checkApp(config.app.url),
    plan === null ? [] : checkOwnPorts(plan.ports, processes.length > 0),
    checkFfmpeg(config.previewFormat),
  ]);
  return [storage, ...checks.flat(), ...processes];
}

/** Beside a stand-in the app is called at its own port, whatever stands before it. */
function findWorkerUrl(start: StartConfig, config: Config, plan: Plan | null): string {
  if (start.values.SEGNO_WORKER_URL !== undefined || plan === null) return config.workerUrl;
  return plan.appInternalUrl;
}

const checks = await examine();
const isWell = checks.every((check) => check.isOk);
process.stdout.write(
  process.argv.includes("--json") ? `${JSON.stringify({ isOk: isWell, checks }, null, 2)}\n` : renderChecks(checks),
);
process.exitCode = isWell ? 0 : 1;
