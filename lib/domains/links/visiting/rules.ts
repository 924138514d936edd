import type { VersionView } from "@/lib/domains/versions/schema";
import type { VisitChange, VisitVersionView } from "./schema";

/** What guests need to hear a version; its file's name, notes and tags stay with the band. */
export function toVisitVersion(version: VersionView): VisitVersionView {
  const { id, number, label, durationSec, isPlayable, tempoBpm, camelot, createdAt, analysis } = version;
  return { id, number, label, durationSec, isPlayable, tempoBpm, camelot, createdAt, hasPeaks: analysis.hasPeaks };
}

/** What of an event of the song concerns a guest; null for what they never see. */
export function toVisitChange(type: string, canComment: boolean): VisitChange | null {
  if (type.startsWith("comment.")) return canComment ? { part: "comments" } : null;
  const isForTheBand = type.startsWith("attachment.") || type.startsWith("brief.") || type === "version.tagged";
  return isForTheBand ? null : { part: "song" };
}
