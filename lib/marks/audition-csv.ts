import { formatClockTime } from "./clock-time";
import { disarm } from "./csv";
import { type MarkSheet, nameMark, nameReplies, placeMark } from "./mark-sheet";

const HEAD = ["Name", "Start", "Duration", "Time Format", "Type", "Description"];

/** What Adobe Audition's marker panel imports: in spite of its ending it knows tabs and no quotes. */
export function writeAuditionCsv(sheet: MarkSheet): string {
  const rows = sheet.marks.map((mark) => {
    const { startMs, endMs } = placeMark(sheet, mark);
    const duration = formatClockTime((endMs ?? startMs) - startMs);
    return [disarm(nameMark(mark)), formatClockTime(startMs), duration, "decimal", "Cue", disarm(nameReplies(mark))];
  });
  return [HEAD, ...rows].map((row) => `${row.join("\t")}\r\n`).join("");
}
