import type { CountName, GroupBy } from "@/lib/domains/activity/report/schema";
import { tellDay, tellSpan } from "../../_frame/exports/export-words";

export const COUNT_WORDS: Record<CountName, { label: string; one: string; many: string }> = {
  uploads: { label: "Uploads", one: "upload", many: "uploads" },
  plays: { label: "Plays", one: "play", many: "plays" },
  comments: { label: "Comments", one: "comment", many: "comments" },
  decisions: { label: "Decisions", one: "decision", many: "decisions" },
};
export const COUNT_NAMES = Object.keys(COUNT_WORDS) as CountName[];

export const GROUPED_BY: Record<GroupBy, string> = { day: "by day", week: "by week", month: "by month" };
export const GROUP_HEAD: Record<GroupBy, string> = { day: "Day", week: "Week", month: "Month" };

/** "1 play", "4 plays" */
export function tellCount(name: CountName, count: number): string {
  const { one, many } = COUNT_WORDS[name];
  return `${count} ${count === 1 ? one : many}`;
}

/** "3 Nov 2026", or the first and the last day of it. */
export function tellPeriod(period: { start: string; end: string }): string {
  return period.start === period.end ? tellDay(period.start) : tellSpan(period);
}
