import { formatTime } from "@/app/_ui/format-time";
import type { NotificationView } from "@/lib/domains/notifications/schema";

type Notice = Pick<NotificationView, "kind" | "doer" | "songName" | "projectName" | "startSec" | "excerpt">;

const NOBODY = "Somebody";

/** What a notice tells, without the song: "Mara commented at 1:15". */
export function describeDeed(notice: Notice): string {
  const who = notice.doer?.name ?? NOBODY;
  const at = notice.startSec === null ? "" : ` at ${formatTime(notice.startSec)}`;
  switch (notice.kind) {
    case "version.uploaded":
      return `${who} uploaded ${notice.excerpt === "" ? "a version" : `“${notice.excerpt}”`}`;
    case "comment.created":
      return `${who} commented${at}`;
    case "comment.replied":
      return `${who} replied${at}`;
    case "comment.resolved":
      return `${who} resolved a comment${at}`;
    case "share.received":
      return `${who} shared ${notice.songName === null ? "a project" : "a song"} with you`;
    case "song.staged":
      return `${who} set the stage to ${notice.excerpt}`;
    case "song.moved":
      return `${who} moved it to ${notice.projectName ?? "another project"}`;
    case "project.offered":
      return `${who} wants to hand the project to you`;
    case "project.taken":
      return `${who} owns the project from now on`;
    case "project.declined":
      return `${who} does not want to own the project`;
  }
}

/** What was said, where something was; what was uploaded or set is in the deed already. */
export function readWords(notice: Notice): string {
  return notice.kind.startsWith("comment.") ? notice.excerpt : "";
}

/** The song, or the project for what concerns a whole one. */
export function nameTarget(notice: Notice): string {
  return notice.songName ?? notice.projectName ?? "";
}
