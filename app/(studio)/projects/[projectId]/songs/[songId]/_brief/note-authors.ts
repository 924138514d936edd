import type { CommentView } from "@/lib/domains/comments/schema";

/** Who said these notes, each once. */
export function findAuthors(comments: CommentView[], noteIds: string[]): { id: string; name: string }[] {
  const authors = comments.filter((comment) => noteIds.includes(comment.id)).map((comment) => comment.author);
  return [...new Map(authors.map((author) => [author.id, author])).values()];
}
