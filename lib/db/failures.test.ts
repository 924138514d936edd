import { rm } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { notFound } from "@/lib/core/errors";
import { makeScratch } from "@/lib/testing/scratch";
import { startPostgres } from "@/local/postgres/server";
import type { StandIn } from "@/local/stand-in";
import { type Database, openDatabase, transact } from "./client";
import { readDatabaseFailure } from "./failures";

const CONNECTIONS = 10;

let folder: string;
let postgres: StandIn;
let database: Database;

const open = (port: number) =>
  startPostgres({
    ...{ folder: path.join(folder, "postgres"), host: "127.0.0.1", port },
    ...{ user: "segno", password: "segno", database: "segno" },
  });

/** A database server of its own, since everybody else's must go on. */
beforeAll(async () => {
  folder = await makeScratch("segno-failures-");
  postgres = await open(0);
  database = openDatabase(postgres.url);
});
afterAll(async () => {
  await database.close();
  await postgres.close();
  await rm(folder, { recursive: true, force: true });
});

const query = () => database.db.$queryRaw`SELECT 1 AS one`;
/** Begins at once, which a statement of Prisma does only when it is waited for. */
const sleepInside = async (seconds: number) => {
  await database.db.$queryRaw`SELECT pg_sleep(${seconds})::text AS slept`;
};

/** The reason that a failure gets; what it was when it gets none, "worked" when nothing failed. */
async function name(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
    return "worked";
  } catch (error) {
    return readDatabaseFailure(error)?.reason ?? error;
  }
}

/** Every way of asking: a statement of one's own, of a model, a transaction, the pool itself. */
const askAll = () =>
  Promise.all([
    name(query()),
    name(database.db.account.count()),
    name(transact(database.db, (tx) => tx.$queryRaw`SELECT 1 AS one`)),
    name(database.pool.query("SELECT 1")),
  ]);

describe("what the database fails of", { timeout: 60_000 }, () => {
  it("B474: all connections taken for longer than anybody waits is told as busy, however it was asked", async () => {
    const holders = Array.from({ length: CONNECTIONS }, () => sleepInside(7));
    await sleep(300);
    expect(await askAll()).toEqual(Array(4).fill("database_busy"));
    await Promise.all(holders);
    expect(await name(query())).toBe("worked");
  });

  it("B474: a server that takes no more connections is told as busy", async () => {
    const most = await database.pool.query<{ max_connections: string }>("SHOW max_connections");
    const others: Client[] = [];
    try {
      for (let i = 0; i < Number(most.rows[0]?.max_connections); i++) {
        const other = new Client({ connectionString: postgres.url });
        other.on("error", () => undefined);
        if ((await name(other.connect())) !== "worked") break;
        others.push(other);
      }
      const late = openDatabase(postgres.url);
      const asked = [name(late.db.$queryRaw`SELECT 1 AS one`), name(transact(late.db, () => Promise.resolve()))];
      expect(await Promise.all(asked)).toEqual(["database_busy", "database_busy"]);
      await late.close();
    } finally {
      for (const other of others) await other.end();
    }
  });

  it("B474: a statement or a transaction that takes too long is told as slow", async () => {
    const late = transact(database.db, () => sleep(400), { timeoutMs: 100 });
    const asksLate = transact(
      database.db,
      async (tx) => {
        await sleep(400);
        return await tx.$queryRaw`SELECT 1 AS one`;
      },
      { timeoutMs: 100 },
    );
    const statement = transact(database.db, async (tx) => {
      await tx.$executeRaw`SET LOCAL statement_timeout = 100`;
      return await tx.$queryRaw`SELECT pg_sleep(1)::text AS slept`;
    });
    expect(await Promise.all([name(late), name(asksLate), name(statement)])).toEqual(Array(3).fill("database_slow"));
  });

  it("B474: one that goes in the midst of the work, or is not there, is told as down, and is there again", async () => {
    const midst = [
      name(sleepInside(5)),
      name(transact(database.db, (tx) => tx.$queryRaw`SELECT pg_sleep(5)::text AS slept`)),
      name(database.pool.query("SELECT pg_sleep(5)")),
    ];
    await sleep(300);
    await postgres.close();
    expect(await Promise.all(midst)).toEqual(Array(3).fill("database_down"));
    expect((await askAll()).slice(0, 3)).toEqual(Array(3).fill("database_down"));
    postgres = await open(Number(new URL(postgres.url).port));
    expect(await name(query())).toBe("worked");
  });

  it("B474: is nothing of that what was asked for, nor anybody else's failure", async () => {
    const wrong = await name(database.db.$queryRaw`SELECT nothing FROM nowhere`);
    expect(wrong).toBeInstanceOf(Error);
    for (const error of [notFound("song"), new Error("connect ECONNREFUSED 127.0.0.1:9000"), "text", null, undefined])
      expect(readDatabaseFailure(error)).toBeUndefined();
  });
});
