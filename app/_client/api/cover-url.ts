import { projectPath, songPath } from "./queries";

interface CoverOwner {
  projectId: string;
  /** Of a song's own. */
  songId?: string;
}

/** Where a cover's picture is; null for none. `small` is enough up to 80 px. */
export function coverUrl(
  { projectId, songId }: CoverOwner,
  coverId: string | null,
  size: "small" | "large",
): string | null {
  if (coverId === null) return null;
  const path = songId === undefined ? projectPath(projectId) : songPath({ projectId, songId });
  return `/api${path}/covers/${coverId}?size=${size}`;
}
