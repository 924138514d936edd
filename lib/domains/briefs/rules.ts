import { AppError, notFound } from "@/lib/core/errors";
import type { BriefContent, BriefItem } from "./composing/schema";
import type { BriefDocumentView, BriefItemView, BriefTurnState, BriefTurnView } from "./schema";
import type { BriefRow, NoteDoneRow, TurnRow } from "./store";

/** States in which somebody works on a turn, or will. */
export const OPEN: readonly BriefTurnState[] = ["queued", "writing"];
/** States from which a turn may be tried again. */
export const UNFINISHED: readonly BriefTurnState[] = ["failed", "cancelled"];

/** So many turns have a brief's length that can still be read. */
const MOST_TURNS = 40;

/** What the first turn of a brief asks for. */
export const FIRST_REQUEST = "Turn the open notes into a to-do list.";

export function isOpen(state: BriefTurnState): boolean {
  return OPEN.includes(state);
}

export function toTurnView(row: TurnRow, draft = ""): BriefTurnView {
  const { inputTokens, outputTokens } = row;
  return {
    id: row.id,
    number: row.number,
    role: row.role,
    author: row.author,
    composer: row.composer,
    model: row.model,
    state: row.state,
    text: row.text,
    draft,
    usage: inputTokens === null || outputTokens === null ? null : { inputTokens, outputTokens },
    failure: row.state === "failed" ? toFailure(row) : null,
    createdAt: row.createdAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
  };
}

function toFailure({ reason, message, retryAfterSec }: TurnRow): NonNullable<BriefTurnView["failure"]> {
  const known = { reason: reason ?? "no_answer", message: message ?? "It failed. Press Try again.", canRetry: true };
  return retryAfterSec === null ? known : { ...known, retryAfterSec };
}

type Authors = Map<string, { id: string; name: string }>;

/** The to-do list as it is shown: notes that were deleted since are left out, and what has none left with them. */
export function toDocumentView(
  turn: Pick<TurnRow, "id" | "number">,
  content: BriefContent,
  authors: Authors,
  notesDone: NoteDoneRow[],
): BriefDocumentView {
  const done = new Map(notesDone.map((row) => [row.commentId, row]));
  const groups = content.groups.map((group) => ({
    ...group,
    items: group.items.flatMap((item) => toItemView(item, authors, done)),
  }));
  return {
    turnId: turn.id,
    number: turn.number,
    title: content.title,
    groups: groups.filter((group) => group.items.length > 0),
  };
}

function toItemView({ words, ...item }: BriefItem, authors: Authors, done: Map<string, NoteDoneRow>): BriefItemView[] {
  const noteIds = keepLiving(item.noteIds, authors);
  if (noteIds.length === 0) return [];
  const people = new Map(noteIds.flatMap((id) => authors.get(id) ?? []).map((person) => [person.id, person]));
  const marks = noteIds.flatMap((id) => done.get(id) ?? []);
  const isDone = marks.length === noteIds.length;
  const last = marks.reduce<NoteDoneRow | null>(
    (latest, mark) => (latest && latest.doneAt >= mark.doneAt ? latest : mark),
    null,
  );
  const conflict = keepSides(item.conflict, authors);
  // Words that were taken back are not shown any more; those of another note stand for the thing.
  const own = words?.[item.noteIds.findIndex((id) => id === noteIds[0])];
  return [
    {
      ...item,
      what: conflict ? item.what : (own ?? item.what),
      noteIds,
      people: [...people.values()],
      conflict,
      isDone,
      doneBy: isDone ? (last?.doneBy ?? null) : null,
      doneAt: isDone ? (last?.doneAt.toISOString() ?? null) : null,
    },
  ];
}

function keepLiving(noteIds: string[], authors: Authors): string[] {
  return noteIds.filter((id) => authors.has(id));
}

/** One side alone contradicts nobody. */
function keepSides(conflict: BriefItem["conflict"], authors: Authors): BriefItem["conflict"] {
  const sides = conflict?.sides
    .map((side) => ({ ...side, noteIds: keepLiving(side.noteIds, authors) }))
    .filter((side) => side.noteIds.length > 0);
  return conflict && sides && sides.length > 1 ? { ...conflict, sides } : null;
}

/** All notes that a to-do list is made of. */
export function listNoteIds(content: BriefContent): string[] {
  return content.groups.flatMap((group) => group.items.flatMap((item) => item.noteIds));
}

/** @throws AppError not_found. */
export function requireTurn(brief: BriefRow, turnId: string): BriefRow["turns"][number] {
  const turn = brief.turns.find((one) => one.id === turnId && one.role === "assistant");
  if (!turn) throw notFound("turn");
  return turn;
}

/** The turn that is followed: the newest answer. */
export function findNewestAnswer<T extends { role: string }>(turns: readonly T[]): T | null {
  return turns.findLast((turn) => turn.role === "assistant") ?? null;
}

/** @throws AppError conflict `brief_busy`, `brief_full`. */
export function requireRoom(brief: BriefRow): void {
  if (brief.turns.some((turn) => isOpen(turn.state))) {
    throw new AppError("conflict", "brief_busy", "An answer is being written. Wait for it, or stop it first.");
  }
  if (brief.turns.length >= MOST_TURNS) {
    throw new AppError("conflict", "brief_full", "This brief is as long as it gets. Make a new one.");
  }
}

/** @throws AppError conflict `not_retryable`, for what was answered, or was asked over since. */
export function requireRetryable(brief: BriefRow, turn: TurnRow): void {
  if (UNFINISHED.includes(turn.state) && findNewestAnswer(brief.turns)?.id === turn.id) return;
  throw new AppError(
    "conflict",
    "not_retryable",
    "Only the newest answer can be tried again, and only when it failed.",
  );
}

/** One takes back what one made oneself; an owner anybody's. @throws AppError forbidden `not_own_brief`. */
export function requireOwn(brief: BriefRow, person: { accountId: string; role: string }): void {
  if (brief.createdBy.id === person.accountId || person.role === "owner") return;
  throw new AppError("forbidden", "not_own_brief", "You can delete a brief that you made yourself.");
}
