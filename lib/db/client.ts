import { PrismaPg } from "@prisma/adapter-pg";
import { Pool } from "pg";
import { Prisma, PrismaClient } from "./generated/client";

/** The database, outside of a transaction. */
export type Db = PrismaClient;
/** The same inside of one. */
export type Tx = Prisma.TransactionClient;

export interface Database {
  db: Db;
  /** The connections under `db`, for what Prisma does not speak (rate limits). */
  pool: Pool;
  close(): Promise<void>;
}

const POOL_SIZE = 10;
const CONNECT_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 15_000;
const TRANSACTION_TIMEOUT_MS = 15_000;

/** Connects lazily: nothing is sent before the first query. `url` is a postgres:// URL. */
export function openDatabase(url: string): Database {
  const pool = new Pool({
    connectionString: url,
    max: POOL_SIZE,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    application_name: "segno",
  });
  // An idle connection that breaks is replaced at the next query; without a listener it would end the process.
  pool.on("error", () => undefined);
  const db = new PrismaClient({
    adapter: new PrismaPg(pool),
    transactionOptions: { maxWait: CONNECT_TIMEOUT_MS, timeout: TRANSACTION_TIMEOUT_MS },
  });
  return {
    db,
    pool,
    close: async () => {
      await db.$disconnect();
      if (!pool.ended) await pool.end();
    },
  };
}

/** Runs `work` in one transaction: all of it is committed, or nothing. `timeoutMs`: for more than the usual in one go. */
export function transact<T>(db: Db, work: (tx: Tx) => Promise<T>, options: { timeoutMs?: number } = {}): Promise<T> {
  return db.$transaction(work, options.timeoutMs === undefined ? {} : { timeout: options.timeoutMs });
}

const UNIQUE_VIOLATION = "P2002";

/** Whether a write failed because another row has the same unique value. */
export function isDuplicate(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === UNIQUE_VIOLATION;
}
