import type { SystemScope } from "@/lib/access/system-scope";
import type { Db, Tx } from "@/lib/db/client";
import type { Prisma } from "@/lib/db/generated/client";
import type { Note } from "../composing/schema";
import { takeSeq } from "../turn-store";

/** The right to write one answer: lost as soon as somebody stops it, deletes the brief, or begins another attempt. */
export interface Attempt {
  id: string;
  turnId: string;
  briefId: string;
}

/** Begins an attempt at an answer that waits or was given up by another. Null when it has ended or is gone. */
export async function beginAttempt(
  scope: SystemScope,
  tx: Tx,
  { turnId, attemptId, now }: { turnId: string; attemptId: string; now: Date },
): Promise<{ attempt: Attempt; restartSeq: number | null } | null> {
  const briefs = await tx.$queryRaw<{ id: string }[]>`
    SELECT b.id FROM brief b JOIN brief_turn t ON t.brief_id = b.id WHERE t.id = ${turnId}::uuid FOR UPDATE OF b`;
  const briefId = briefs[0]?.id;
  if (!briefId) return null;
  const begun = await tx.$queryRaw<{ attempt: number }[]>`
    UPDATE brief_turn SET state = 'writing', attempt = attempt + 1, moved_at = ${now}
    WHERE id = ${turnId}::uuid AND state IN ('queued', 'writing') RETURNING attempt`;
  const number = begun[0]?.attempt;
  if (number === undefined) return null;
  const isRestart = number > 1;
  const seq = await takeSeq(scope, tx, { briefId, count: isRestart ? 1 : 0, next: attemptId });
  if (seq === null) return null;
  await tx.briefTurn.update({ where: { id: turnId }, data: { attemptSeq: seq }, select: { id: true } });
  return { attempt: { id: attemptId, turnId, briefId }, restartSeq: isRestart ? seq : null };
}

/** Begins the text of the attempt anew. Null when the attempt has lost the right to write. */
export async function restartText(scope: SystemScope, tx: Tx, attempt: Attempt): Promise<number | null> {
  const { briefId, id, turnId } = attempt;
  const seq = await takeSeq(scope, tx, { briefId, count: 1, heldBy: id, next: id });
  if (seq !== null) await tx.briefTurn.updateMany({ where: { id: turnId }, data: { attemptSeq: seq } });
  return seq;
}

/** Writes and tells a piece of text, in one statement. False when the attempt has lost the right to write. */
export async function appendToken(
  _scope: SystemScope,
  db: Db,
  { id, briefId, turnId }: Attempt,
  { text, channel, now }: { text: string; channel: string; now: Date },
): Promise<boolean> {
  const payload = JSON.stringify({ turnId, text });
  const rows = await db.$queryRaw<{ seq: number }[]>`
    WITH moved AS (
      UPDATE brief SET seq = seq + 1 WHERE id = ${briefId}::uuid AND attempt_id = ${id}::uuid RETURNING id, seq
    ), written AS (
      INSERT INTO brief_event (brief_id, seq, type, payload, created_at)
      SELECT id, seq, 'token', ${payload}::jsonb, ${now} FROM moved RETURNING brief_id, seq
    )
    SELECT written.seq FROM written CROSS JOIN LATERAL pg_notify(${channel}, written.brief_id::text)`;
  return rows.length > 0;
}

/** Whether the attempt still has the right to write. */
export async function holdsRight(_scope: SystemScope, db: Db, { id, briefId }: Attempt): Promise<boolean> {
  return (await db.brief.count({ where: { id: briefId, attemptId: id } })) > 0;
}

/** What is needed to write an answer. */
export function findWork(_scope: SystemScope, db: Db | Tx, turnId: string) {
  const consent = { aiConsentAt: true, aiConsentHost: true, aiConsentSound: true, aiConsentNotes: true } as const;
  const project = { select: { deletedAt: true, ...consent } } as const;
  const version = {
    select: { number: true, deletedAt: true, song: { select: { deletedAt: true, project } } },
  } as const;
  const document = { select: { turnId: true } } as const;
  const turns = {
    orderBy: { number: "asc" },
    select: { id: true, number: true, role: true, text: true, document },
  } as const;
  return db.briefTurn.findUnique({
    where: { id: turnId },
    select: {
      id: true,
      number: true,
      state: true,
      composer: true,
      reason: true,
      message: true,
      retryAfterSec: true,
      brief: { select: { id: true, songId: true, versionId: true, seq: true, version, turns } },
    },
  });
}
export type Work = NonNullable<Awaited<ReturnType<typeof findWork>>>;

/** A version's open notes in the order of the sound; those of the whole come first. */
export async function findOpenNotes(_scope: SystemScope, db: Db | Tx, versionId: string): Promise<Note[]> {
  const rows = await db.comment.findMany({
    where: { versionId, parentId: null, deletedAt: null, resolvedAt: null },
    orderBy: [{ startMs: { sort: "asc", nulls: "first" } }, { id: "asc" }],
    select: { id: true, body: true, startMs: true, endMs: true, author: { select: { id: true, name: true } } },
  });
  return rows.map((row) => ({
    id: row.id,
    text: row.body,
    startSec: row.startMs === null ? null : row.startMs / 1000,
    endSec: row.endMs === null ? null : row.endMs / 1000,
    personId: row.author.id,
    personName: row.author.name,
  }));
}

/** Keeps what a failed attempt met, for the case that no other follows. */
export async function noteFailure(
  _scope: SystemScope,
  db: Db,
  turnId: string,
  failure: { reason: string; message: string; retryAfterSec: number | null; movedAt: Date },
): Promise<void> {
  await db.briefTurn.updateMany({ where: { id: turnId, state: "writing" }, data: failure });
}

/** Answers that nobody has moved since, neither to another state nor by a word. */
export async function findOverdueTurns(_scope: SystemScope, db: Db, before: Date, take: number): Promise<string[]> {
  const rows = await db.briefTurn.findMany({
    where: {
      state: { in: ["queued", "writing"] },
      movedAt: { lt: before },
      brief: { events: { none: { createdAt: { gte: before } } } },
    },
    take,
    select: { id: true },
  });
  return rows.map((row) => row.id);
}

/** Forgets what streams told of briefs in which nothing is written any more. Answers how many. */
export async function removeOldEvents(_scope: SystemScope, db: Db, before: Date): Promise<number> {
  const where: Prisma.BriefEventWhereInput = {
    createdAt: { lt: before },
    brief: { turns: { none: { OR: [{ state: { in: ["queued", "writing"] } }, { endedAt: { gte: before } }] } } },
  };
  return (await db.briefEvent.deleteMany({ where })).count;
}
