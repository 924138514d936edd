import type { Mark } from "@/app/_client/waveform/mark";
import { initialsOf, type PersonIndex } from "@/app/_ui/person";
import type { CommentView } from "@/lib/domains/comments/schema";

/** Comments with a place, as the timeline shows them. */
export function toMarks(comments: CommentView[], colorOf: (personId: string) => PersonIndex): Mark[] {
  return comments.flatMap((comment) =>
    comment.startSec === null
      ? []
      : [
          {
            id: comment.id,
            startSec: comment.startSec,
            endSec: comment.endSec,
            personIndex: colorOf(comment.author.id),
            initials: initialsOf(comment.author.name),
            isResolved: comment.resolvedAt !== null,
            label: `${comment.author.name}: ${comment.body}`,
          },
        ],
  );
}
