import { formatTimecode } from "./frame-rate";
import { type Mark, type MarkSheet, placeMark, toSamples } from "./mark-sheet";

/** Everything there is, for programs. `start` and `end` are null where a note has none. */
export function writeJsonFile(sheet: MarkSheet): string {
  const { project, song, version, durationMs, sampleRateHz, tempo, offsetMs, frameRate, exportedAt } = sheet;
  const comments = sheet.marks.map((mark) => {
    const { id, author, color, body, createdAt, resolvedAt, replies } = mark;
    return { id, ...placesOf(sheet, mark), author, color: `#${color}`, body, createdAt, resolvedAt, replies };
  });
  const durationSec = durationMs === null ? null : durationMs / 1000;
  const head = { format: "segno-comments", formatVersion: 1, exportedAt, project, song, version };
  const timeline = { offsetSec: offsetMs / 1000, frameRate, sampleRateHz, durationSec, tempo };
  return `${JSON.stringify({ ...head, timeline, comments }, null, 2)}\n`;
}

function placesOf(sheet: MarkSheet, mark: Mark) {
  const { startMs, endMs } = placeMark(sheet, mark);
  const describe = (ms: number | null) =>
    ms === null
      ? null
      : {
          sec: (ms - sheet.offsetMs) / 1000,
          timelineSec: ms / 1000,
          sample: toSamples(ms - sheet.offsetMs, sheet.sampleRateHz),
          timecode: formatTimecode(ms, sheet.frameRate),
        };
  return { start: describe(mark.startMs === null ? null : startMs), end: describe(endMs) };
}
