import type { Actor } from "@/lib/access/actor";
import { type SongScope, scopeAccount, scopeSong } from "@/lib/access/scope";
import { AppError, notFound } from "@/lib/core/errors";
import { isId } from "@/lib/core/ids";
import type { Services } from "@/lib/services";
import { toUnfinishedUpload, toUploadView } from "./rules";
import type { UnfinishedUpload, UploadView } from "./schema";
import { findMovedTo, findOwnUpload, findUnfinishedUploads, type UploadRow } from "./store";

export interface UploadTarget {
  projectId: string;
  songId: string;
  uploadId: string;
}

/** The truth about an upload: while it is open, storage itself is asked what has arrived. @throws AppError not_found, forbidden. */
export async function readUpload(services: Services, actor: Actor | null, target: UploadTarget): Promise<UploadView> {
  const { upload } = await findUploadToUse(services, actor, target);
  return await viewUpload(services, upload);
}

/** Storage is asked about so many uploads at once. */
const ASKED_AT_ONCE = 8;

/**
 * What the person began and nobody finished, the newest first. Storage that does not answer hides none of it.
 * @throws AppError unauthenticated.
 */
export async function readUnfinishedUploads(
  services: Services,
  actor: Actor | null,
): Promise<{ items: UnfinishedUpload[] }> {
  const uploads = await findUnfinishedUploads(scopeAccount(actor), services.db, services.clock.now());
  const items: UnfinishedUpload[] = [];
  let isDown = false;
  for (let from = 0; from < uploads.length; from += ASKED_AT_ONCE) {
    const some = uploads.slice(from, from + ASKED_AT_ONCE);
    // Who was silent once is not waited for again and again.
    const views: (UploadView | null)[] = isDown
      ? []
      : await Promise.all(some.map((upload) => viewIfAnswered(services, upload)));
    isDown ||= views.includes(null);
    items.push(...some.map((upload, i) => toUnfinishedUpload(upload, views[i] ?? null)));
  }
  return { items };
}

/** Null while storage does not answer. */
async function viewIfAnswered(services: Services, upload: UploadRow): Promise<UploadView | null> {
  try {
    return await viewUpload(services, upload);
  } catch (error) {
    if (error instanceof AppError && error.code === "unavailable") return null;
    throw error;
  }
}

/** An upload as its own page sees it. */
export async function viewUpload(services: Services, upload: UploadRow): Promise<UploadView> {
  const isOpen = upload.state === "open" && upload.storageId !== null;
  const stored = isOpen ? await services.storage.listParts(upload.objectKey, upload.storageId ?? "") : null;
  return toUploadView(upload, stored ?? []);
}

/** One's own upload, with the right to upload checked again. Nobody else sees it. @throws AppError not_found, forbidden. */
export async function findUploadToUse(
  services: Services,
  actor: Actor | null,
  target: UploadTarget,
): Promise<{ scope: SongScope; upload: UploadRow }> {
  const scope = await scopeUpload(services, actor, target);
  const upload = isId(target.uploadId) ? await findOwnUpload(scopeAccount(actor), services.db, target) : null;
  if (!upload) throw notFound("upload");
  return { scope, upload };
}

/**
 * The right to upload to the song of an upload. A song that was moved meanwhile is looked for where it is now, so that
 * whoever brings a take to it goes on under the address they began with.
 * @throws AppError not_found, forbidden.
 */
export async function scopeUpload(services: Services, actor: Actor | null, target: UploadTarget): Promise<SongScope> {
  const areIds = [target.uploadId, target.projectId, target.songId].every(isId);
  const projectId = (areIds ? await findMovedTo(services.db, target) : null) ?? target.projectId;
  return await scopeSong(services.db, actor, { ...target, projectId }, "song:upload");
}
