import type { SongScope } from "@/lib/access/scope";
import type { SystemScope } from "@/lib/access/system-scope";
import type { Db, Tx } from "@/lib/db/client";
import type { Prisma } from "@/lib/db/generated/client";
import type { BriefContent } from "./composing/schema";
import type { BriefEventPayload, BriefEventType, BriefTurnState } from "./schema";
import type { BriefOwner } from "./store";

/** Who asks for something of a version; that they may was proved. */
export type Asker = BriefOwner & Pick<SongScope, "accountId">;

type NewTurn = Omit<Prisma.BriefTurnUncheckedCreateInput, "briefId" | "createdAt" | "queuedAt" | "movedAt">;

/** False when the person has used this key before. Of many at once one is true. */
export async function insertBrief(
  scope: Asker,
  tx: Tx,
  brief: { id: string; idempotencyKey: string; createdAt: Date },
): Promise<boolean> {
  const { songId, versionId, accountId: createdById } = scope;
  const { count } = await tx.brief.createMany({
    data: { ...brief, songId, versionId, createdById },
    skipDuplicates: true,
  });
  return count > 0;
}

export function findByKey(
  scope: Asker,
  tx: Tx,
  idempotencyKey: string,
): Promise<{ id: string; versionId: string } | null> {
  return tx.brief.findUnique({
    where: { createdById_idempotencyKey: { createdById: scope.accountId, idempotencyKey } },
    select: { id: true, versionId: true },
  });
}

export async function insertTurn(_scope: Asker, tx: Tx, briefId: string, turn: NewTurn, now: Date): Promise<void> {
  await tx.briefTurn.createMany({ data: { ...turn, briefId, createdAt: now, queuedAt: now, movedAt: now } });
}

/** Locks a brief until the transaction ends, so that one at a time changes its turns. Null when it is gone. */
export async function lockBrief(
  owner: BriefOwner,
  tx: Tx,
  briefId: string,
): Promise<{ attemptId: string | null } | null> {
  const rows = await tx.$queryRaw<{ attemptId: string | null }[]>`
    SELECT attempt_id AS "attemptId" FROM brief WHERE id = ${briefId}::uuid AND song_id = ${owner.songId}::uuid
      AND version_id = ${owner.versionId}::uuid FOR UPDATE`;
  return rows[0] ?? null;
}

/** Moves a turn if it is in one of these states; false when somebody was first. */
export async function moveTurn(
  _scope: BriefOwner | SystemScope,
  tx: Tx,
  { turnId, from }: { turnId: string; from: readonly BriefTurnState[] },
  change: Prisma.BriefTurnUncheckedUpdateManyInput,
): Promise<boolean> {
  const { count } = await tx.briefTurn.updateMany({ where: { id: turnId, state: { in: [...from] } }, data: change });
  return count > 0;
}

/**
 * Takes the brief's next `count` numbers and ends or hands over the right to write. Whoever wrote until now writes nothing any
 * more. With `heldBy` only while that attempt has the right: null when it has lost it. Answers the last number.
 */
export async function takeSeq(
  _scope: BriefOwner | SystemScope,
  tx: Tx,
  { briefId, count, heldBy, next }: { briefId: string; count: number; heldBy?: string; next: string | null },
): Promise<number | null> {
  const held = heldBy ?? null;
  const rows = await tx.$queryRaw<{ seq: number }[]>`
    UPDATE brief SET seq = seq + ${count}, attempt_id = ${next}::uuid
    WHERE id = ${briefId}::uuid AND (${held}::uuid IS NULL OR attempt_id = ${held}::uuid) RETURNING seq`;
  return rows[0]?.seq ?? null;
}

export async function insertBriefEvent<T extends BriefEventType>(
  _scope: BriefOwner | SystemScope,
  tx: Tx,
  { briefId, seq, now }: { briefId: string; seq: number; now: Date },
  type: T,
  payload: BriefEventPayload<T>,
): Promise<void> {
  await tx.briefEvent.createMany({
    data: { briefId, seq, type, payload, createdAt: now },
  });
}

export async function insertDocument(
  _scope: SystemScope,
  tx: Tx,
  turnId: string,
  content: BriefContent,
  now: Date,
): Promise<void> {
  await tx.briefDocument.createMany({ data: { turnId, content, createdAt: now } });
}

/** Marks notes as dealt with, each once: by whoever was first. Answers how many were marked now. */
export async function insertNotesDone(scope: Asker, tx: Tx, briefId: string, noteIds: string[], now: Date) {
  const data = noteIds.map((commentId) => ({ briefId, commentId, doneById: scope.accountId, doneAt: now }));
  return (await tx.briefNoteDone.createMany({ data, skipDuplicates: true })).count;
}

export async function removeNotesDone(_scope: Asker, tx: Tx, briefId: string, noteIds: string[]): Promise<number> {
  return (await tx.briefNoteDone.deleteMany({ where: { briefId, commentId: { in: noteIds } } })).count;
}

/** False when it was gone already. */
export async function removeBrief(owner: BriefOwner, tx: Tx, briefId: string): Promise<boolean> {
  const { songId, versionId } = owner;
  return (await tx.brief.deleteMany({ where: { id: briefId, songId, versionId } })).count > 0;
}

/** Tells every process that there is something of these briefs or turns. */
export async function notifyTopics(_scope: BriefOwner | SystemScope, db: Db | Tx, ids: string[], channel: string) {
  await db.$executeRaw`SELECT pg_notify(${channel}, id) FROM unnest(${ids}::text[]) AS id`;
}
