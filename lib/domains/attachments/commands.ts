import type { Actor } from "@/lib/access/actor";
import { scopeSong } from "@/lib/access/scope";
import { AppError, notFound } from "@/lib/core/errors";
import { createId } from "@/lib/core/ids";
import { type Tx, transact } from "@/lib/db/client";
import { recordSongEvent } from "@/lib/domains/activity/commands";
import { recordDeed } from "@/lib/domains/activity/deeds/commands";
import type { Services } from "@/lib/services";
import { type AttachmentTarget, viewAttachment } from "./reads";
import type { AttachmentView } from "./schema";
import { insertAttachment, lockSong, type NewAttachmentRow, updateAttachmentRow } from "./store";

export type NewAttachment = Omit<NewAttachmentRow, "id" | "createdAt"> & { songId: string };

/** Makes the file of a stored upload a song's, in the caller's transaction. False when the song was deleted meanwhile. */
export async function createAttachment(tx: Tx, { songId, ...input }: NewAttachment, now: Date): Promise<boolean> {
  const owner = { songId };
  if (!(await lockSong(owner, tx))) return false;
  const id = createId();
  await insertAttachment(owner, tx, { ...input, id, createdAt: now });
  const attachment = await viewAttachment(tx, owner, id);
  await recordSongEvent(tx, owner, "attachment.created", { attachment }, now);
  const deed = { doerId: input.createdById, kind: "attachment.added", payload: { attachmentId: id } } as const;
  await recordDeed(tx, owner, { ...deed, now });
  return true;
}

/** @throws AppError not_found, forbidden. */
export async function renameAttachment(
  services: Services,
  actor: Actor | null,
  target: AttachmentTarget,
  { name }: { name: string },
): Promise<AttachmentView> {
  const scope = await scopeSong(services.db, actor, target, "song:edit");
  return await transact(services.db, async (tx) => {
    if (!(await updateAttachmentRow(scope, tx, target.attachmentId, { name }))) throw notFound("file");
    const attachment = await viewAttachment(tx, scope, target.attachmentId);
    await recordSongEvent(tx, scope, "attachment.updated", { attachment }, services.clock.now());
    return attachment;
  });
}

/** Takes a file off the song; it waits in the trash. @throws AppError not_found, forbidden `not_own_file`. */
export async function deleteAttachment(
  services: Services,
  actor: Actor | null,
  target: AttachmentTarget,
): Promise<void> {
  const scope = await scopeSong(services.db, actor, target, "song:edit");
  const { attachmentId } = target;
  const now = services.clock.now();
  await transact(services.db, async (tx) => {
    const { createdBy, name } = await viewAttachment(tx, scope, attachmentId);
    if (createdBy.id !== scope.accountId && scope.role !== "owner") {
      throw new AppError("forbidden", "not_own_file", "Only who brought this file or the owner can delete it.");
    }
    if (!(await updateAttachmentRow(scope, tx, attachmentId, { deletedAt: now }))) throw notFound("file");
    await recordSongEvent(tx, scope, "attachment.deleted", { attachmentId }, now);
    await recordDeed(tx, scope, { doerId: scope.accountId, kind: "attachment.deleted", payload: { was: name }, now });
  });
}
