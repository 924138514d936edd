import { assignPersonIndexes, type PersonIndex, personIndexOf } from "@/lib/core/person-index";
import type { CommentView } from "@/lib/domains/comments/schema";

/** Gives everybody who said something here a colour of their own. */
export function colorsOf(comments: CommentView[]): (personId: string) => PersonIndex {
  const colors = assignPersonIndexes(comments.map(({ author }) => author.id));
  return (personId) => colors.get(personId) ?? personIndexOf(personId);
}
