import { formatTime } from "@/app/_ui/format-time";
import { CATALOGUE } from "@/lib/domains/notifications/catalogue/schema";
import type { NotificationView } from "@/lib/domains/notifications/schema";

type Notice = Pick<NotificationView, "kind" | "doer" | "songName" | "projectName" | "startSec" | "excerpt">;

const NOBODY = "Somebody";

/** What a notice tells, without the song: "Mara commented at 1:15". */
export function describeDeed(notice: Notice): string {
  const at = notice.startSec === null ? null : formatTime(notice.startSec);
  return `${notice.doer?.name ?? NOBODY} ${CATALOGUE[notice.kind].deed({ ...notice, at })}`;
}

/** What was said, where something was; what was uploaded or set is in the deed already. */
export function readWords(notice: Notice): string {
  return notice.kind.startsWith("comment.") ? notice.excerpt : "";
}

/** The song, or the project for what concerns a whole one. */
export function nameTarget(notice: Notice): string {
  return notice.songName ?? notice.projectName ?? "";
}
