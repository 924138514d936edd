import type { SystemScope } from "@/lib/access/system-scope";
import { AppError } from "@/lib/core/errors";
import { OBJECT_ROOT } from "@/lib/core/object-keys";
import { readLivingParts } from "@/lib/domains/exports/reads";
import { countRepairs } from "@/lib/domains/operations/repairing/commands";
import type { Services } from "@/lib/services";
import { cleanUpload } from "../commands";
import { endUpload } from "../ending/commands";
import { finishUpload } from "../finishing/commands";
import { ORPHAN_AFTER_MS, STUCK_AFTER_MS } from "../rules";
import { findLivingStorageIds, findUploadsToSweep } from "../store";
import { deleteSweepRuns, insertSweepRun, type NewSweepRun } from "./store";

/** A run that is older tells nobody anything. */
const RUNS_KEPT_MS = 7 * 24 * 60 * 60_000;

export interface SweepCounts {
  finished: number;
  expired: number;
  cleaned: number;
  /** Uploads in storage that no row knows. */
  orphanUploads: number;
  /** Tried in vain; the next sweep tries again. */
  failed: number;
}

/**
 * Mends what a crash, a closed tab or a lost answer left: finishes stuck completions, expires what nobody goes on with,
 * removes what ended uploads left in storage, and uploads in storage that no row knows. One failure stops no other.
 */
export async function sweepUploads(services: Services, scope: SystemScope): Promise<SweepCounts> {
  const finished = await finishStuck(services, scope);
  const expired = await expireAbandoned(services, scope);
  const cleaned = await cleanEnded(services, scope);
  const orphans = await abortOrphans(services, scope);
  const counts = {
    finished: finished.done,
    expired: expired.done,
    cleaned: cleaned.done,
    orphanUploads: orphans.done,
    failed: finished.failed + expired.failed + cleaned.failed + orphans.failed,
  };
  services.log.info(counts, "uploads swept");
  await countRepairs(services, {
    "upload.finished": finished.done,
    "upload.expired": expired.done,
    "upload.cleaned": cleaned.done,
    "storage.upload_removed": orphans.done,
  });
  return counts;
}

/** Writes down what a run came to, for whoever looks after this Segno. */
export async function recordSweep({ db, clock }: Services, scope: SystemScope, run: NewSweepRun): Promise<void> {
  const now = clock.now();
  await insertSweepRun(scope, db, run, now);
  await deleteSweepRuns(scope, db, new Date(now.getTime() - RUNS_KEPT_MS));
}

async function finishStuck(services: Services, scope: SystemScope): Promise<Tally> {
  const updatedBefore = new Date(services.clock.now().getTime() - STUCK_AFTER_MS);
  const stuck = await findUploadsToSweep(scope, services.db, { states: ["completing"], updatedBefore });
  return await tryEach(services, stuck, async (upload) => {
    await finishUpload(services, upload);
  });
}

async function expireAbandoned(services: Services, scope: SystemScope): Promise<Tally> {
  const now = services.clock.now();
  const abandoned = await findUploadsToSweep(scope, services.db, { states: ["reserved", "open"], expiredBefore: now });
  return await tryEach(services, abandoned, async (upload) => {
    const end = { state: "expired", reason: "expired", expiredBefore: now } as const;
    await endUpload(services, upload, { ...end, from: ["reserved", "open"] });
  });
}

async function cleanEnded(services: Services, scope: SystemScope): Promise<Tally> {
  const states = ["rejected", "failed", "cancelled", "expired"] as const;
  const ended = await findUploadsToSweep(scope, services.db, { states: [...states], isStoredSomewhere: true });
  return await tryEach(services, ended, (upload) => cleanUpload(services, upload));
}

/** A crash between the storage's answer and our row leaves an upload that only storage knows. */
async function abortOrphans(services: Services, scope: SystemScope): Promise<Tally> {
  const startedBefore = services.clock.now().getTime() - ORPHAN_AFTER_MS;
  const known = await services.storage.listMultiparts(OBJECT_ROOT);
  const old = known.filter(({ startedAt }) => startedAt !== null && startedAt.getTime() < startedBefore);
  const ids = old.map(({ storageId }) => storageId);
  const living = await findLivingStorageIds(scope, services.db, ids);
  const made = await readLivingParts(services, scope, ids);
  const orphans = old.filter(({ storageId }) => !living.has(storageId) && !made.has(storageId));
  return await tryEach(services, orphans, ({ key, storageId }) => services.storage.abortMultipart(key, storageId));
}

interface Tally {
  done: number;
  failed: number;
}

async function tryEach<T>(services: Services, items: T[], work: (item: T) => Promise<void>): Promise<Tally> {
  const tally: Tally = { done: 0, failed: 0 };
  for (const item of items) {
    try {
      await work(item);
      tally.done++;
    } catch (err) {
      // An upload that turns out to be no audio, or lost, has found its end: that is an answer.
      const isAnswer = err instanceof AppError && err.code !== "unavailable";
      if (isAnswer) tally.done++;
      else {
        tally.failed++;
        services.log.warn({ err }, "an upload could not be swept; it is tried again");
      }
    }
  }
  return tally;
}
