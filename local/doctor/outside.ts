import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { connectWhenReady } from "@/prisma/await-database";
import { readMigrationState } from "@/prisma/migration-state";
import { type Check, describeReason, fail, pass } from "./check";

const run = promisify(execFile);
const LIMIT_MS = 5_000;
const LEAST_POSTGRES = 15;

/** Connects, asks for the version, and compares the migrations. */
export async function checkDatabase(databaseUrl: string): Promise<Check[]> {
  const cure = "Start it (npm start brings one), or correct DATABASE_URL.";
  try {
    const client = await connectWhenReady(databaseUrl, LIMIT_MS);
    try {
      const { rows } = await client.query<{ major: number }>(
        "SELECT current_setting('server_version_num')::int / 10000 AS major",
      );
      const major = rows[0]?.major ?? 0;
      const version =
        major >= LEAST_POSTGRES
          ? pass("database", `PostgreSQL ${major} answers`)
          : fail("database", `PostgreSQL ${major}`, `Use PostgreSQL ${LEAST_POSTGRES} or newer.`);
      const { pending } = await readMigrationState(client);
      const migrations =
        pending.length === 0
          ? pass("migrations", "all applied")
          : fail("migrations", `pending: ${pending.join(", ")}`, "npm start applies them.");
      return [version, migrations];
    } finally {
      await client.end();
    }
  } catch (error) {
    return [fail("database", error instanceof Error ? error.message : "no answer", cure)];
  }
}

/** Any HTTP answer below 500 says that something is there; what it thinks of us is for the app's own check. */
export async function checkReachable(name: string, url: string, cure: string): Promise<Check> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(LIMIT_MS), redirect: "manual" });
    await response.body?.cancel();
    if (response.status >= 500) return fail(name, `${url} answers ${response.status}`, cure);
    return pass(name, `${url} answers`);
  } catch (error) {
    return fail(name, `${url} does not answer (${describeReason(error)})`, cure);
  }
}

/** Optional: the built-in decoders and encoder do without it, save for AAC and ALAC. */
export async function checkFfmpeg(): Promise<Check> {
  try {
    const { stdout } = await run("ffmpeg", ["-version"], { timeout: LIMIT_MS });
    return pass("ffmpeg", /^ffmpeg version (\S+)/.exec(stdout)?.[1] ?? "found");
  } catch (error) {
    const detail = `not found (${describeReason(error)}): the built-in decoders are used, and AAC and ALAC (M4A) cannot be read`;
    return { ...pass("ffmpeg", detail), cure: "To read those too: apt-get install ffmpeg, or brew install ffmpeg." };
  }
}
