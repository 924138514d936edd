import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

const HERE = path.dirname(fileURLToPath(import.meta.url));
export const MIGRATIONS_FOLDER = path.join(HERE, "migrations");
export const SCHEMA_FOLDER = path.join(HERE, "schema");

/** One file as the engine takes it. */
export interface SchemaFile {
  path: string;
  content: string;
}

/** The names of the migrations' folders, oldest first. */
export async function listMigrations(folder = MIGRATIONS_FOLDER): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

/** All migrations with their scripts, in the engine's shape. */
export async function readMigrations(folder = MIGRATIONS_FOLDER) {
  const names = await listMigrations(folder);
  const migrationDirectories = await Promise.all(
    names.map(async (name) => {
      const value = await readFile(path.join(folder, name, "migration.sql"), "utf8");
      return { path: name, migrationFile: { path: "migration.sql", content: { tag: "ok" as const, value } } };
    }),
  );
  const content = await readFile(path.join(folder, "migration_lock.toml"), "utf8");
  return {
    baseDir: folder,
    lockfile: { path: "migration_lock.toml", content },
    migrationDirectories,
    shadowDbInitScript: "",
  };
}

/** The data model: every file of the schema's folder. */
export async function readSchema(): Promise<SchemaFile[]> {
  const names = (await readdir(SCHEMA_FOLDER)).filter((name) => name.endsWith(".prisma")).sort();
  return Promise.all(
    names.map(async (name) => {
      const file = path.join(SCHEMA_FOLDER, name);
      return { path: file, content: await readFile(file, "utf8") };
    }),
  );
}
