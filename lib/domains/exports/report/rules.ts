import { DateTime, IANAZone } from "luxon";
import { AppError } from "@/lib/core/errors";
import type { ReportCell, ReportCounts, ReportSpan, ReportView } from "@/lib/domains/activity/report/schema";
import { BYTE_ORDER_MARK, disarm, writeRows } from "@/lib/marks/csv";

const NOTHING: ReportCounts = { uploads: 0, plays: 0, comments: 0, decisions: 0 };
const HEAD = ["From", "To", "Project", "Song", "Person", "Uploads", "Plays", "Comments", "Decisions"];

/** What a report is of that is of no single project. */
export const EVERYTHING = "Everything of yours";

/**
 * What no schema knows: the zone's name must be one, and a report of days that are all to come would be of nothing. Its end may
 * be to come, as that of a month that goes on is. @throws AppError invalid_input.
 */
export function checkSpan({ start, timeZone }: Pick<ReportSpan, "start" | "timeZone">, now: Date): void {
  if (!IANAZone.isValidZone(timeZone)) {
    throw refuse("timeZone", "bad_time_zone", "Name a time zone as the IANA does: Europe/Berlin.");
  }
  const today = DateTime.fromJSDate(now, { zone: timeZone }).toISODate();
  if (today !== null && start > today) {
    throw refuse("start", "starts_later", "The start is still to come: nothing has happened by then.");
  }
}

function refuse(field: string, reason: string, message: string): AppError {
  return new AppError("invalid_input", reason, message, { fields: [{ field, message }] });
}

/** A row for each period, song and person with something in it; names that would be formulas in a spreadsheet are disarmed. */
export function writeReportTable({ periods }: Pick<ReportView, "periods">, cells: readonly ReportCell[]): string {
  const rows = new Map<string, { cell: ReportCell; counts: ReportCounts }>();
  for (const cell of cells) {
    const key = `${cell.period}:${cell.songId}:${cell.personId ?? cell.personName}`;
    const row = rows.get(key) ?? { cell, counts: { ...NOTHING } };
    row.counts[cell.count] += cell.times;
    rows.set(key, row);
  }
  const sorted = [...rows.values()].sort((a, b) => a.cell.period - b.cell.period || compareNames(a.cell, b.cell));
  const table = writeRows([
    HEAD,
    ...sorted.map(({ cell, counts: { uploads, plays, comments, decisions } }) => [
      ...[periods[cell.period]?.start ?? "", periods[cell.period]?.end ?? ""],
      ...[disarm(cell.projectName), disarm(cell.songName), disarm(tellPerson(cell))],
      ...[uploads, plays, comments, decisions].map(String),
    ]),
  ]);
  return BYTE_ORDER_MARK + table;
}

function tellPerson({ personId, personName, isGuest }: ReportCell): string {
  return isGuest && personId !== null ? `${personName} (guest)` : personName;
}

function compareNames(a: ReportCell, b: ReportCell): number {
  const name = ({ projectName, songName, personName }: ReportCell) => `${projectName}\n${songName}\n${personName}`;
  return name(a).localeCompare(name(b), "en");
}
