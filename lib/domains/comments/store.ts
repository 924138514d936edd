import type { SongScope } from "@/lib/access/scope";
import type { Db, Tx } from "@/lib/db/client";
import type { Prisma } from "@/lib/db/generated/client";

const PERSON = { select: { id: true, name: true } } as const;
const AUTHOR = { select: { id: true, name: true, isGuest: true } } as const;

const REPLY_SELECT = {
  id: true,
  body: true,
  editedAt: true,
  createdAt: true,
  author: AUTHOR,
  mentions: { orderBy: { accountId: "asc" }, select: { account: PERSON } },
} as const satisfies Prisma.CommentSelect;

const COMMENT_SELECT = {
  ...REPLY_SELECT,
  songId: true,
  versionId: true,
  startMs: true,
  endMs: true,
  resolvedAt: true,
  resolvedBy: PERSON,
  version: { select: { number: true } },
  replies: { where: { deletedAt: null }, orderBy: { id: "asc" }, select: REPLY_SELECT },
} as const satisfies Prisma.CommentSelect;

export type ReplyRow = Prisma.CommentGetPayload<{ select: typeof REPLY_SELECT }>;
export type CommentRow = Prisma.CommentGetPayload<{ select: typeof COMMENT_SELECT }>;

/** A place in the list: comments without a moment come first, then by moment, then as they were written. */
export interface CommentPlace {
  id: string;
  startMs: number | null;
}

/** A song whose comments are read; with `onlyVersionId` those of other versions are as if they were not there. */
export type CommentOwner = Pick<SongScope, "songId"> & { onlyVersionId?: string | undefined };

/** Who says something in a song. That they may was proved. */
export type Speaker = CommentOwner & Pick<SongScope, "projectId" | "accountId">;

const living = ({ songId, onlyVersionId }: CommentOwner) =>
  ({
    ...{ songId, deletedAt: null, parentId: null },
    version: { deletedAt: null, ...(onlyVersionId === undefined ? {} : { id: onlyVersionId }) },
  }) as const;

export function findComments(
  scope: CommentOwner,
  db: Db,
  page: { after: CommentPlace | null; take: number; versionId: string | undefined },
): Promise<CommentRow[]> {
  return db.comment.findMany({
    where: {
      ...living(scope),
      ...(page.versionId ? { versionId: page.versionId } : {}),
      ...(page.after ? isAfter(page.after) : {}),
    },
    orderBy: [{ startMs: { sort: "asc", nulls: "first" } }, { id: "asc" }],
    take: page.take,
    select: COMMENT_SELECT,
  });
}

function isAfter({ id, startMs }: CommentPlace): Prisma.CommentWhereInput {
  if (startMs === null) return { OR: [{ startMs: null, id: { gt: id } }, { startMs: { not: null } }] };
  return { OR: [{ startMs: { gt: startMs } }, { startMs, id: { gt: id } }] };
}

/** Also of one that was deleted since the page before. */
export function findPlace(scope: CommentOwner, db: Db, id: string): Promise<CommentPlace | null> {
  return db.comment.findFirst({ where: { id, songId: scope.songId }, select: { id: true, startMs: true } });
}

export function findComment(scope: CommentOwner, db: Db | Tx, id: string): Promise<CommentRow | null> {
  return db.comment.findFirst({ where: { ...living(scope), id }, select: COMMENT_SELECT });
}

/** A comment or a reply, in short. */
export function findRemark(scope: Speaker, db: Db | Tx, id: string) {
  return db.comment.findFirst({
    where: { id, songId: scope.songId, deletedAt: null, version: { deletedAt: null } },
    select: { id: true, parentId: true, authorId: true, versionId: true, parent: { select: { deletedAt: true } } },
  });
}

export async function findRemarkAuthor({ songId }: CommentOwner, db: Db, id: string): Promise<string | null> {
  const remark = await db.comment.findFirst({ where: { id, songId, deletedAt: null }, select: { authorId: true } });
  return remark?.authorId ?? null;
}

export async function insertComment(
  scope: Speaker,
  tx: Tx,
  comment: Omit<Prisma.CommentUncheckedCreateInput, "songId" | "authorId">,
): Promise<void> {
  await tx.comment.createMany({ data: { ...comment, songId: scope.songId, authorId: scope.accountId } });
}

/** Keeps who is spoken to, each once. */
export async function insertMentions(
  _scope: Speaker,
  tx: Tx,
  commentId: string,
  accountIds: readonly string[],
): Promise<void> {
  const data = accountIds.map((accountId) => ({ commentId, accountId }));
  await tx.mention.createMany({ data, skipDuplicates: true });
}

/** Of these people, those who may open the song. */
export async function findSongPeople(scope: Speaker, tx: Tx, accountIds: readonly string[]): Promise<string[]> {
  const rows = await tx.membership.findMany({
    where: {
      accountId: { in: [...accountIds] },
      OR: [{ projectId: scope.projectId }, { songId: scope.songId }],
    },
    select: { accountId: true },
    distinct: ["accountId"],
  });
  return rows.map((row) => row.accountId);
}

/** False when it was deleted meanwhile. */
export async function changeRemark(
  scope: Speaker,
  tx: Tx,
  id: string,
  change: { body?: string; editedAt?: Date; deletedAt?: Date },
): Promise<boolean> {
  const { count } = await tx.comment.updateMany({ where: { id, songId: scope.songId, deletedAt: null }, data: change });
  return count > 0;
}

/** False when it is so already, or was deleted. */
export async function setResolved(
  scope: SongScope,
  tx: Tx,
  id: string,
  resolved: { at: Date; byId: string } | null,
): Promise<boolean> {
  const { count } = await tx.comment.updateMany({
    where: { ...living(scope), id, resolvedAt: resolved ? null : { not: null } },
    data: { resolvedAt: resolved?.at ?? null, resolvedById: resolved?.byId ?? null },
  });
  return count > 0;
}

/** Everybody who has written in a thread. */
export async function findThreadAuthors(scope: Speaker, tx: Tx, commentId: string): Promise<string[]> {
  const rows = await tx.comment.findMany({
    where: { songId: scope.songId, deletedAt: null, OR: [{ id: commentId }, { parentId: commentId }] },
    select: { authorId: true },
    distinct: ["authorId"],
  });
  return rows.map((row) => row.authorId);
}
