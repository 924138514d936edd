import { type ChildProcess, spawn } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { createServer } from "node:net";
import path from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { AppError } from "@/lib/core/errors";
import type { StandIn } from "../stand-in";
import { findBinaries } from "./binaries";
import { POSTGRES_ENVIRONMENT, prepareCluster } from "./cluster";
import { readPostmaster, stopLeftover } from "./leftover";
import { chooseRunAs, type RunAs } from "./run-as";

export interface PostgresOptions {
  folder: string;
  host: string;
  /** 0 takes a free one. */
  port: number;
  user: string;
  password: string;
  database: string;
  onReport?: (message: string) => void;
  /** Takes each line of the server's own log. */
  onLine?: (line: string) => void;
  /** Called when the server ends without having been closed. */
  onExit?: (reason: string) => void;
}

/** Everything acknowledged is on the disk (fsync and synchronous_commit stay on); the rest is set for one machine. */
const SETTINGS = {
  unix_socket_directories: "",
  max_connections: "200",
  shared_buffers: "128MB",
  wal_compression: "on",
  max_wal_size: "1GB",
  random_page_cost: "1.1",
  jit: "off",
  timezone: "UTC",
  log_line_prefix: "",
  log_checkpoints: "off",
  // Without the values of a row: they are people's.
  log_error_verbosity: "terse",
};

/**
 * Starts the PostgreSQL of the npm package on a folder, creating cluster and database on first use.
 * @throws AppError conflict or unavailable with a sentence that says what to do.
 */
export async function startPostgres(options: PostgresOptions): Promise<StandIn> {
  const onReport = options.onReport ?? (() => undefined);
  const folder = path.resolve(options.folder);
  await mkdir(folder, { recursive: true });
  const binaries = await findBinaries();
  const runAs = await chooseRunAs(path.join(folder, "cluster"), binaries.postgres);
  const cluster = await prepareCluster({ ...options, folder, binaries, runAs });
  await stopLeftover(cluster, onReport);
  const port = options.port === 0 ? await findFreePort(options.host) : options.port;
  const server = spawnServer(binaries.postgres, cluster, { host: options.host, port }, runAs);
  const lines = keepLastLines(server, options.onLine);
  let isServing = false;
  // A process that falls over must not leave its database running; the log repairs what this cuts off.
  const endWithUs = (): boolean => server.kill("SIGQUIT");
  process.once("exit", endWithUs);
  server.once("exit", (code, signal) => {
    process.off("exit", endWithUs);
    if (isServing) options.onExit?.(`PostgreSQL ended by itself (${signal ?? code}). ${lines().join(" ")}`);
  });
  try {
    await waitUntilReady(server, cluster, lines);
    const url = await ensureDatabase({ ...options, port });
    isServing = true;
    const close = async (): Promise<void> => {
      isServing = false;
      await stopServer(server);
    };
    return { url, close };
  } catch (error) {
    await stopServer(server);
    throw error;
  }
}

function spawnServer(
  postgres: string,
  cluster: string,
  at: { host: string; port: number },
  runAs: RunAs,
): ChildProcess {
  const settings = Object.entries({ ...SETTINGS, listen_addresses: at.host, port: String(at.port) });
  const flags = settings.flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const { file, args, ids } = runAs.command(postgres, ["-D", cluster, ...flags]);
  return spawn(file, args, {
    ...ids,
    env: POSTGRES_ENVIRONMENT,
    cwd: "/",
    stdio: ["ignore", "ignore", "pipe"],
  });
}

function keepLastLines(server: ChildProcess, onLine: (line: string) => void = () => undefined): () => string[] {
  let lines: string[] = [];
  if (server.stderr)
    createInterface({ input: server.stderr }).on("line", (line) => {
      if (line.trim() === "") return;
      lines = [...lines, line].slice(-5);
      onLine(line);
    });
  return () => lines;
}

function hasEnded(server: ChildProcess): boolean {
  return server.exitCode !== null || server.signalCode !== null;
}

async function waitUntilReady(server: ChildProcess, cluster: string, lines: () => string[]): Promise<void> {
  let failure: Error | null = null;
  server.once("error", (error) => {
    failure = error;
  });
  const limitMs = 60_000;
  for (const startedMs = performance.now(); performance.now() - startedMs < limitMs; await sleep(20)) {
    if (failure !== null || hasEnded(server)) {
      const message = `PostgreSQL did not start. It said: ${lines().join(" ") || "nothing"}`;
      throw new AppError("unavailable", "postgres_did_not_start", message, { cause: failure });
    }
    const postmaster = await readPostmaster(cluster);
    if (postmaster?.pid === server.pid && postmaster?.isReady) return;
  }
  throw new AppError("unavailable", "postgres_did_not_start", "PostgreSQL did not become ready within a minute.");
}

/** @returns the address of the database, which exists now. */
async function ensureDatabase(options: PostgresOptions): Promise<string> {
  const { user, password, database, port } = options;
  const host = options.host === "0.0.0.0" ? "127.0.0.1" : options.host;
  const client = new pg.Client({ host, port, user, password, database: "postgres" });
  await client.connect();
  try {
    const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [database]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(database)}`);
  } finally {
    await client.end();
  }
  return `postgresql://${encodeURIComponent(user)}:${encodeURIComponent(password)}@${host}:${port}/${encodeURIComponent(database)}`;
}

const FAST_STOP_MS = 1_500;

/** Fast shutdown; if a client holds it up, an immediate one, which the next start repairs from the log. */
async function stopServer(server: ChildProcess): Promise<void> {
  if (hasEnded(server) || server.pid === undefined) return;
  const ended = new Promise<void>((resolve) => server.once("exit", () => resolve()));
  server.kill("SIGINT");
  const timer = setTimeout(() => server.kill("SIGQUIT"), FAST_STOP_MS);
  await ended;
  clearTimeout(timer);
}

function findFreePort(host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, host, () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
