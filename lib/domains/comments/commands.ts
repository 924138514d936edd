import type { Actor } from "@/lib/access/actor";
import { type SongScope, scopeSong } from "@/lib/access/scope";
import { AppError, notFound } from "@/lib/core/errors";
import { createId } from "@/lib/core/ids";
import { type Tx, transact } from "@/lib/db/client";
import { recordSongEvent } from "@/lib/domains/activity/commands";
import { recordDeed } from "@/lib/domains/activity/deeds/commands";
import type { DeedKind } from "@/lib/domains/activity/deeds/schema";
import { notifySongMembers } from "@/lib/domains/notifications/commands";
import type { NotificationKind } from "@/lib/domains/notifications/schema";
import { viewVersion } from "@/lib/domains/versions/reads";
import type { Services } from "@/lib/services";
import { canDeleteRemark, canEditRemark, placeInMs, toCommentView } from "./rules";
import type { CommentView, CreateCommentInput } from "./schema";
import { changeRemark, findComment, findRemark, findThreadAuthors, insertComment, setResolved } from "./store";

interface SongTarget {
  projectId: string;
  songId: string;
}
export interface CommentTarget extends SongTarget {
  commentId: string;
}

/** Says something at a point, over a range, or of the whole version. @throws AppError not_found, forbidden, invalid_input. */
export async function createComment(
  services: Services,
  actor: Actor | null,
  target: SongTarget,
  input: CreateCommentInput,
): Promise<CommentView> {
  const scope = await scopeSong(services.db, actor, target, "song:comment");
  const { versionId, body } = input;
  const now = services.clock.now();
  return await transact(services.db, async (tx) => {
    const version = await viewVersion(tx, scope, versionId);
    const id = createId();
    await insertComment(scope, tx, { id, versionId, body, ...placeInMs(input, version.durationSec), createdAt: now });
    const comment = await viewComment(tx, scope, id);
    await recordSongEvent(tx, scope, "comment.created", { comment }, now);
    await record(tx, scope, "comment.created", id, now);
    await notify(tx, scope, { kind: "comment.created", sourceKey: `comment:${id}`, comment, excerpt: body, now });
    return comment;
  });
}

/** Answers a comment; its thread hears of it. @throws AppError not_found, forbidden. */
export async function createReply(
  services: Services,
  actor: Actor | null,
  target: CommentTarget,
  input: { body: string },
): Promise<CommentView> {
  const scope = await scopeSong(services.db, actor, target, "song:comment");
  const now = services.clock.now();
  return await transact(services.db, async (tx) => {
    const parent = await viewComment(tx, scope, target.commentId);
    const id = createId();
    const { body } = input;
    await insertComment(scope, tx, { id, versionId: parent.versionId, parentId: parent.id, body, createdAt: now });
    const comment = await tellUpdate(tx, scope, parent.id, now);
    const only = await findThreadAuthors(scope, tx, parent.id);
    await record(tx, scope, "comment.replied", id, now);
    await notify(tx, scope, { kind: "comment.replied", sourceKey: `comment:${id}`, comment, excerpt: body, now, only });
    return comment;
  });
}

/** Changes one's own comment or reply; answers the whole thread. @throws AppError not_found, forbidden `not_own_comment`. */
export async function updateComment(
  services: Services,
  actor: Actor | null,
  target: CommentTarget,
  input: { body: string },
): Promise<CommentView> {
  const scope = await scopeSong(services.db, actor, target, "song:comment");
  const now = services.clock.now();
  return await transact(services.db, async (tx) => {
    const remark = await requireRemark(tx, scope, target.commentId);
    if (!canEditRemark(scope, remark.authorId)) throw notOwn("change");
    const isChanged = await changeRemark(scope, tx, remark.id, { body: input.body, editedAt: now });
    if (!isChanged) throw notFound("comment");
    return await tellUpdate(tx, scope, remark.parentId ?? remark.id, now);
  });
}

/** Takes back a comment with its thread, or one reply. @throws AppError not_found, forbidden `not_own_comment`. */
export async function deleteComment(services: Services, actor: Actor | null, target: CommentTarget): Promise<void> {
  const scope = await scopeSong(services.db, actor, target, "song:comment");
  const now = services.clock.now();
  await transact(services.db, async (tx) => {
    const remark = await requireRemark(tx, scope, target.commentId);
    if (!canDeleteRemark(scope, remark.authorId)) throw notOwn("delete");
    if (!(await changeRemark(scope, tx, remark.id, { deletedAt: now }))) throw notFound("comment");
    if (remark.parentId) await tellUpdate(tx, scope, remark.parentId, now);
    else await recordSongEvent(tx, scope, "comment.deleted", { commentId: remark.id }, now);
  });
}

/** Ticks a comment off, or opens it again. Asking for what is so already changes nothing. @throws AppError not_found, forbidden. */
export async function resolveComment(
  services: Services,
  actor: Actor | null,
  target: CommentTarget,
  input: { isResolved: boolean },
): Promise<CommentView> {
  const scope = await scopeSong(services.db, actor, target, "song:comment");
  const now = services.clock.now();
  return await transact(services.db, async (tx) => {
    const resolved = input.isResolved ? { at: now, byId: scope.accountId } : null;
    const isChanged = await setResolved(scope, tx, target.commentId, resolved);
    if (!isChanged) return await viewComment(tx, scope, target.commentId);
    const comment = await tellUpdate(tx, scope, target.commentId, now);
    await record(tx, scope, resolved ? "comment.resolved" : "comment.reopened", comment.id, now);
    if (!resolved) return comment;
    const only = await findThreadAuthors(scope, tx, comment.id);
    const sourceKey = `comment:${comment.id}:resolved:${now.getTime()}`;
    await notify(tx, scope, { kind: "comment.resolved", sourceKey, comment, excerpt: comment.body, now, only });
    return comment;
  });
}

async function viewComment(tx: Tx, scope: SongScope, commentId: string): Promise<CommentView> {
  const row = await findComment(scope, tx, commentId);
  if (!row) throw notFound("comment");
  return toCommentView(row);
}

async function requireRemark(tx: Tx, scope: SongScope, id: string) {
  const remark = await findRemark(scope, tx, id);
  if (!remark || remark.parent?.deletedAt) throw notFound("comment");
  return remark;
}

async function tellUpdate(tx: Tx, scope: SongScope, commentId: string, now: Date): Promise<CommentView> {
  const comment = await viewComment(tx, scope, commentId);
  await recordSongEvent(tx, scope, "comment.updated", { comment }, now);
  return comment;
}

async function record(tx: Tx, scope: SongScope, kind: DeedKind, commentId: string, now: Date): Promise<void> {
  await recordDeed(tx, scope, { doerId: scope.accountId, kind, payload: { commentId }, now });
}

interface Notice {
  kind: NotificationKind;
  sourceKey: string;
  comment: CommentView;
  excerpt: string;
  now: Date;
  only?: string[];
}

async function notify(tx: Tx, scope: SongScope, { comment, excerpt, ...notice }: Notice): Promise<void> {
  const { songId, projectId, accountId: doerId } = scope;
  const payload = { excerpt, versionId: comment.versionId, commentId: comment.id };
  await notifySongMembers(tx, { songId, projectId, doerId, payload, ...notice });
}

function notOwn(deed: "change" | "delete"): AppError {
  return new AppError("forbidden", "not_own_comment", `You can ${deed} what you wrote yourself.`);
}
