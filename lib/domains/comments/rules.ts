import { AppError } from "@/lib/core/errors";
import type { CommentView, CreateCommentInput, ReplyView } from "./schema";
import type { CommentRow, ReplyRow } from "./store";

/** Players report the end of a preview, which an encoder makes a little longer than the source. */
const END_TOLERANCE_MS = 1_000;

/**
 * A place in whole milliseconds.
 * @throws AppError invalid_input when it lies past the end of the sound, or a range has no length left after rounding.
 */
export function placeInMs(
  input: Pick<CreateCommentInput, "startSec" | "endSec">,
  durationSec: number | null,
): { startMs: number | null; endMs: number | null } {
  const startMs = toMs("startSec", input.startSec, durationSec);
  const endMs = toMs("endSec", input.endSec, durationSec);
  if (startMs !== null && endMs !== null && endMs <= startMs) {
    throw invalid("endSec", "A range is at least a millisecond long.");
  }
  return { startMs, endMs };
}

function toMs(field: string, seconds: number | null, durationSec: number | null): number | null {
  if (seconds === null) return null;
  const ms = Math.round(seconds * 1000);
  if (durationSec === null) return ms;
  const lastMs = Math.round(durationSec * 1000);
  if (ms > lastMs + END_TOLERANCE_MS) throw badPlace(field, durationSec);
  return Math.min(ms, lastMs);
}

function badPlace(field: string, durationSec: number | null): AppError {
  return invalid(field, `This version ends at ${durationSec} seconds.`);
}

function invalid(field: string, message: string): AppError {
  return new AppError("invalid_input", "bad_place", message, { fields: [{ field, message }] });
}

/** One changes one's own words. */
export function canEditRemark(person: { accountId: string }, authorId: string): boolean {
  return person.accountId === authorId;
}

/** One takes back one's own words; an owner anybody's. A guest has no role. */
export function canDeleteRemark(person: { accountId: string; role?: string }, authorId: string): boolean {
  return person.accountId === authorId || person.role === "owner";
}

export function toCommentView(row: CommentRow): CommentView {
  return {
    ...toReplyView(row),
    songId: row.songId,
    versionId: row.versionId,
    versionNumber: row.version.number,
    startSec: toSec(row.startMs),
    endSec: toSec(row.endMs),
    resolvedAt: row.resolvedAt?.toISOString() ?? null,
    resolvedBy: row.resolvedBy,
    replies: row.replies.map(toReplyView),
  };
}

function toReplyView(row: ReplyRow): ReplyView {
  const { id, body } = row;
  const { isGuest, ...person } = row.author;
  const author = isGuest ? { ...person, isGuest } : person;
  const mentions = row.mentions.map(({ account }) => account);
  return {
    id,
    author,
    body,
    mentions,
    editedAt: row.editedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  };
}

function toSec(ms: number | null): number | null {
  return ms === null ? null : ms / 1000;
}
