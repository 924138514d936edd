import { type BriefWriter, openBriefWriter } from "@/lib/ai/brief-writer";
import { type AiTagger, openTagger } from "@/lib/ai/tagger";
import { type AudioTools, findAudioTools } from "@/lib/audio/tools";
import { AudioWorkers } from "@/lib/audio/worker/workers";
import type { Config } from "@/lib/config/config";
import { readConfig } from "@/lib/config/config";
import { type Clock, systemClock } from "@/lib/core/clock";
import { type Database, type Db, openDatabase } from "@/lib/db/client";
import { type LiveHub, openLiveHub } from "@/lib/live/hub";
import { createLogger, type Logger } from "@/lib/log/logger";
import { type MailProvider, openMailProvider } from "@/lib/mail/provider";
import { createMetrics, type Metrics } from "@/lib/metrics/metrics";
import { openStorage, type Storage } from "@/lib/storage/storage";

/** Everything a command or a read may reach, built once a process. */
export interface Services {
  config: Config;
  clock: Clock;
  log: Logger;
  db: Db;
  database: Database;
  storage: Storage;
  /** What this process counts. */
  metrics: Metrics;
  mail: MailProvider;
  live: LiveHub;
  /** Where ffmpeg lies, looked up once. */
  audioTools: () => Promise<AudioTools>;
  audio: AudioWorkers;
  /** Null where no model is set. */
  ai: AiTagger | null;
  /** The same, for words on notes. */
  briefWriter: BriefWriter | null;
  close(): Promise<void>;
}

/** Builds the services from a configuration. Connects to nothing before the first use. */
export function buildServices(config: Config, options: { clock?: Clock; log?: Logger } = {}): Services {
  const clock = options.clock ?? systemClock;
  const log = options.log ?? createLogger(config.logLevel);
  const database = openDatabase(config.database.url);
  const live = openLiveHub({ databaseUrl: config.database.url, log });
  const metrics = createMetrics();
  const storage = openStorage(config.s3, metrics.noteStorageCall);
  const audio = new AudioWorkers();
  let tools: Promise<AudioTools> | null = null;
  return {
    config,
    clock,
    log,
    db: database.db,
    database,
    storage,
    metrics,
    mail: openMailProvider(config.mail),
    live,
    audioTools: () => {
      tools ??= findAudioTools();
      return tools;
    },
    audio,
    ai: config.ai && openTagger(config.ai, { log }),
    briefWriter: config.ai && openBriefWriter(config.ai, { log }),
    close: async () => {
      await live.close();
      await audio.close();
      storage.close();
      await database.close();
    },
  };
}

const SLOT = Symbol.for("segno.services");

/**
 * The process's services. Kept on `globalThis`, because Next.js loads `instrumentation` and the routes as separate module
 * graphs that would otherwise each build their own.
 */
export function getServices(): Services {
  const holder = globalThis as { [SLOT]?: Services };
  holder[SLOT] ??= buildServices(readConfig());
  return holder[SLOT];
}

/** Makes these the process's services, as a test does before it calls a route; answers how to take them out again. */
export function installServices(services: Services): () => void {
  const holder = globalThis as { [SLOT]?: Services };
  holder[SLOT] = services;
  return () => {
    delete holder[SLOT];
  };
}
