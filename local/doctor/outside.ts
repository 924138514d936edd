import type pg from "pg";
import { connectWhenReady } from "@/prisma/await-database";
import { type IndexState, readIndexState } from "@/prisma/migration-indexes";
import { readMigrationState } from "@/prisma/migration-state";
import { type Check, describeReason, fail, pass } from "./check";

const LIMIT_MS = 5_000;
const LEAST_POSTGRES = 15;

/** Connects, asks for the version, compares migrations and indexes, and looks for events that nobody takes. */
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
      if (pending.length > 0) return [version, migrations];
      return [version, migrations, ...describeIndexes(await readIndexState(client)), await checkOutbox(client)];
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

function describeIndexes({ expected, missing, invalid, unused, scanned }: IndexState): Check[] {
  const name = "indexes";
  const lost = [...missing.map((one) => `${one} is missing`), ...invalid.map((one) => `${one} is not valid`)];
  if (lost.length > 0) {
    const cure = `Make them anew as prisma/migrations names them${invalid.length > 0 ? ` (REINDEX INDEX ${invalid.join(", ")};)` : ""}, then ANALYZE.`;
    return [fail(name, lost.join(", "), cure)];
  }
  const notes = [
    ...(unused.length > 0 ? [`large and never used: ${unused.join(", ")}`] : []),
    ...(scanned.length > 0 ? [`often read whole: ${scanned.join(", ")}`] : []),
  ];
  const found = pass(name, [`all ${expected} are there and valid`, ...notes].join("; "));
  return [scanned.length > 0 ? { ...found, cure: "Run ANALYZE once, and look again in a day." } : found];
}

/** An event that waits for over a minute is one that the queue does not take. */
async function checkOutbox(client: pg.Client): Promise<Check> {
  const { rows } = await client.query<{ name: string; count: number; seconds: number }>(
    `SELECT name, count(*)::int AS count, extract(epoch FROM now() - min(created_at))::int AS seconds
     FROM outbox WHERE sent_at IS NULL GROUP BY name ORDER BY 3 DESC`,
  );
  const waits = rows.map(({ name, count, seconds }) => `${count} ${name} for ${seconds} s`).join(", ");
  if (rows.every(({ seconds }) => seconds < 60)) return pass("events", waits === "" ? "none waits" : `wait: ${waits}`);
  return fail("events", `not taken by the queue: ${waits}`, "Check that the app runs, and the lines of the queue.");
}
