import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type Clock, systemClock } from "@/lib/core/clock";
import { AppError } from "@/lib/core/errors";
import type { StandIn } from "@/local/stand-in";
import { handleRequest } from "./api";
import { AppSync } from "./app-sync";
import { Engine } from "./engine";
import { Journal } from "./journal";
import type { InngestReport } from "./reports";
import { checkSigningKey } from "./signing";
import { buildStats, type InngestStats } from "./stats";

export type { InngestReport } from "./reports";
export type { InngestStats } from "./stats";

export interface InngestOptions {
  /** Where the event log lies. */
  folder: string;
  host: string;
  /** 0 takes a free one. */
  port: number;
  eventKey: string;
  /** "signkey-prod-<64 hex digits>" */
  signingKey: string;
  /** Where the apps serve their functions, such as "http://127.0.0.1:3000/api/inngest". */
  serveUrls: string[];
  clock?: Clock;
  /** Calls in flight; 4 by default. */
  concurrency?: number;
  /** Starts with claiming off: events and cron ticks are kept, nothing is called. */
  isPaused?: boolean;
  onReport?: (report: InngestReport) => void;
}

export interface InngestControl {
  pause(): void;
  resume(): void;
  /** Asks every app for its functions now. */
  sync(): Promise<void>;
  /** Evaluates timers and cron against the clock now. */
  tick(): Promise<void>;
  /** Resolves when no job is due and none is running. */
  settled(): Promise<void>;
  stats(): InngestStats;
}

const defaultConcurrency = 4;
const drainMs = 3_000;

/**
 * Starts the local server of the Inngest protocol on its event log.
 * @throws AppError invalid_input/bad_signing_key, unavailable/port_taken, and what opening the log throws.
 */
export async function startInngest(options: InngestOptions): Promise<StandIn & InngestControl> {
  checkSigningKey(options.signingKey);
  const { clock = systemClock, concurrency = defaultConcurrency, onReport = () => undefined } = options;
  const { serveUrls, signingKey, eventKey, host, isPaused = false } = options;
  const nowMs = () => clock.now().getTime();
  const journal = await Journal.open(options.folder, clock, onReport);
  const engine = new Engine({ journal, clock, signingKey, concurrency, isPaused, onReport });
  journal.onCommitted = () => engine.wake();
  const onSynced = () => engine.releaseAllApps();
  const sync = new AppSync({ journal, serveUrls, signingKey, nowMs, onReport, onSynced });
  const readStats = () => buildStats(journal, engine, sync, serveUrls, nowMs());
  const isWaitingForApps = () => !serveUrls.every((url) => journal.state.apps.has(url));
  const onSyncWanted = () => void sync.syncAll();
  engine.onAppBack = onSyncWanted;
  const api = {
    journal,
    engine,
    host,
    eventKey,
    signingKey,
    nowMs,
    isWaitingForApps,
    readStats,
    onSyncWanted,
    onReport,
  };
  const server = createServer((request, response) => void handleRequest(api, request, response));
  try {
    await listen(server, host, options.port);
  } catch (error) {
    await journal.close();
    throw error;
  }
  sync.start();
  await engine.tick();
  let closing: Promise<void> | undefined;
  return {
    url: formatUrl(host, server),
    pause: () => engine.setPaused(true),
    resume: () => engine.setPaused(false),
    sync: () => sync.syncAll(),
    tick: () => engine.tick(),
    settled: () => engine.settled(),
    stats: readStats,
    close: () => (closing ??= stop(server, sync, engine, journal)),
  };
}

/** In this order: running calls may still checkpoint while they drain, and the log closes last. */
async function stop(server: Server, sync: AppSync, engine: Engine, journal: Journal): Promise<void> {
  await sync.close();
  await engine.close(drainMs);
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 500).unref();
  });
  await journal.close();
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const message =
        error.code === "EADDRINUSE"
          ? `Port ${port} is taken. Stop what uses it or choose another one.`
          : `Cannot listen on ${host}:${port} (${error.code ?? "unknown"}).`;
      reject(new AppError("unavailable", "port_taken", message, { cause: error }));
    });
    server.listen(port, host, () => {
      server.removeAllListeners("error");
      resolve();
    });
  });
}

function formatUrl(host: string, server: Server): string {
  const { port } = server.address() as AddressInfo;
  const reachable = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  return `http://${reachable.includes(":") ? `[${reachable}]` : reachable}:${port}`;
}
