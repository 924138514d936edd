import type pg from "pg";
import { AppError } from "@/lib/core/errors";
import { connectWhenReady } from "./await-database";
import { checkExtension } from "./extension-state";
import { readMigrations } from "./migration-files";
import { type MigrationState, readMigrationState } from "./migration-state";

interface MigrateOptions {
  onReport?: (message: string) => void;
  /** How long the database may stay silent before giving up. */
  limitMs?: number;
  /** Where the migrations lie, when not in `prisma/migrations`. */
  folder?: string;
}

/** Any number that only Segno's migrations use: two starts at once must not both apply them. */
const LOCK_KEY = 7_346_620_241;

/** Applying scripts needs no models, yet the engine wants one file that names the database's kind. */
const DATASOURCE = { path: "schema.prisma", content: 'datasource db {\n  provider = "postgresql"\n}\n' };

/**
 * Brings a database up to this version with Prisma's engine. Safe when several processes start at once; loads nothing when
 * there is nothing to do.
 * @returns the names of the migrations applied by this call.
 * @throws AppError unavailable (no answer), conflict (newer database), or invalid_input (no extension, or a migration failed).
 */
export async function migrate(databaseUrl: string, options: MigrateOptions = {}): Promise<{ applied: string[] }> {
  const client = await connectWhenReady(databaseUrl, options.limitMs ?? 30_000);
  try {
    if ((await readMigrationState(client, options.folder)).pending.length === 0) return { applied: [] };
    await client.query("SELECT pg_advisory_lock($1)", [LOCK_KEY]);
    return await applyPending(client, databaseUrl, options);
  } finally {
    // Ends the session, and the lock with it.
    await client.end();
  }
}

async function applyPending(
  client: pg.Client,
  databaseUrl: string,
  options: MigrateOptions,
): Promise<{ applied: string[] }> {
  const onReport = options.onReport ?? (() => undefined);
  const state = await readMigrationState(client, options.folder);
  if (state.pending.length === 0) return { applied: [] };
  await checkExtension(client);
  onReport(describePending(state.pending));
  const migrationsList = await readMigrations(options.folder);
  const { withSchemaEngine } = await import("./schema-engine");
  try {
    return await withSchemaEngine(databaseUrl, [DATASOURCE], async (engine) => {
      await forgetUnfinished(state, onReport, (migrationName) => engine.markMigrationRolledBack({ migrationName }));
      const result = await engine.applyMigrations({
        migrationsList,
        filters: { externalTables: [], externalEnums: [] },
      });
      return { applied: result.appliedMigrationNames };
    });
  } catch (cause) {
    const message = `A migration failed and changed nothing: ${cause instanceof Error ? cause.message : "unknown reason"}`;
    throw new AppError("invalid_input", "migration_failed", message, { cause });
  }
}

/** A new database needs them all, and forty names tell nobody anything: the first and the last are enough. */
function describePending(pending: string[]): string {
  if (pending.length === 1) return `Applying the migration ${pending[0]}.`;
  const names = pending.length > 3 ? `${pending[0]} … ${pending.at(-1)}` : pending.join(", ");
  return `Applying ${pending.length} migrations: ${names}.`;
}

/** A migration's script happens wholly or not at all, so one that was cut off may simply be tried again. */
async function forgetUnfinished(
  state: MigrationState,
  onReport: (message: string) => void,
  markRolledBack: (name: string) => Promise<unknown>,
) {
  for (const name of state.unfinished) {
    onReport(`The migration ${name} was cut off earlier. It is tried again.`);
    await markRolledBack(name);
  }
}
