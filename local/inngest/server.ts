import type { Server } from "node:http";
import { type Clock, systemClock } from "@/lib/core/clock";
import type { HeldStandIn } from "@/local/stand-in";
import { handleRequest } from "./api";
import { AppSync } from "./app-sync";
import { Engine } from "./engine";
import { closeHttp, formatUrl, listenHttp } from "./http-server";
import { Journal } from "./journal";
import { limits } from "./limits";
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
  /** Calls in flight; 8 by default, of which one function takes six at most. */
  concurrency?: number;
  /** Unfinished runs and kept events, beyond which new events are refused until there is room; 200,000 by default. */
  maxOpenRuns?: number;
  /** A call without an answer for so long is given up; two hours by default. */
  callTimeoutMs?: number;
  /** How often an app is asked whether it is there while it holds calls and says nothing; 5 s by default. */
  probeEveryMs?: number;
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

const defaultConcurrency = 8;
const pruneEveryMs = 6 * 3_600_000;
const drainMs = 3_000;

/**
 * Starts the local server of the Inngest protocol on its event log.
 * @throws AppError invalid_input/bad_signing_key, unavailable/port_taken, and what opening the log throws.
 */
export async function startInngest(options: InngestOptions): Promise<HeldStandIn & InngestControl> {
  checkSigningKey(options.signingKey);
  const { clock = systemClock, concurrency = defaultConcurrency, onReport = () => undefined } = options;
  const { serveUrls, signingKey, eventKey, host, isPaused = false, maxOpenRuns = limits.openRuns } = options;
  const { callTimeoutMs = limits.callTimeoutMs, probeEveryMs = limits.probeEveryMs } = options;
  const nowMs = () => clock.now().getTime();
  const journal = await Journal.open(options.folder, clock, onReport);
  const engine = new Engine({
    journal,
    clock,
    signingKey,
    concurrency,
    isPaused,
    callTimeoutMs,
    probeEveryMs,
    onReport,
  });
  journal.onCommitted = () => engine.wake();
  const onSynced = (url: string) => engine.pool.markUp(url);
  const sync = new AppSync({ journal, serveUrls, signingKey, nowMs, onReport, onSynced });
  const readStats = () => buildStats(journal, engine, sync, serveUrls, nowMs());
  const isWaitingForApps = () => !serveUrls.every((url) => journal.state.apps.has(url));
  const onSyncWanted = () => void sync.syncAll();
  engine.onAppBack = onSyncWanted;
  let prunedAt = nowMs();
  engine.onTick = async (now) => {
    if (now - prunedAt < pruneEveryMs) return;
    prunedAt = now;
    await journal.prune(now).catch((error: unknown) => onReport({ kind: "prune_failed", reason: String(error) }));
  };
  const api = {
    journal,
    engine,
    host,
    eventKey,
    signingKey,
    nowMs,
    maxOpenRuns,
    isWaitingForApps,
    readStats,
    onSyncWanted,
    onReport,
  };
  const server = await listenHttp(host, options.port, (request, response) => {
    void handleRequest(api, request, response);
  }).catch(async (error: unknown) => {
    await journal.close();
    throw error;
  });
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
    hold: () => journal.log.hold(),
    close: () => (closing ??= stop(server, sync, engine, journal)),
  };
}

/** In this order: running calls may still checkpoint while they drain, and the log closes last. */
async function stop(server: Server, sync: AppSync, engine: Engine, journal: Journal): Promise<void> {
  await sync.close();
  await engine.close(drainMs);
  await closeHttp(server);
  await journal.close();
}
