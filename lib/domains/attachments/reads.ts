import type { Actor } from "@/lib/access/actor";
import { scopeSong } from "@/lib/access/scope";
import { notFound } from "@/lib/core/errors";
import type { Db, Tx } from "@/lib/db/client";
import type { Services } from "@/lib/services";
import type { AttachmentView } from "./schema";
import { type AttachmentOwner, type AttachmentRow, findAttachment, findAttachments } from "./store";

export interface AttachmentTarget {
  projectId: string;
  songId: string;
  attachmentId: string;
}

const LINK_EXPIRES_SEC = 60 * 60;

/** Every file that goes with the song, in the order they came. @throws AppError not_found. */
export async function readAttachments(
  services: Services,
  actor: Actor | null,
  target: { projectId: string; songId: string },
): Promise<{ items: AttachmentView[] }> {
  const scope = await scopeSong(services.db, actor, target, "song:read");
  return { items: (await findAttachments(scope, services.db)).map(toView) };
}

/** An address that gives the file under its own name, for an hour. @throws AppError not_found. */
export async function signAttachment(
  services: Services,
  actor: Actor | null,
  target: AttachmentTarget,
): Promise<string> {
  const scope = await scopeSong(services.db, actor, target, "song:download");
  const row = await findAttachment(scope, services.db, target.attachmentId);
  if (!row) throw notFound("file");
  const { name: fileName, contentType, upload } = row;
  return await services.storage.signGet({
    ...{ key: upload.objectKey, fileName, contentType, disposition: "attachment", expiresSec: LINK_EXPIRES_SEC },
  });
}

/** Every file that goes with a song and where its bytes lie, for one whose right was proved. */
export async function locateAttachments(services: Services, owner: AttachmentOwner) {
  const rows = await findAttachments(owner, services.db);
  return rows.map(({ name, sizeBytes, upload }) => ({ name, sizeBytes: Number(sizeBytes), key: upload.objectKey }));
}

/** For a command's own transaction. @throws AppError not_found. */
export async function viewAttachment(db: Db | Tx, owner: AttachmentOwner, id: string): Promise<AttachmentView> {
  const row = await findAttachment(owner, db, id);
  if (!row) throw notFound("file");
  return toView(row);
}

function toView({ upload: _, sizeBytes, createdAt, ...row }: AttachmentRow): AttachmentView {
  return { ...row, sizeBytes: Number(sizeBytes), createdAt: createdAt.toISOString() };
}
