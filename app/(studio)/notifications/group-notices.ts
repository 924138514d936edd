import { nameGroup, tellGroup } from "@/lib/domains/notifications/catalogue/schema";
import type { NotificationView } from "@/lib/domains/notifications/schema";
import { describeDeed, readWords } from "../_frame/notice-words";

/** What was done in one place in a row, as one item: newest first. */
export interface NoticeGroup {
  /** The same while newer ones come. */
  key: string;
  notices: [NotificationView, ...NotificationView[]];
  unseenIds: string[];
}

/** What comes so long after is an item of its own. */
const PAUSE_MS = 4 * 60 * 60 * 1000;

/** Folds notices (newest first) of the same place and kind that follow one another without a long pause. */
export function groupNotices(notices: readonly NotificationView[]): NoticeGroup[] {
  const groups: [NotificationView, ...NotificationView[]][] = [];
  const open = new Map<string, [NotificationView, ...NotificationView[]]>();
  for (const notice of notices) {
    const name = nameGroup(notice);
    const group = open.get(name);
    const oldest = group?.at(-1);
    if (group && oldest && Date.parse(oldest.createdAt) - Date.parse(notice.createdAt) <= PAUSE_MS) {
      group.push(notice);
      continue;
    }
    const begun: [NotificationView, ...NotificationView[]] = [notice];
    open.set(name, begun);
    groups.push(begun);
  }
  return groups.map((group) => ({
    key: group.at(-1)?.id ?? group[0].id,
    notices: group,
    unseenIds: group.filter(({ seenAt }) => seenAt === null).map(({ id }) => id),
  }));
}

/** "Jonas left 7 comments on Harbour"; one alone says its moment: "Jonas commented at 1:15". */
export function tellNotices({ notices: [newest, ...older] }: NoticeGroup): string {
  if (older.length === 0) return describeDeed(newest);
  const all = [newest, ...older].map((notice) => ({ ...notice, at: null }));
  const [first, ...rest] = all;
  return first ? tellGroup([first, ...rest]) : "";
}

/** The newest words, and how many more there are. */
export function quoteNotices({ notices: [newest, ...older] }: NoticeGroup): { words: string; moreCount: number } {
  return { words: readWords(newest), moreCount: older.length };
}
