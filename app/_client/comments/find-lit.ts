import type { CommentView } from "@/lib/domains/comments/schema";

const NEAR_SEC = 2.5;

/** The comment under the playhead: a range that holds it, else the nearest point just passed; at rest the opened one. */
export function findLit(comments: CommentView[], atSec: number, openedId: string | null): string | null {
  const opened = comments.find((comment) => comment.id === openedId);
  if (typeof opened?.startSec === "number" && Math.abs(opened.startSec - atSec) < 0.05) return opened.id;
  const under = comments.filter((comment) => {
    if (comment.startSec === null) return false;
    const endSec = comment.endSec ?? comment.startSec + NEAR_SEC;
    return comment.startSec <= atSec + 0.01 && atSec < endSec;
  });
  return under.at(-1)?.id ?? null;
}
