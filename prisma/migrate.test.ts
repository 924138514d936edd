import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startPostgres } from "@/local/postgres/server";
import type { StandIn } from "@/local/stand-in";
import { migrate } from "./migrate";
import { listMigrations, readSchema } from "./migration-files";
import { diffMigrationsAgainstSchema } from "./schema-diff";

const TRICKY = `-- a comment; with a semicolon
CREATE TABLE song (name text DEFAULT 'a;b');
CREATE FUNCTION count_songs() RETURNS bigint AS $$ BEGIN PERFORM 1; RETURN (SELECT count(*) FROM song); END; $$ LANGUAGE plpgsql;`;

let root: string;
let postgres: StandIn;
let databases = 0;

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), "segno-migrate-"));
  postgres = await startPostgres({
    folder: root,
    host: "127.0.0.1",
    port: 0,
    user: "segno",
    password: "secret",
    database: "segno",
  });
});
afterAll(async () => {
  await postgres.close();
  await rm(root, { recursive: true, force: true });
});

async function ask<Row extends Record<string, unknown>>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function createDatabase(): Promise<string> {
  const name = `test_${++databases}`;
  await ask(postgres.url, `CREATE DATABASE ${name}`);
  return postgres.url.replace(/[^/]+$/, name);
}

async function writeMigrations(scripts: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(path.join(root, "migrations-"));
  await writeFile(path.join(folder, "migration_lock.toml"), 'provider = "postgresql"\n');
  for (const [name, sql] of Object.entries(scripts)) {
    await mkdir(path.join(folder, name));
    await writeFile(path.join(folder, name, "migration.sql"), sql);
  }
  return folder;
}

it("applies the product's own migrations once, though two start at once", async () => {
  const url = await createDatabase();
  const results = await Promise.all([migrate(url), migrate(url)]);
  const names = await listMigrations();
  expect(results.flatMap((result) => result.applied)).toEqual(names);
  expect(await migrate(url)).toEqual({ applied: [] });
});

it("sends a script whole: semicolons in bodies, texts and comments do not cut it", async () => {
  const url = await createDatabase();
  const folder = await writeMigrations({ "1_init": TRICKY });
  expect(await migrate(url, { folder })).toEqual({ applied: ["1_init"] });
  expect(await ask(url, "INSERT INTO song DEFAULT VALUES RETURNING name")).toEqual([{ name: "a;b" }]);
});

it("undoes all of a migration that fails, and applies it once it is mended", async () => {
  const url = await createDatabase();
  const folder = await writeMigrations({ "1_init": `${TRICKY}\nSELECT 1 / 0;` });
  await expect(migrate(url, { folder })).rejects.toThrow(/changed nothing/);
  expect(await ask(url, "SELECT to_regclass('song') AS song")).toEqual([{ song: null }]);
  await writeFile(path.join(folder, "1_init", "migration.sql"), TRICKY);
  const reports: string[] = [];
  expect(await migrate(url, { folder, onReport: (message) => reports.push(message) })).toEqual({ applied: ["1_init"] });
  expect(reports.join()).toContain("tried again");
});

it("refuses a database that a newer version has used", async () => {
  const url = await createDatabase();
  await migrate(url, { folder: await writeMigrations({ "1_init": TRICKY, "2_newer": "SELECT 1;" }) });
  const older = await writeMigrations({ "1_init": TRICKY });
  await expect(migrate(url, { folder: older })).rejects.toThrow(/newer version of Segno \(it has 2_newer/);
});

it("B62, B67: gives up on a silent database after a bounded wait, without showing the password", async () => {
  const probe = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => probe.once("listening", resolve));
  const address = probe.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  await new Promise((resolve) => probe.close(resolve));
  const failure = await migrate(`postgresql://me:hunter2@127.0.0.1:${port}/db`, { limitMs: 300 }).catch(
    (error: unknown) => error,
  );
  expect(String(failure)).toMatch(/does not answer.*ECONNREFUSED.*DATABASE_URL/);
  expect(String(failure)).not.toContain("hunter2");
});

it("does not wait when the database refuses us", async () => {
  const startedMs = performance.now();
  await expect(migrate(postgres.url.replace(":secret@", ":wrong@"))).rejects.toThrow(
    /refuses the connection \(28P01\)/,
  );
  expect(performance.now() - startedMs).toBeLessThan(5_000);
});

it("finds that the migrations build the schema, and the step to one that has grown", async () => {
  expect(await diffMigrationsAgainstSchema()).toBeNull();
  const grown = { path: "grown.prisma", content: "model Grown {\n  id Int @id\n}\n" };
  expect(await diffMigrationsAgainstSchema([...(await readSchema()), grown])).toContain('CREATE TABLE "Grown"');
});

it("B290: says what an administrator has to do when it may not add the extension that search needs, and changes nothing", async () => {
  const url = await createDatabase();
  const name = url.replace(/.*\//, "");
  await ask(postgres.url, `CREATE ROLE tenant_${name} LOGIN PASSWORD 'secret'`);
  await ask(url, `GRANT CREATE, USAGE ON SCHEMA public TO tenant_${name}`);
  const own = url.replace("//segno:", `//tenant_${name}:`);
  const folder = await writeMigrations({ "1_init": TRICKY });
  await expect(migrate(own, { folder })).rejects.toThrow(
    /extension pg_trgm.*administrator run CREATE EXTENSION pg_trgm/,
  );
  expect(await ask(url, "SELECT to_regclass('song') AS song")).toEqual([{ song: null }]);
  await ask(url, "CREATE EXTENSION pg_trgm");
  expect(await migrate(own, { folder })).toEqual({ applied: ["1_init"] });
});
