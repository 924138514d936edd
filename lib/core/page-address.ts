export interface Place {
  projectId: string | null;
  songId: string | null;
  versionId: string | null;
  commentId: string | null;
  startMs: number | null;
  /** What is to stand beside the sound; comments by default. */
  rail?: "brief" | null;
}

/** The page of a project or song, with the version, the moment and the comment when these are told. */
export function buildHref({ projectId, songId, versionId, commentId, startMs, rail = null }: Place): string {
  if (!projectId) return "/notifications";
  if (!songId) return `/projects/${projectId}`;
  const query = new URLSearchParams();
  if (versionId) query.set("version", versionId);
  if (startMs !== null) query.set("at", String(startMs / 1000));
  if (commentId) query.set("comment", commentId);
  if (rail) query.set("rail", rail);
  const search = query.size > 0 ? `?${query.toString()}` : "";
  return `/projects/${projectId}/songs/${songId}${search}`;
}
