import type { SongScope } from "@/lib/access/scope";
import type { SystemScope } from "@/lib/access/system-scope";
import type { Db, Tx } from "@/lib/db/client";
import type { Prisma } from "@/lib/db/generated/client";

/** A version whose briefs are meant; that it may be seen was proved. */
export type BriefOwner = Pick<SongScope, "songId"> & { versionId: string };

const PERSON = { select: { id: true, name: true } } as const;

const TURN_SELECT = {
  id: true,
  number: true,
  role: true,
  author: PERSON,
  composer: true,
  model: true,
  state: true,
  text: true,
  queuedSeq: true,
  attemptSeq: true,
  outboxId: true,
  idempotencyKey: true,
  inputTokens: true,
  outputTokens: true,
  reason: true,
  message: true,
  retryAfterSec: true,
  createdAt: true,
  endedAt: true,
} as const satisfies Prisma.BriefTurnSelect;

const BRIEF_SELECT = {
  id: true,
  songId: true,
  versionId: true,
  seq: true,
  createdAt: true,
  createdBy: PERSON,
  version: {
    select: {
      number: true,
      song: {
        select: {
          project: {
            select: { aiConsentAt: true, aiConsentHost: true, aiConsentSound: true, aiConsentNotes: true },
          },
        },
      },
    },
  },
  turns: { orderBy: { number: "asc" }, select: { ...TURN_SELECT, document: { select: { turnId: true } } } },
  notesDone: { select: { commentId: true, doneAt: true, doneBy: PERSON } },
} as const satisfies Prisma.BriefSelect;

export type TurnRow = Prisma.BriefTurnGetPayload<{ select: typeof TURN_SELECT }>;
export type BriefRow = Prisma.BriefGetPayload<{ select: typeof BRIEF_SELECT }>;
export type NoteDoneRow = BriefRow["notesDone"][number];

export function findBrief(owner: BriefOwner, db: Db | Tx, briefId: string): Promise<BriefRow | null> {
  const { songId, versionId } = owner;
  return db.brief.findFirst({ where: { id: briefId, songId, versionId }, select: BRIEF_SELECT });
}

/** The newest first. */
export function findBriefs(owner: BriefOwner, db: Db | Tx, take: number): Promise<BriefRow[]> {
  const { songId, versionId } = owner;
  return db.brief.findMany({ where: { songId, versionId }, orderBy: { id: "desc" }, take, select: BRIEF_SELECT });
}

/** The to-do lists that these turns came with, as they are kept. */
export async function findContents(
  _owner: BriefOwner | SystemScope,
  db: Db | Tx,
  turnIds: string[],
): Promise<Map<string, Prisma.JsonValue>> {
  if (turnIds.length === 0) return new Map();
  const rows = await db.briefDocument.findMany({
    where: { turnId: { in: turnIds } },
    select: { turnId: true, content: true },
  });
  return new Map(rows.map((row) => [row.turnId, row.content]));
}

/** What was written so far by the newest attempt, up to the brief's number `seq`. */
export async function readDraft(
  _owner: BriefOwner,
  db: Db | Tx,
  { briefId, attemptSeq, seq }: { briefId: string; attemptSeq: number; seq: number },
): Promise<string> {
  const rows = await db.$queryRaw<{ draft: string | null }[]>`
    SELECT string_agg(payload->>'text', '' ORDER BY seq) AS draft FROM brief_event
    WHERE brief_id = ${briefId}::uuid AND seq > ${attemptSeq} AND seq <= ${seq} AND type = 'token'`;
  return rows[0]?.draft ?? "";
}

/** Who wrote these notes, of those that are still there. */
export async function findNoteAuthors(
  _owner: BriefOwner | SystemScope,
  db: Db | Tx,
  noteIds: string[],
): Promise<Map<string, { id: string; name: string }>> {
  if (noteIds.length === 0) return new Map();
  const rows = await db.comment.findMany({
    where: { id: { in: noteIds }, deletedAt: null },
    select: { id: true, author: PERSON },
  });
  return new Map(rows.map((row) => [row.id, row.author]));
}
