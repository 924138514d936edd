import type { Actor } from "@/lib/access/actor";
import { requireVerified, scopeSong } from "@/lib/access/scope";
import { ANALYZER_VERSION } from "@/lib/audio/audio-analysis";
import { AppError, notFound } from "@/lib/core/errors";
import { createId } from "@/lib/core/ids";
import { VERSION_UPLOADED } from "@/lib/core/queue-events";
import { type Tx, transact } from "@/lib/db/client";
import { writeOutbox } from "@/lib/db/outbox-store";
import { recordSongEvent } from "@/lib/domains/activity/commands";
import { recordDeed } from "@/lib/domains/activity/deeds/commands";
import { notifySongMembers } from "@/lib/domains/notifications/commands";
import type { Services } from "@/lib/services";
import { insertAnalysis, resetAnalysis } from "./analysis/store";
import { type VersionTarget, viewVersion } from "./reads";
import { canDeleteVersion } from "./rules";
import type { VersionChange, VersionView } from "./schema";
import { insertVersion, markVersionDeleted, takeVersionNumber, updateWords } from "./store";

export interface NewVersion {
  songId: string;
  uploadId: string;
  createdById: string;
  fileName: string;
  sizeBytes: bigint;
  container: string;
  contentType: string;
}

/**
 * Makes the version of a stored upload: number, waiting analysis, the event for the queue, live event and notifications,
 * all in the caller's transaction. False when the song was deleted meanwhile.
 */
export async function createVersion(tx: Tx, input: NewVersion, now: Date): Promise<boolean> {
  const owner = { songId: input.songId };
  const taken = await takeVersionNumber(owner, tx);
  if (taken === null) return false;
  const id = createId();
  await insertVersion(owner, tx, { ...input, id, number: taken.number, createdAt: now });
  await insertAnalysis(owner, tx, { versionId: id, engine: ANALYZER_VERSION, now });
  await writeOutbox(tx, { name: VERSION_UPLOADED, data: { versionId: id } }, now);
  const version = await viewVersion(tx, owner, id);
  await recordSongEvent(tx, owner, "version.created", { version }, now);
  const doerId = input.createdById;
  await recordDeed(tx, owner, { doerId, kind: "version.uploaded", payload: { versionId: id }, now });
  await notifySongMembers(tx, {
    songId: input.songId,
    projectId: taken.projectId,
    doerId,
    kind: "version.uploaded",
    sourceKey: `version:${id}`,
    payload: { versionId: id, excerpt: input.fileName },
    now,
  });
  return true;
}

/** Changes label and note, as far as given. @throws AppError not_found, forbidden. */
export async function updateVersion(
  services: Services,
  actor: Actor | null,
  target: VersionTarget,
  change: VersionChange,
): Promise<VersionView> {
  const scope = await scopeSong(services.db, actor, target, "song:edit");
  const now = services.clock.now();
  return await transact(services.db, async (tx) => {
    if (!(await updateWords(scope, tx, target.versionId, change))) throw notFound("version");
    const version = await viewVersion(tx, scope, target.versionId);
    await recordSongEvent(tx, scope, "version.progressed", { version }, now);
    return version;
  });
}

/** Takes a version off the page; its bytes stay for a while, so that it can be brought back. @throws AppError not_found, forbidden. */
export async function deleteVersion(services: Services, actor: Actor | null, target: VersionTarget): Promise<void> {
  const scope = await scopeSong(services.db, actor, target, "song:edit");
  const now = services.clock.now();
  await transact(services.db, async (tx) => {
    const version = await viewVersion(tx, scope, target.versionId);
    if (!canDeleteVersion(scope, version.createdBy.id)) {
      throw new AppError("forbidden", "not_own_version", "Only who uploaded this version or the owner can delete it.");
    }
    if (!(await markVersionDeleted(scope, tx, target.versionId, now))) throw notFound("version");
    await recordSongEvent(tx, scope, "version.deleted", { versionId: target.versionId }, now);
    const payload = { was: `v${version.number}` };
    await recordDeed(tx, scope, { doerId: scope.accountId, kind: "version.deleted", payload, now });
  });
}

/** Analyzes again what failed or hangs. @throws AppError not_found, forbidden, conflict `analysis_not_failed`. */
export async function retryAnalysis(
  services: Services,
  actor: Actor | null,
  target: VersionTarget,
): Promise<VersionView> {
  requireVerified(actor);
  const scope = await scopeSong(services.db, actor, target, "song:upload");
  const now = services.clock.now();
  return await transact(services.db, async (tx) => {
    await viewVersion(tx, scope, target.versionId);
    const version = await analyzeAgain(tx, scope, target.versionId, now);
    if (!version) {
      throw new AppError(
        "conflict",
        "analysis_not_failed",
        "This version is analyzed already, or it is being done now.",
      );
    }
    return version;
  });
}

/** Begins an analysis anew that failed or hangs. Null when there is none of that kind. */
export async function analyzeAgain(
  tx: Tx,
  owner: { songId: string },
  versionId: string,
  now: Date,
): Promise<VersionView | null> {
  if (!(await resetAnalysis(owner, tx, { versionId, engine: ANALYZER_VERSION, now }))) return null;
  await writeOutbox(tx, { name: VERSION_UPLOADED, data: { versionId } }, now);
  const version = await viewVersion(tx, owner, versionId);
  await recordSongEvent(tx, owner, "version.progressed", { version }, now);
  return version;
}
