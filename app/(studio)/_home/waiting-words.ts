import { formatTime } from "@/app/_ui/format-time";
import type { WaitingItem } from "@/lib/domains/notifications/waiting/schema";

/** What is asked, and the words it is about. */
export function describeWaiting(item: WaitingItem): { title: string; line: string } {
  const { kind, songName, versionNumber, projectName, count } = item;
  if (kind === "failed") {
    return {
      title: `v${versionNumber} of ${songName} could not be measured`,
      line: `${item.message ?? "Something went wrong."} The file itself is kept.`,
    };
  }
  if (kind === "suggested") {
    return {
      title: count === 1 ? `A tag is suggested for ${songName}` : `${count} tags are suggested for ${songName}`,
      line: `v${versionNumber} · ${projectName}`,
    };
  }
  const who = item.doer?.name ?? "Somebody";
  const at = item.startSec === null ? "" : ` at ${formatTime(item.startSec)}`;
  const words = `“${item.excerpt ?? ""}”`;
  return count === 1
    ? { title: `${who} waits for your word${at} in ${songName}`, line: words }
    : { title: `${count} comments wait for your word in ${songName}`, line: `${who}${at}: ${words}` };
}
