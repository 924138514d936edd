import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readPostmaster } from "./leftover";
import { startPostgres } from "./server";

let root: string;
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), "segno-postgres-"));
});
afterAll(() => rm(root, { recursive: true, force: true }));

function describeServer(onReport?: (message: string) => void) {
  const options = {
    folder: path.join(root, "postgres"),
    host: "127.0.0.1",
    port: 0,
    user: "segno",
    password: "p@ss/w%rd é",
    database: "segno",
  };
  return onReport ? { ...options, onReport } : options;
}

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function readPid(): Promise<number> {
  const postmaster = await readPostmaster(path.join(root, "postgres", "cluster"));
  if (postmaster === null) throw new Error("no PostgreSQL runs");
  return postmaster.pid;
}

it("keeps what was written over a second start, in UTF-8 and durably", async () => {
  const first = await startPostgres(describeServer());
  await ask(first.url, "CREATE TABLE song (name text)");
  await ask(first.url, "INSERT INTO song VALUES ('Frühling 🎸')");
  expect(await ask(first.url, "SHOW fsync")).toEqual([{ fsync: "on" }]);
  expect(await ask(first.url, "SHOW server_encoding")).toEqual([{ server_encoding: "UTF8" }]);
  await first.close();
  await first.close();
  const second = await startPostgres(describeServer());
  expect(await ask(second.url, "SELECT upper(name) AS name FROM song")).toEqual([{ name: "FRÜHLING 🎸" }]);
  await second.close();
});

it("repairs what a killed run left and says so", async () => {
  const exits: string[] = [];
  const first = await startPostgres({ ...describeServer(), onExit: (reason) => exits.push(reason) });
  await ask(first.url, "INSERT INTO song VALUES ('kept')");
  process.kill(await readPid(), "SIGKILL");
  await expect.poll(() => exits.length).toBe(1);
  const reports: string[] = [];
  const second = await startPostgres(describeServer((message) => reports.push(message)));
  expect(await ask(second.url, "SELECT count(*)::int AS songs FROM song")).toEqual([{ songs: 2 }]);
  expect(reports.join()).toContain("cut off");
  await second.close();
});

it("stops a PostgreSQL that an earlier run left running", async () => {
  const first = await startPostgres(describeServer());
  const reports: string[] = [];
  const second = await startPostgres(describeServer((message) => reports.push(message)));
  expect(reports.join()).toContain("earlier run");
  await expect(ask(first.url, "SELECT 1")).rejects.toThrow();
  expect(await ask(second.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  await Promise.all([first.close(), second.close()]);
});

it("leaves no server behind when its process falls over", async () => {
  const code = `import { startPostgres } from ${JSON.stringify(path.join(import.meta.dirname, "server.ts"))};
    await startPostgres(${JSON.stringify(describeServer())});
    setTimeout(() => { throw new Error("fell over"); }, 10);`;
  const other = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", code], { stdio: "ignore" });
  await once(other, "exit");
  await expect.poll(() => readPostmaster(path.join(root, "postgres", "cluster")), { timeout: 5_000 }).toBeNull();
});

it("does not take another program with the same process id for its own", async () => {
  const other = spawn("sleep", ["60"]);
  const pidFile = path.join(root, "postgres", "cluster", "postmaster.pid");
  await writeFile(pidFile, `${other.pid}\n/nowhere\n`);
  const server = await startPostgres(describeServer());
  expect(other.exitCode).toBeNull();
  await server.close();
  other.kill();
  await once(other, "exit");
});

it("refuses a cluster of a newer PostgreSQL in one sentence", async () => {
  const versionFile = path.join(root, "postgres", "cluster", "PG_VERSION");
  const own = await readFile(versionFile, "utf8");
  await writeFile(versionFile, "99\n");
  await expect(startPostgres(describeServer())).rejects.toThrow(/made by PostgreSQL 99/);
  await writeFile(versionFile, own);
});
