import { AppError } from "@/lib/core/errors";
import { createId } from "@/lib/core/ids";
import { readOutboxBacklog } from "@/lib/db/outbox-store";
import type { Services } from "@/lib/services";
import { proveStorage } from "./proving/commands";
import type { Check, Readiness } from "./schema";
import { pingDatabase } from "./store";

const CHECK_TIMEOUT_MS = 3_000;
const BACKLOG_ALERT_MS = 60_000;

interface Probe {
  name: string;
  /** Without it nothing works. */
  isNeeded: boolean;
  cure: string;
  /** Answers what was found; throws, or answers `isOk: false`, when it is not well. */
  look: () => Promise<{ isOk: boolean; detail: string }>;
}

/** Asks everything that this process leans on, each for three seconds at most. */
export async function checkReadiness(services: Services): Promise<Readiness> {
  const probes = listProbes(services);
  const checks = await Promise.all(probes.map((probe) => runProbe(services, probe)));
  const isFailing = probes.some((probe, i) => probe.isNeeded && !checks[i]?.isOk);
  return { status: isFailing ? "failing" : "ok", checks };
}

async function runProbe(services: Services, { name, look, cure }: Probe): Promise<Check> {
  try {
    const { isOk, detail } = await withTimeout(look());
    return isOk ? { name, isOk, detail } : { name, isOk, detail, cure };
  } catch (err) {
    services.log.warn({ err, check: name }, "a check failed");
    // The words of a driver may hold an address with a password.
    const detail = err instanceof AppError ? err.message : "It does not answer.";
    return { name, isOk: false, detail, cure };
  }
}

function listProbes(services: Services): Probe[] {
  return [
    {
      name: "database",
      isNeeded: true,
      cure: "Check DATABASE_URL, and that PostgreSQL runs.",
      look: async () => {
        await pingDatabase(services.db);
        return { isOk: true, detail: "It answers." };
      },
    },
    {
      name: "storage",
      isNeeded: true,
      cure: "Check the S3_… settings, and that the bucket is there and these keys may write to it.",
      look: () => lookAtStorage(services),
    },
    {
      name: "queue",
      isNeeded: false,
      cure: "Check INNGEST_BASE_URL. Until the queue is back, work waits and nothing is lost.",
      look: () => lookAtQueue(services),
    },
    {
      name: "outbox",
      isNeeded: false,
      cure: "Events wait for the queue. Check the queue, and the log for why sending fails.",
      look: () => lookAtOutbox(services),
    },
    {
      name: "ffmpeg",
      isNeeded: false,
      cure: "Install FFmpeg to take M4A files (AAC, ALAC) as well.",
      look: () => lookForFfmpeg(services),
    },
  ];
}

/** How long a storage that took and gave bytes is believed to go on doing so. */
const STORAGE_BELIEVED_MS = 15_000;
const storageWellAt = new WeakMap<Services, number>();

/**
 * Writes, reads and removes a few bytes: what a wrong key or a bucket of another name can't do. Not at each call, which
 * anybody may make as often as they like; in between one that answers is enough.
 */
async function lookAtStorage(services: Services) {
  const { storage, clock } = services;
  await proveStorage(services);
  const sinceMs = clock.now().getTime() - (storageWellAt.get(services) ?? Number.NEGATIVE_INFINITY);
  if (sinceMs >= 0 && sinceMs < STORAGE_BELIEVED_MS) {
    await storage.head("health/none");
    return { isOk: true, detail: "It answers." };
  }
  const found = await tryStorage(storage);
  if (found.isOk) storageWellAt.set(services, clock.now().getTime());
  return found;
}

async function tryStorage(storage: Services["storage"]) {
  const key = `health/${createId()}`;
  await storage.put(key, new TextEncoder().encode("segno"), "text/plain");
  const head = await storage.head(key);
  await storage.delete(key);
  return { isOk: head !== null, detail: head ? "It takes and gives bytes." : "It lost what was just written." };
}

/** Any answer will do: Inngest's own servers have no health address of that name. */
async function lookAtQueue({ config }: Services) {
  const answer = await fetch(`${config.inngest.baseUrl}/health`, { signal: AbortSignal.timeout(CHECK_TIMEOUT_MS) });
  await answer.body?.cancel();
  return { isOk: true, detail: "It answers." };
}

async function lookAtOutbox({ db, clock }: Services) {
  const { count, oldestAt } = await readOutboxBacklog(db);
  const ageSec = oldestAt ? Math.round((clock.now().getTime() - oldestAt.getTime()) / 1000) : 0;
  const detail = count === 0 ? "Nothing waits." : `${count} wait, the oldest for ${ageSec} seconds.`;
  return { isOk: ageSec * 1000 < BACKLOG_ALERT_MS, detail };
}

async function lookForFfmpeg(services: Services) {
  const { ffmpegVersion } = await services.audioTools();
  return {
    isOk: ffmpegVersion !== null,
    detail: ffmpegVersion ? `FFmpeg ${ffmpegVersion}.` : "FFmpeg is not installed.",
  };
}

async function withTimeout<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const error = new AppError("unavailable", "check_timeout", "It did not answer within 3 seconds.");
    timer = setTimeout(() => reject(error), CHECK_TIMEOUT_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
