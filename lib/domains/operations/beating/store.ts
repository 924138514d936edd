import type { Db, Tx } from "@/lib/db/client";
import type { Beat } from "./rules";
import { type ProcessFacts, processFactsSchema } from "./schema";

/** Needs no scope, as none of these: they tell nobody's rows. */
export async function writeBeat(db: Db, beat: Beat): Promise<void> {
  const { id, host, startedAt, lastBeatAt, facts } = beat;
  await db.heartbeat.upsert({
    where: { id },
    create: { id, host, startedAt, lastBeatAt, facts },
    update: { lastBeatAt, facts },
  });
}

/** All that gave a sign of life since then, the newest first. A row that another version wrote and we can't read is left out. */
export async function listBeats(db: Db | Tx, since: Date): Promise<Beat[]> {
  const rows = await db.heartbeat.findMany({ where: { lastBeatAt: { gte: since } }, orderBy: { startedAt: "desc" } });
  return rows.flatMap((row) => {
    const facts = processFactsSchema.safeParse(row.facts);
    return facts.success ? [{ ...row, facts: facts.data }] : [];
  });
}

export async function deleteBeat(db: Db, id: string): Promise<void> {
  await db.heartbeat.deleteMany({ where: { id } });
}

export async function deleteBeatsBefore(db: Db, before: Date): Promise<void> {
  await db.heartbeat.deleteMany({ where: { lastBeatAt: { lt: before } } });
}

/** What the database says of itself: its version, and the last migration that it was given, where it keeps a list of them. */
export async function readDatabaseVersions(db: Db): Promise<Pick<ProcessFacts["versions"], "postgres" | "migration">> {
  const [row] = await db.$queryRaw<{ postgres: string; hasList: boolean }[]>`
    SELECT current_setting('server_version') AS postgres, to_regclass('_prisma_migrations') IS NOT NULL AS "hasList"`;
  const postgres = row?.postgres ?? "unknown";
  if (!row?.hasList) return { postgres, migration: null };
  const [last] = await db.$queryRaw<{ name: string }[]>`
    SELECT migration_name AS name FROM _prisma_migrations
    WHERE rolled_back_at IS NULL AND finished_at IS NOT NULL ORDER BY migration_name DESC LIMIT 1`;
  return { postgres, migration: last?.name ?? null };
}
