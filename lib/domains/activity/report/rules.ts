import { DateTime } from "luxon";
import type { DeedKind } from "../deeds/schema";
import type { CountName, GroupBy, ReportCell, ReportCounts, ReportSpan, ReportView } from "./schema";

/** What each deed that is counted counts as. */
export const COUNTED: Partial<Record<DeedKind, CountName>> = {
  "version.uploaded": "uploads",
  "attachment.added": "uploads",
  "comment.created": "comments",
  "comment.replied": "comments",
  "comment.resolved": "decisions",
  "comment.reopened": "decisions",
  "version.chosen": "decisions",
  "version.mastered": "decisions",
  "song.staged": "decisions",
};

export interface Period {
  start: string;
  end: string;
}

/** Days, ISO weeks or months of a span, cut where it begins and ends. */
export function listPeriods({ start, end, groupBy }: Pick<ReportSpan, "start" | "end" | "groupBy">): Period[] {
  const periods: Period[] = [];
  // Days of a calendar have no hour that a time zone could leave out.
  const last = DateTime.fromISO(end, { zone: "utc" });
  for (let from = DateTime.fromISO(start, { zone: "utc" }); from <= last; ) {
    const to = DateTime.min(from.endOf(groupBy satisfies GroupBy).startOf("day"), last);
    periods.push({ start: toDay(from), end: toDay(to) });
    from = to.plus({ days: 1 });
  }
  return periods;
}

/**
 * The moment each period begins, and last the one after which nothing is in it: a day begins when its first hour does there,
 * which need not be midnight.
 */
export function findBounds(periods: readonly Period[], timeZone: string): Date[] {
  const begin = (day: string) => {
    const begun = DateTime.fromISO(day, { zone: timeZone }).startOf("day");
    // Where clocks go back at one in the night there are two midnights: the day begins with the first.
    const before = begun.minus({ hours: 1 });
    return toDay(before) === day ? before : begun;
  };
  const last = periods.at(-1);
  const after = last ? [DateTime.fromISO(last.end, { zone: "utc" }).plus({ days: 1 })] : [];
  return [...periods.map((period) => period.start), ...after.map(toDay)].map((day) => begin(day).toJSDate());
}

function toDay(day: DateTime): string {
  return day.toFormat("yyyy-MM-dd");
}

function noCounts(): ReportCounts {
  return { uploads: 0, plays: 0, comments: 0, decisions: 0 };
}

function sumCounts({ uploads, plays, comments, decisions }: ReportCounts): number {
  return uploads + plays + comments + decisions;
}

/** What the cells come to: in all, by period, person and song. */
export function toReport(
  span: ReportSpan,
  cells: readonly ReportCell[],
  { hasOwnPlaysOnly }: { hasOwnPlaysOnly: boolean },
): ReportView {
  const totals = noCounts();
  const periods = listPeriods(span).map((period) => ({ ...period, counts: noCounts() }));
  const people = new Map<string, ReportView["people"][number]>();
  const songs = new Map<string, ReportView["songs"][number]>();
  for (const cell of cells) {
    const { personId: id, personName: name, isGuest, songId, songName, projectName } = cell;
    const person = take(people, id ?? name, () => ({ id, name, isGuest, counts: noCounts() }));
    const song = take(songs, songId, () => ({ id: songId, name: songName, projectName, counts: noCounts() }));
    const period = periods[cell.period];
    for (const one of [totals, person.counts, song.counts, period?.counts]) if (one) one[cell.count] += cell.times;
  }
  return { span, totals, periods, people: rank(people), songs: rank(songs), hasOwnPlaysOnly };
}

function take<T>(known: Map<string, T>, key: string, make: () => T): T {
  const found = known.get(key) ?? make();
  known.set(key, found);
  return found;
}

function rank<T extends { name: string; counts: ReportCounts }>(found: Map<string, T>): T[] {
  return [...found.values()].sort(
    (a, b) => sumCounts(b.counts) - sumCounts(a.counts) || a.name.localeCompare(b.name, "en"),
  );
}
