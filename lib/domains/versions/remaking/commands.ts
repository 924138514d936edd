import type { SystemScope } from "@/lib/access/system-scope";
import { ANALYZER_VERSION } from "@/lib/audio/audio-analysis";
import { buildObjectKey, readUploadObject } from "@/lib/core/object-keys";
import { VERSION_MEASURED } from "@/lib/core/queue-events";
import { transact } from "@/lib/db/client";
import { writeOutbox } from "@/lib/db/outbox-store";
import { recordSongEvent } from "@/lib/domains/activity/commands";
import { isPaused } from "@/lib/domains/operations/pausing/reads";
import { proveStorage } from "@/lib/domains/operations/proving/commands";
import { countRepairs } from "@/lib/domains/operations/repairing/commands";
import type { Services } from "@/lib/services";
import { viewVersion } from "../reads";
import { findLongestUnseen, markSeen, reopenForPreview, type UnseenPreview } from "./store";

/** In one sweep: seven thousand a day, so that a library of many thousands is gone through in some days. */
const AT_ONCE = 50;

/**
 * Looks whether storage still has what is listened to, some of all versions at a time, those that were looked at longest ago
 * first. One that is missing is made again from its file. @returns how many are. @throws AppError unavailable.
 */
export async function remakeMissingPreviews(services: Services, scope: SystemScope): Promise<number> {
  if (await isPaused(services, scope, "preview-version")) return 0;
  const { db, clock } = services;
  // A storage that is another one has none of them: that is not to be mended by making them all again.
  await proveStorage(services);
  let missing = 0;
  const there: string[] = [];
  for (const found of await findLongestUnseen(scope, db, { engine: ANALYZER_VERSION, limit: AT_ONCE })) {
    if (await isInStorage(services, found)) there.push(found.id);
    else if (await remake(services, scope, found)) missing += 1;
  }
  await markSeen(scope, db, there, clock.now());
  if (missing > 0) services.log.warn({ missing }, "previews that storage no longer had are made again");
  await countRepairs(services, { "preview.made_again": missing });
  return missing;
}

async function isInStorage({ storage }: Services, { previewObject, version }: UnseenPreview): Promise<boolean> {
  const { id: uploadId, projectId, songId } = version.upload;
  const object = readUploadObject(previewObject ?? "");
  if (!object) return false;
  return (await storage.head(buildObjectKey({ projectId, songId, uploadId }, object))) !== null;
}

async function remake(services: Services, scope: SystemScope, found: UnseenPreview): Promise<boolean> {
  const now = services.clock.now();
  const { versionId } = found;
  const owner = { songId: found.version.songId };
  return await transact(services.db, async (tx) => {
    if (!(await reopenForPreview(scope, tx, found, now))) return false;
    await writeOutbox(tx, { name: VERSION_MEASURED, data: { versionId } }, now);
    const version = await viewVersion(tx, owner, versionId);
    await recordSongEvent(tx, owner, "version.progressed", { version }, now);
    return true;
  });
}
