import { AppError, type ErrorCode } from "@/lib/core/errors";

export const NO_ANSWER = {
  reason: "no_answer",
  message: "The brief was not written, after several tries. Press Try again in a while.",
} as const;
export const GONE = {
  reason: "version_gone",
  message: "The version was deleted before its brief was written.",
} as const;

/** A healthy answer is neither so long in line nor so long silent. */
export const HANGING_AFTER_MS = 30 * 60_000;
/** A reader who was away for longer reads the brief anew. */
export const EVENTS_KEPT_MS = 10 * 60_000;
/** What a model says within so many ms is told together; the first word at once. */
export const GATHER_MS = 100;

interface Trashable {
  deletedAt: Date | null;
}

/** Whether a version lies in the trash, by itself or with what it belongs to. */
export function isGone(version: Trashable & { song: Trashable & { project: Trashable } }): boolean {
  return [version, version.song, version.song.project].some((one) => one.deletedAt !== null);
}

/** As the queue judges: at another time these may work. */
const PASSING: ReadonlySet<ErrorCode> = new Set(["unavailable", "rate_limited", "conflict"]);

/** Whether a failure is for good, so that no further try is worth waiting for. */
export function isFinal(error: unknown): error is AppError {
  return error instanceof AppError && !PASSING.has(error.code);
}
