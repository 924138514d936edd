import { z } from "zod";
import { AppError } from "@/lib/core/errors";
import { createId } from "@/lib/core/ids";
import type { Services } from "@/lib/services";
import { proveStorage } from "../../proving/commands";
import { pingDatabase } from "../../store";
import type { LogLook, Look, StorageLook } from "../parts/rules";

const PROBE_LIMIT_MS = 3_000;

/** What this process finds when it asks the parts it leans on. */
export interface Probes {
  database: Look;
  storage: StorageLook;
  queue: Look;
  log: LogLook | null;
  ffmpegVersion: string | null;
}

/** Asks each part, for three seconds at most. Never throws. */
export async function probeParts(services: Services): Promise<Probes> {
  const [database, storage, queue, tools] = await Promise.all([
    look(services, "database", () => pingDatabase(services.db).then(() => "It answers.")),
    lookAtStorage(services),
    lookAtQueue(services),
    services.audioTools(),
  ]);
  return { database, storage, ...queue, ffmpegVersion: tools.ffmpegVersion };
}

async function look(services: Services, name: string, ask: () => Promise<string>): Promise<Look & { reason?: string }> {
  try {
    return { isOk: true, detail: await withTimeout(ask()) };
  } catch (err) {
    services.log.warn({ err, check: name }, "a check failed");
    // The words of a driver may hold an address with a password.
    if (!(err instanceof AppError)) return { isOk: false, detail: "It does not answer." };
    return { isOk: false, detail: err.message, reason: err.reason };
  }
}

/** How long a storage that took and gave bytes is believed to go on doing so. */
const STORAGE_BELIEVED_MS = 15_000;
const storageWellAt = new WeakMap<Services, number>();

/**
 * Writes, reads and removes a few bytes: what a wrong key or a bucket of another name can't do. Not at each call, which
 * anybody may make as often as they like; in between one that answers is enough.
 */
async function lookAtStorage(services: Services): Promise<StorageLook> {
  const { storage, clock } = services;
  const { reason, ...found } = await look(services, "storage", async () => {
    await proveStorage(services);
    const sinceMs = clock.now().getTime() - (storageWellAt.get(services) ?? Number.NEGATIVE_INFINITY);
    if (sinceMs >= 0 && sinceMs < STORAGE_BELIEVED_MS) {
      await storage.head("health/none");
      return "It answers.";
    }
    await tryStorage(storage);
    storageWellAt.set(services, clock.now().getTime());
    return "It takes and gives bytes.";
  });
  return { ...found, isOther: reason === "other_storage" };
}

async function tryStorage(storage: Services["storage"]): Promise<void> {
  const key = `health/${createId()}`;
  await storage.put(key, new TextEncoder().encode("segno"), "text/plain");
  const head = await storage.head(key);
  await storage.delete(key);
  if (head === null) throw new AppError("unavailable", "storage_forgot", "It lost what was just written.");
}

/** How our own stand-in answers there. */
const healthSchema = z.object({ status: z.enum(["ok", "halted", "disk full"]), isPaused: z.boolean() });

/** Any answer will do: Inngest's own servers have no health address of that name. */
async function lookAtQueue(services: Services): Promise<Pick<Probes, "queue" | "log">> {
  let log: LogLook | null = null;
  const queue = await look(services, "queue", async () => {
    const url = `${services.config.inngest.baseUrl}/health`;
    const answer = await fetch(url, { signal: AbortSignal.timeout(PROBE_LIMIT_MS) });
    const text = await answer.text();
    const parsed = healthSchema.safeParse(parseJson(text));
    log = parsed.success ? parsed.data : null;
    return "It answers.";
  });
  return { queue, log };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

async function withTimeout<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const error = new AppError("unavailable", "check_timeout", "It did not answer within 3 seconds.");
    timer = setTimeout(() => reject(error), PROBE_LIMIT_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
