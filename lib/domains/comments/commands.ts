import type { Actor } from "@/lib/access/actor";
import type { Role } from "@/lib/access/policy";
import { scopeSong } from "@/lib/access/scope";
import { AppError, notFound } from "@/lib/core/errors";
import { createId } from "@/lib/core/ids";
import { type Tx, transact } from "@/lib/db/client";
import { recordSongEvent } from "@/lib/domains/activity/commands";
import { recordDeed } from "@/lib/domains/activity/deeds/commands";
import type { DeedKind } from "@/lib/domains/activity/deeds/schema";
import type { KindFor } from "@/lib/domains/notifications/catalogue/schema";
import { notifySongMembers } from "@/lib/domains/notifications/commands";
import { viewVersion } from "@/lib/domains/versions/reads";
import type { Services } from "@/lib/services";
import { canDeleteRemark, canEditRemark, placeInMs, toCommentView } from "./rules";
import type { CommentView, CreateCommentInput, CreateReplyInput } from "./schema";
import {
  changeRemark,
  findComment,
  findRemark,
  findSongPeople,
  findThreadAuthors,
  insertComment,
  insertMentions,
  type Speaker,
  setResolved,
} from "./store";

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
  return await writeComment(services, await scopeSong(services.db, actor, target, "song:comment"), input);
}

/** As `createComment`, for one whose right was proved. */
export async function writeComment(
  services: Services,
  scope: Speaker,
  input: CreateCommentInput,
): Promise<CommentView> {
  const { versionId, body } = input;
  const now = services.clock.now();
  return await transact(services.db, async (tx) => {
    const version = await viewVersion(tx, scope, versionId);
    const id = createId();
    await insertComment(scope, tx, { id, versionId, body, ...placeInMs(input, version.durationSec), createdAt: now });
    const mentioned = await keepMentions(tx, scope, id, input.mentions ?? []);
    const comment = await viewComment(tx, scope, id);
    await recordSongEvent(tx, scope, "comment.created", { comment }, now);
    await record(tx, scope, "comment.created", id, now);
    const news = { sourceKey: `comment:${id}`, comment, remarkId: id, excerpt: body, now };
    await notify(tx, scope, { ...news, kind: "comment.mentioned", only: mentioned });
    await notify(tx, scope, { ...news, kind: "comment.created" });
    return comment;
  });
}

/** Answers a comment; its thread hears of it. @throws AppError not_found, forbidden. */
export async function createReply(
  services: Services,
  actor: Actor | null,
  target: CommentTarget,
  input: CreateReplyInput,
): Promise<CommentView> {
  return await writeReply(services, await scopeSong(services.db, actor, target, "song:comment"), target, input);
}

/** As `createReply`, for one whose right was proved. */
export async function writeReply(
  services: Services,
  scope: Speaker,
  { commentId }: { commentId: string },
  input: CreateReplyInput,
): Promise<CommentView> {
  const now = services.clock.now();
  return await transact(services.db, async (tx) => {
    const parent = await viewComment(tx, scope, commentId);
    const id = createId();
    const { body } = input;
    await insertComment(scope, tx, { id, versionId: parent.versionId, parentId: parent.id, body, createdAt: now });
    const mentioned = await keepMentions(tx, scope, id, input.mentions ?? []);
    const comment = await tellUpdate(tx, scope, parent.id, now);
    const only = await findThreadAuthors(scope, tx, parent.id);
    await record(tx, scope, "comment.replied", id, now);
    const news = { sourceKey: `comment:${id}`, comment, remarkId: id, excerpt: body, now };
    await notify(tx, scope, { ...news, kind: "comment.mentioned", only: mentioned });
    await notify(tx, scope, { ...news, kind: "comment.replied", only });
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
  return await changeWords(services, await scopeSong(services.db, actor, target, "song:comment"), target, input);
}

/** As `updateComment`, for one whose right was proved. */
export async function changeWords(
  services: Services,
  scope: Speaker,
  { commentId }: { commentId: string },
  input: { body: string },
): Promise<CommentView> {
  const now = services.clock.now();
  return await transact(services.db, async (tx) => {
    const remark = await requireRemark(tx, scope, commentId);
    if (!canEditRemark(scope, remark.authorId)) throw notOwn("change");
    const isChanged = await changeRemark(scope, tx, remark.id, { body: input.body, editedAt: now });
    if (!isChanged) throw notFound("comment");
    return await tellUpdate(tx, scope, remark.parentId ?? remark.id, now);
  });
}

/** Takes back a comment with its thread, or one reply. @throws AppError not_found, forbidden `not_own_comment`. */
export async function deleteComment(services: Services, actor: Actor | null, target: CommentTarget): Promise<void> {
  await takeBackRemark(services, await scopeSong(services.db, actor, target, "song:comment"), target);
}

/** As `deleteComment`, for one whose right was proved. */
export async function takeBackRemark(
  services: Services,
  scope: Speaker & { role?: Role },
  { commentId }: { commentId: string },
): Promise<void> {
  const now = services.clock.now();
  await transact(services.db, async (tx) => {
    const remark = await requireRemark(tx, scope, commentId);
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
    const news = { sourceKey, comment, remarkId: comment.id, excerpt: comment.body, now };
    await notify(tx, scope, { ...news, kind: "comment.resolved", only });
    return comment;
  });
}

async function viewComment(tx: Tx, scope: Speaker, commentId: string): Promise<CommentView> {
  const row = await findComment(scope, tx, commentId);
  if (!row) throw notFound("comment");
  return toCommentView(row);
}

async function requireRemark(tx: Tx, scope: Speaker, id: string) {
  const remark = await findRemark(scope, tx, id);
  if (!remark || remark.parent?.deletedAt) throw notFound("comment");
  return remark;
}

async function tellUpdate(tx: Tx, scope: Speaker, commentId: string, now: Date): Promise<CommentView> {
  const comment = await viewComment(tx, scope, commentId);
  await recordSongEvent(tx, scope, "comment.updated", { comment }, now);
  return comment;
}

async function record(tx: Tx, scope: Speaker, kind: DeedKind, commentId: string, now: Date): Promise<void> {
  await recordDeed(tx, scope, { doerId: scope.accountId, kind, payload: { commentId }, now });
}

/** Keeps who is spoken to. @throws AppError invalid_input `unknown_person` for one who may not open the song. */
async function keepMentions(tx: Tx, scope: Speaker, commentId: string, mentions: string[]): Promise<string[]> {
  const named = [...new Set(mentions)];
  if (named.length === 0) return [];
  const known = await findSongPeople(scope, tx, named);
  if (known.length < named.length) {
    const message = "Mention people who can open this song. Share it with them first.";
    throw new AppError("invalid_input", "unknown_person", message, { fields: [{ field: "mentions", message }] });
  }
  await insertMentions(scope, tx, commentId, named);
  return named;
}

type Notice = {
  sourceKey: string;
  comment: CommentView;
  /** What was written: the comment, or a reply to it. */
  remarkId: string;
  excerpt: string;
  now: Date;
} & (
  | { kind: Extract<KindFor<"song">, "comment.created">; only?: undefined }
  | { kind: KindFor<"thread" | "named">; only: readonly string[] }
);

/** One notice a reader and remark: who is spoken to is told so, and not once more that something was written. */
async function notify(tx: Tx, scope: Speaker, { comment, remarkId, excerpt, ...notice }: Notice): Promise<void> {
  if (notice.only?.length === 0) return;
  const { songId, projectId, accountId: doerId } = scope;
  const payload = { excerpt, versionId: comment.versionId, commentId: remarkId };
  await notifySongMembers(tx, { songId, projectId, doerId, payload, ...notice });
}

function notOwn(deed: "change" | "delete"): AppError {
  return new AppError("forbidden", "not_own_comment", `You can ${deed} what you wrote yourself.`);
}
