import type pg from "pg";
import { AppError } from "@/lib/core/errors";
import { listMigrations } from "./migration-files";

/** How a database's history compares with the migrations that this version knows. */
export interface MigrationState {
  pending: string[];
  /** Begun and neither finished nor rolled back. */
  unfinished: string[];
}

interface MigrationRow {
  migration_name: string;
  is_finished: boolean;
}

/** @throws AppError conflict when the database has seen a newer version. */
export async function readMigrationState(client: pg.Client, folder?: string): Promise<MigrationState> {
  const known = await listMigrations(folder);
  const rows = await readRows(client);
  const finished = new Set(rows.filter((row) => row.is_finished).map((row) => row.migration_name));
  const unknown = [...finished].filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    const message = `The database was used by a newer version of Segno (it has ${unknown.join(", ")}, which this version does not know). Use that version or a newer one.`;
    throw new AppError("conflict", "newer_database", message);
  }
  const unfinished = rows
    .filter((row) => !row.is_finished && !finished.has(row.migration_name))
    .map((row) => row.migration_name);
  return { pending: known.filter((name) => !finished.has(name)), unfinished: [...new Set(unfinished)] };
}

async function readRows(client: pg.Client): Promise<MigrationRow[]> {
  const { rows: found } = await client.query<{ name: string | null }>(
    "SELECT to_regclass('_prisma_migrations')::text AS name",
  );
  if (!found[0]?.name) return [];
  const sql =
    "SELECT migration_name, finished_at IS NOT NULL AS is_finished FROM _prisma_migrations WHERE rolled_back_at IS NULL";
  return (await client.query<MigrationRow>(sql)).rows;
}
