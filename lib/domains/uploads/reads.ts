import type { Actor } from "@/lib/access/actor";
import { type SongScope, scopeAccount, scopeSong } from "@/lib/access/scope";
import { notFound } from "@/lib/core/errors";
import { isId } from "@/lib/core/ids";
import type { Services } from "@/lib/services";
import { toUploadView } from "./rules";
import type { UploadView } from "./schema";
import { findOwnUpload, type UploadRow } from "./store";

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
  const scope = await scopeSong(services.db, actor, target, "song:upload");
  const upload = isId(target.uploadId) ? await findOwnUpload(scopeAccount(actor), services.db, target) : null;
  if (!upload) throw notFound("upload");
  return { scope, upload };
}
