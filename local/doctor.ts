import { type Config, parseConfig } from "@/lib/config/config";
import { ConfigError } from "@/lib/config/config-error";
import { loadDotEnv } from "@/lib/config/dot-env";
import { fingerprintConfig } from "@/lib/config/fingerprint";
import { buildChildEnvironment, readStartConfig, type StartConfig } from "@/lib/config/start-config";
import { checkApp } from "./doctor/app";
import { type Check, fail, pass, renderChecks } from "./doctor/check";
import { checkDatabase, checkFfmpeg, checkReachable } from "./doctor/outside";
import { checkParts } from "./doctor/parts";
import { buildPlan } from "./supervisor/plan";
import { readSecrets } from "./supervisor/secrets";

/** `npm run doctor`: what is configured, what answers, what disagrees. Exit 1 when something is not well; `--json` for programs. */
async function examine(): Promise<Check[]> {
  try {
    loadDotEnv(".env");
    const start = readStartConfig();
    const config = await readWholeConfig(start);
    if (config === null) {
      const cure = "Run npm start once: it makes the secrets and the stand-ins.";
      return [
        fail("configuration", `${start.dataDir} holds no secrets yet, so no stand-in has ever run here`, cure),
        await checkFfmpeg(),
      ];
    }
    return [pass("configuration", describeChoices(start, config)), ...(await examineParts(config, start.dataDir))];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const problems = error.problems.map(({ message }) =>
      fail("configuration", message, "Correct it in the environment or in .env."),
    );
    return [...problems, await checkFfmpeg()];
  }
}

/** What the app is told: the environment, and under it what the stand-ins of the data folder were given. */
async function readWholeConfig(start: StartConfig): Promise<Config | null> {
  const secrets = await readSecrets(start.dataDir);
  const needsSecrets =
    start.app.authSecret === null || Object.values(start.parts).some((part) => part.kind === "stand-in");
  if (secrets !== null) return parseConfig(buildChildEnvironment(buildPlan(start, secrets).variables));
  return needsSecrets ? null : parseConfig(buildChildEnvironment({}));
}

function describeChoices(start: StartConfig, config: Config): string {
  const parts = Object.entries(start.parts).map(([name, { kind }]) => `${name} ${kind}`);
  return `${parts.join(", ")}, AI ${start.hasAi ? "configured" : "not set"}; fingerprint ${fingerprintConfig(config).whole}`;
}

async function examineParts(config: Config, dataDir: string): Promise<Check[]> {
  const checks = await Promise.all([
    checkDatabase(config.database.url),
    checkReachable("storage", config.s3.endpoint, "Start it (npm start brings one), or correct S3_ENDPOINT."),
    checkReachable(
      "storage for browsers",
      config.s3.publicEndpoint,
      "Correct S3_PUBLIC_ENDPOINT, or SEGNO_S3_PUBLIC_URL for the stand-in.",
    ),
    checkReachable(
      "background work",
      config.inngest.baseUrl,
      "Start it (npm start brings one), or correct INNGEST_BASE_URL.",
    ),
    checkReachable("e-mail", config.mail.baseUrl, "Start it (npm start brings one), or correct RESEND_BASE_URL."),
    checkApp(config.app.url),
    checkParts(dataDir),
    checkFfmpeg(),
  ]);
  return checks.flat();
}

const checks = await examine();
const isWell = checks.every((check) => check.isOk);
process.stdout.write(
  process.argv.includes("--json") ? `${JSON.stringify({ isOk: isWell, checks }, null, 2)}\n` : renderChecks(checks),
);
process.exitCode = isWell ? 0 : 1;
