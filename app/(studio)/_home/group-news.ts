import {
  CATALOGUE,
  countKind,
  NOTIFICATION_KINDS,
  type NotificationKind,
  nameDoers,
} from "@/lib/domains/notifications/catalogue/schema";
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

const isAboutReader = (kind: NotificationKind) => CATALOGUE[kind].audience === "person";

/** "2 new versions from Mara, 6 comments from Inês and Jonas"; names that stay the same are said once. */
function tellSeveral(group: NotificationView[]): string {
  const told = group.filter(({ kind }) => isAboutReader(kind));
  const parts = NOTIFICATION_KINDS.flatMap((kind) => {
    const ofKind = group.filter((notice) => notice.kind === kind);
    if (ofKind.length === 0 || isAboutReader(kind)) return [];
    return [{ count: countKind(kind, ofKind.length), doers: nameDoers(ofKind) }];
  });
  const counted = parts.map(({ count, doers }, index) =>
    doers === parts[index + 1]?.doers ? count : `${count} from ${doers}`,
  );
  return [...told.slice(0, 1).map(describeDeed), ...counted].join(", ");
}
