import { formatSeconds } from "./clock-time";
import { BYTE_ORDER_MARK, disarm, writeRows } from "./csv";
import { formatTimecode } from "./frame-rate";
import { type Mark, type MarkSheet, placeMark, toSamples, toText } from "./mark-sheet";

const HEAD = [
  ...["Number", "Reply to", "Start (s)", "End (s)", "Start timecode", "End timecode", "Start sample", "End sample"],
  ...["Author", "Color", "Comment", "Written", "Resolved"],
];

/** A table for spreadsheets: a row a note, and under it a row a reply. */
export function writeTableCsv(sheet: MarkSheet): string {
  const rows = sheet.marks.flatMap((mark, i) => writeThread(sheet, mark, i + 1));
  return BYTE_ORDER_MARK + writeRows([HEAD, ...rows]);
}

function writeThread(sheet: MarkSheet, mark: Mark, number: number): string[][] {
  const replies = mark.replies.map((reply) => [
    ...["", String(number), "", "", "", "", "", ""],
    ...[disarm(toText(reply.author)), "", disarm(toText(reply.body)), reply.createdAt, ""],
  ]);
  const words = [
    disarm(toText(mark.author)),
    mark.color,
    disarm(toText(mark.body)),
    mark.createdAt,
    mark.resolvedAt ?? "",
  ];
  return [[String(number), "", ...describePlace(sheet, mark), ...words], ...replies];
}

/** Empty for a note on the whole song. */
function describePlace(sheet: MarkSheet, mark: Mark): string[] {
  const { startMs, endMs } = placeMark(sheet, mark);
  const each = (write: (ms: number) => string) => [
    mark.startMs === null ? "" : write(startMs),
    endMs === null ? "" : write(endMs),
  ];
  return [
    ...each(formatSeconds),
    ...each((ms) => formatTimecode(ms, sheet.frameRate)),
    ...each((ms) => String(toSamples(ms, sheet.sampleRateHz))),
  ];
}
