import { type ChildProcess, spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { makeScratch } from "@/lib/testing/scratch";

export const ROOT = path.resolve(import.meta.dirname, "..");

export interface RunningStack {
  appUrl: string;
  mailUrl: string;
  inngestUrl: string;
  storageUrl: string;
  dataDir: string;
  /** Variables and values of its ports, as it was started with them. */
  ports: Record<string, string>;
  pid: number;
  /** What the start command has printed so far. */
  output: () => string;
  /** Ends it with a signal, SIGTERM if none is named. */
  stop(signal?: NodeJS.Signals): Promise<{ code: number | null; elapsedMs: number }>;
}

const PARTS = ["", "_S3", "_INNGEST", "_MAIL", "_POSTGRES"] as const;
const READY_WITHIN_MS = 420_000;

export interface StackOptions {
  /** Left out: one that is removed at the end. */
  dataDir?: string;
  /** That one lies on the disk, as a measurement wants it; else where nothing waits for a disk. */
  isOnDisk?: boolean;
  args?: string[];
  env?: Record<string, string>;
}

const makeDataDir = ({ isOnDisk }: StackOptions) =>
  isOnDisk ? mkdtemp(path.join(tmpdir(), "segno-e2e-")) : makeScratch("segno-e2e-");

/** Starts Segno by its own command on free ports and a data folder of its own. */
export async function startStack(options: StackOptions = {}): Promise<RunningStack> {
  const dataDir = options.dataDir ?? (await makeDataDir(options));
  const ports = await choosePorts();
  const started = Date.now();
  const child = spawn(process.execPath, ["local/start.mjs", ...(options.args ?? [])], {
    cwd: ROOT,
    env: { ...withoutOwn(process.env), ...ports, SEGNO_DATA_DIR: dataDir, ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => (printed += chunk.toString()));
  const url = (variable: string) => `http://127.0.0.1:${ports[variable]}`;
  try {
    await waitUntilReady(`${url("SEGNO_PORT")}/api/health/ready`, child, () => printed, started);
  } catch (error) {
    child.kill("SIGKILL");
    throw error;
  }
  return {
    appUrl: `http://localhost:${ports["SEGNO_PORT"]}`,
    mailUrl: url("SEGNO_MAIL_PORT"),
    inngestUrl: url("SEGNO_INNGEST_PORT"),
    storageUrl: url("SEGNO_S3_PORT"),
    dataDir,
    ports,
    pid: child.pid ?? 0,
    output: () => printed,
    stop: async (signal = "SIGTERM") => {
      const result = await stopChild(child, signal);
      if (!options.dataDir) await rm(dataDir, { recursive: true, force: true });
      return result;
    },
  };
}

/** Sends the journeys of this file to a stack of their own. Answers how to end it and go back: those of the next file run in the same process. */
export function visit(stack: RunningStack): () => Promise<void> {
  const before = { E2E_APP_URL: process.env.E2E_APP_URL, E2E_MAIL_URL: process.env.E2E_MAIL_URL };
  Object.assign(process.env, { E2E_APP_URL: stack.appUrl, E2E_MAIL_URL: stack.mailUrl });
  return async () => {
    Object.assign(process.env, before);
    await stack.stop();
  };
}

/** The tests' own variables must not reach the app, which refuses what it does not know. */
export function withoutOwn(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(
      ([name]) =>
        !/^(SEGNO_|E2E_|S3_|INNGEST_|RESEND_|MAIL_|AI_|METRICS_|PREVIEW_|ALERT_|GOOGLE_CLIENT_|GITHUB_CLIENT_|GITHUB_URL|OIDC_|DATABASE_URL|APP_URL|AUTH_SECRET)/.test(
          name,
        ),
    ),
  ) as NodeJS.ProcessEnv;
}

async function waitUntilReady(
  url: string,
  child: ChildProcess,
  printed: () => string,
  startedAt: number,
): Promise<void> {
  while (Date.now() - startedAt < READY_WITHIN_MS) {
    if (child.exitCode !== null) throw new Error(`The start command ended with ${child.exitCode}.\n${printed()}`);
    if (await isReady(url)) return;
    await sleep(150);
  }
  throw new Error(`Not ready after ${READY_WITHIN_MS} ms.\n${printed()}`);
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch (error) {
    if (error instanceof TypeError || error instanceof DOMException) return false;
    throw error;
  }
}

async function stopChild(
  child: ChildProcess,
  signal: NodeJS.Signals,
): Promise<{ code: number | null; elapsedMs: number }> {
  const startedAt = Date.now();
  if (child.exitCode !== null || child.signalCode !== null) return { code: child.exitCode, elapsedMs: 0 };
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  child.kill(signal);
  const code = await ended;
  return { code, elapsedMs: Date.now() - startedAt };
}

/**
 * A free port for each part, by the variable that sets it. They lie below those that systems give to connections and to
 * whoever asks for any, so that nobody takes one before its part does.
 */
export async function choosePorts(): Promise<Record<string, string>> {
  const ports = new Set<number>();
  while (ports.size < PARTS.length) {
    const port = randomInt(18_000, 30_000);
    if (await isFree(port)) ports.add(port);
  }
  const chosen = [...ports];
  return Object.fromEntries(PARTS.map((part, index) => [`SEGNO${part}_PORT`, String(chosen[index])]));
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
