import type { NotificationView } from "@/lib/domains/notifications/schema";
import { describeDeed, nameTarget, readWords } from "../_frame/notice-words";

/** Everything unseen about one song, or about a project as a whole, in one short line. */
export interface NewsGroup {
  key: string;
  /** It is about a song, not about a project as a whole. */
  isSong: boolean;
  name: string;
  line: string;
  /** Leads to the newest of it. */
  href: string;
  newestAt: string;
  ids: string[];
}

const MAX_COUNTED = 500;

/** Groups unseen notices by what they are about; the newest group first. */
export function groupNews(notices: NotificationView[]): NewsGroup[] {
  const groups = new Map<string, NotificationView[]>();
  for (const notice of notices) {
    if (notice.seenAt) continue;
    const key = notice.songId ?? notice.projectId ?? notice.id;
    groups.set(key, [...(groups.get(key) ?? []), notice]);
  }
  return [...groups].flatMap(([key, group]) => {
    const newest = group[0];
    if (!newest) return [];
    return [
      {
        key,
        isSong: newest.songId !== null,
        name: nameTarget(newest),
        line: group.length === 1 ? tellOne(newest) : tellSeveral(group),
        href: newest.href,
        newestAt: newest.createdAt,
        ids: group.map((notice) => notice.id),
      },
    ];
  });
}

/** "15 things in 4 songs"; a count that stopped says so. */
export function countNews(groups: NewsGroup[], unseenCount: number): string {
  const things = unseenCount === 1 ? "1 thing" : `${unseenCount < MAX_COUNTED ? unseenCount : "500+"} things`;
  // More than are listed lie in further songs.
  const listed = groups.reduce((sum, group) => sum + group.ids.length, 0);
  if (listed < unseenCount) return things;
  const place = groups.every(({ isSong }) => isSong) ? "song" : "place";
  return `${things} in ${groups.length} ${place}${groups.length === 1 ? "" : "s"}`;
}

function tellOne(notice: NotificationView): string {
  const words = readWords(notice);
  return words === "" ? describeDeed(notice) : `${describeDeed(notice)}: “${words}”`;
}

const COUNTED: [NotificationView["kind"], one: string, many: string][] = [
  ["version.uploaded", "new version", "new versions"],
  ["comment.created", "new comment", "new comments"],
  ["comment.replied", "reply", "replies"],
  ["comment.resolved", "resolved comment", "resolved comments"],
  ["song.staged", "new stage", "new stages"],
  ["song.moved", "move", "moves"],
];

/** "2 new versions from Mara, 6 new comments from Inês and Jonas"; names that stay the same are said once. */
function tellSeveral(group: NotificationView[]): string {
  const told = group.filter(({ kind }) => kind === "share.received" || kind.startsWith("project."));
  const parts = COUNTED.flatMap(([kind, one, many]) => {
    const ofKind = group.filter((notice) => notice.kind === kind);
    if (ofKind.length === 0) return [];
    return [{ count: ofKind.length === 1 ? `1 ${one}` : `${ofKind.length} ${many}`, doers: nameDoers(ofKind) }];
  });
  const counted = parts.map(({ count, doers }, index) =>
    doers === parts[index + 1]?.doers ? count : `${count} from ${doers}`,
  );
  return [...told.slice(0, 1).map(describeDeed), ...counted].join(", ");
}

const NAMED_DOERS = 3;

function nameDoers(notices: NotificationView[]): string {
  const names = [...new Map(notices.map(({ doer }) => [doer?.id ?? "", doer?.name ?? "somebody"])).values()];
  const rest = names.length - NAMED_DOERS;
  const shown = rest > 0 ? [...names.slice(0, NAMED_DOERS), `${rest} more`] : names;
  return shown.length === 1 ? (shown[0] ?? "") : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1) ?? ""}`;
}
