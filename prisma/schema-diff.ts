import { readMigrations, readSchema, type SchemaFile } from "./migration-files";
import { withSchemaEngine } from "./schema-engine";
import { withScratchDatabase } from "./scratch-database";

/** The SQL that leads from what the migrations build to what the schema says; null when they agree. */
export function diffMigrationsAgainstSchema(schema?: SchemaFile[]): Promise<string | null> {
  return withScratchDatabase(async (databaseUrl) => {
    const files = schema ?? (await readSchema());
    const from = { tag: "migrations" as const, ...(await readMigrations()) };
    const to = { tag: "schemaDatamodel" as const, files };
    const filters = { externalTables: [], externalEnums: [] };
    const { exitCode, stdout } = await withSchemaEngine(databaseUrl, files, (engine) =>
      engine.diff({ from, to, script: true, exitCode: true, filters }),
    );
    return exitCode === 0 ? null : (stdout ?? "");
  });
}
