import { formatClockTime } from "./clock-time";
import { formatTimecode } from "./frame-rate";
import { type Mark, type MarkReply, type MarkSheet, placeMark, toLine, toText } from "./mark-sheet";

/** To read, print or paste: one heading a note, its words as a quotation. What people wrote is shown as they typed it. */
export function writeMarkdownFile(sheet: MarkSheet): string {
  const { version } = sheet;
  const label = version.label === "" ? "" : ` (${escape(toLine(version.label))})`;
  const head = [
    `# ${escape(toLine(sheet.song))}, version ${version.number}${label}`,
    `${escape(toLine(sheet.project))} · ${escape(toLine(version.fileName))} · ${count(sheet.marks.length)} · ${sheet.exportedAt}`,
  ];
  return `${[...head, ...sheet.marks.map((mark, i) => writeMark(sheet, mark, i + 1))].join("\n\n")}\n`;
}

function count(notes: number): string {
  return notes === 1 ? "1 comment" : `${notes} comments`;
}

function writeMark(sheet: MarkSheet, mark: Mark, number: number): string {
  const done = mark.resolvedAt === null ? "" : " · resolved";
  const head = `## ${number}. ${describePlace(sheet, mark)} · ${escape(toLine(mark.author))}${done}`;
  return [head, quote(mark.body, "> "), ...mark.replies.map(writeReply)].join("\n\n");
}

function writeReply(reply: MarkReply): string {
  return `- **${escape(toLine(reply.author))}:**\n\n${quote(reply.body, "  > ")}`;
}

function describePlace(sheet: MarkSheet, mark: Mark): string {
  if (mark.startMs === null) return "The whole song";
  const { startMs, endMs } = placeMark(sheet, mark);
  const range = endMs === null ? "" : `–${formatClockTime(endMs)}`;
  return `${formatClockTime(startMs)}${range} (${formatTimecode(startMs, sheet.frameRate)})`;
}

function quote(words: string, prefix: string): string {
  return toText(words)
    .split("\n")
    .map((line) => `${prefix}${escape(line)}`.trimEnd())
    .join("\n");
}

/** Marks of CommonMark and HTML lose their meaning. */
function escape(words: string): string {
  return words.replace(/[\\`*_[\]{}<>()#&|~!]/g, (sign) => `\\${sign}`).replace(/^(\s*)([-+=]|\d+(?=[.)]))/, "$1\\$2");
}
