import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { MIGRATIONS_FOLDER } from "./migration-files";
import { runTool } from "./run-tool";
import { diffMigrationsAgainstSchema } from "./schema-diff";

/** `npm run db:migration -- <name>`: writes the step from the last migration to today's schema. */
async function createMigration(name: string): Promise<string> {
  const script = await diffMigrationsAgainstSchema();
  if (script === null) return "Nothing to do: the migrations build what prisma/schema says.\n";
  const stamp = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
  const folder = path.join(MIGRATIONS_FOLDER, `${stamp}_${name}`);
  await mkdir(folder);
  await writeFile(path.join(folder, "migration.sql"), script);
  return `Wrote ${path.relative(process.cwd(), folder)}/migration.sql. Read it before you commit it.\n`;
}

const name = process.argv[2] ?? "";
await runTool(async () => {
  if (!/^[a-z0-9_]+$/.test(name)) {
    return { text: "Say what changes in lower case: npm run db:migration -- add_song_tempo\n", isOk: false };
  }
  return { text: await createMigration(name), isOk: true };
});
