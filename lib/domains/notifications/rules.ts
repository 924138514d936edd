const MAX_EXCERPT_LENGTH = 280;

/** One short line: white space folded, cut at a whole character with an ellipsis. */
export function cutExcerpt(text: string): string {
  const line = text.replace(/\s+/gu, " ").trim();
  const signs = [...line];
  return signs.length <= MAX_EXCERPT_LENGTH
    ? line
    : `${signs
        .slice(0, MAX_EXCERPT_LENGTH - 1)
        .join("")
        .trimEnd()}…`;
}

export interface NoticeTarget {
  projectId: string | null;
  songId: string | null;
  versionId: string | null;
  commentId: string | null;
  startMs: number | null;
}

/** The page a notice leads to, with the version, the moment and the comment when it has them. */
export function buildHref({ projectId, songId, versionId, commentId, startMs }: NoticeTarget): string {
  if (!projectId) return "/notifications";
  if (!songId) return `/projects/${projectId}`;
  const query = new URLSearchParams();
  if (versionId) query.set("version", versionId);
  if (startMs !== null) query.set("at", String(startMs / 1000));
  if (commentId) query.set("comment", commentId);
  const search = query.size > 0 ? `?${query.toString()}` : "";
  return `/projects/${projectId}/songs/${songId}${search}`;
}
