import { formatClockTime } from "./clock-time";
import { disarm, writeRows } from "./csv";
import { type MarkSheet, nameThread, placeMark } from "./mark-sheet";

const HEAD = ["#", "Name", "Start", "End", "Length", "Color"];

/** What REAPER's region and marker manager imports: a marker for a moment, a region for a range, in people's colours. */
export function writeReaperCsv(sheet: MarkSheet): string {
  let [markers, regions] = [0, 0];
  const rows = sheet.marks.map((mark) => {
    const { startMs, endMs } = placeMark(sheet, mark);
    const name = disarm(nameThread(mark));
    const start = formatClockTime(startMs);
    if (endMs === null) return [`M${++markers}`, name, start, "", "", mark.color];
    return [`R${++regions}`, name, start, formatClockTime(endMs), formatClockTime(endMs - startMs), mark.color];
  });
  return writeRows([HEAD, ...rows]);
}
