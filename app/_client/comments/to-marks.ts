import { initialsOf } from "@/app/_ui/person";
import type { PersonIndex } from "@/lib/core/person-index";
import type { CommentView } from "@/lib/domains/comments/schema";
import type { Mark } from "../waveform/mark";

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
