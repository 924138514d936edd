import type pg from "pg";
import { MIGRATIONS_FOLDER, readMigrations } from "./migration-files";

const CHANGE = /^(CREATE|DROP) (?:UNIQUE )?INDEX (?:CONCURRENTLY )?(?:IF (?:NOT )?EXISTS )?"?(\w+)"?/gm;

/** What is to be said of a database's indexes. Each list names indexes. */
export interface IndexState {
  expected: number;
  /** Of the applied migrations, yet not there. */
  missing: string[];
  /** There, but not to be used: left by a build that was cut off. */
  invalid: string[];
  /** Larger than 10 MB and never used since the statistics began. */
  unused: string[];
  /** Tables of over 10,000 rows that are mostly read whole. */
  scanned: string[];
}

/** The indexes that these migrations leave behind, by name. */
export async function listExpectedIndexes(applied: ReadonlySet<string>, folder = MIGRATIONS_FOLDER): Promise<string[]> {
  const { migrationDirectories } = await readMigrations(folder);
  const names = new Set<string>();
  for (const { path, migrationFile } of migrationDirectories) {
    if (!applied.has(path)) continue;
    for (const [, change, name = ""] of migrationFile.content.value.matchAll(CHANGE)) {
      if (change === "CREATE") names.add(name);
      else names.delete(name);
    }
  }
  return [...names].sort();
}

/** Compares a database's indexes with those that its migrations made. */
export async function readIndexState(client: pg.Client): Promise<IndexState> {
  const applied = await listNames(
    client,
    "SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL",
  );
  const expected = await listExpectedIndexes(new Set(applied));
  const there = await client.query<{ name: string; valid: boolean }>(
    `SELECT c.relname AS name, i.indisvalid AND i.indisready AS valid
     FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE c.relnamespace = current_schema()::regnamespace`,
  );
  const valid = new Map(there.rows.map((row) => [row.name, row.valid]));
  return {
    expected: expected.length,
    missing: expected.filter((name) => !valid.has(name)),
    invalid: [...valid].filter(([, isValid]) => !isValid).map(([name]) => name),
    unused: await listNames(
      client,
      `SELECT s.indexrelname AS name FROM pg_stat_user_indexes s JOIN pg_index i USING (indexrelid)
       WHERE s.idx_scan = 0 AND NOT i.indisunique AND pg_relation_size(s.indexrelid) > 10 * 1024 * 1024 ORDER BY 1`,
    ),
    scanned: await listNames(
      client,
      `SELECT relname AS name FROM pg_stat_user_tables
       WHERE n_live_tup > 10000 AND seq_scan > 100 AND seq_scan > coalesce(idx_scan, 0) ORDER BY 1`,
    ),
  };
}

async function listNames(client: pg.Client, sql: string): Promise<string[]> {
  return (await client.query<{ name: string }>(sql)).rows.map(({ name }) => name);
}
