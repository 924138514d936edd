import { setImmediate as breathe } from "node:timers/promises";
import PDFDocument from "pdfkit";
import { formatClockTime } from "./clock-time";
import { formatTimecode } from "./frame-rate";
import { type Mark, type MarkSheet, placeMark, toLine, toText } from "./mark-sheet";
import { MARGIN, PdfPage } from "./pdf-page";

/** Extremes of each pixel of a waveform, -1 to 1. */
export interface Waveform {
  min: ArrayLike<number>;
  max: ArrayLike<number>;
}

const INK = "1d1b18";
const GREY = "6b665e";
const BED = "#8a857c";
const WAVE_HEIGHT = 90;
const REPLY_INDENT = 18;
/** The process answers others in between. */
const AT_ONCE = 200;

/** To print or hand over: the waveform with its marks, and under it every note with its answers. */
export async function writePdfFile(sheet: MarkSheet, waveform: Waveform | null): Promise<Uint8Array> {
  const title = `${toLine(sheet.song)}, version ${sheet.version.number}`;
  const info = { Title: title, Creator: "Segno", CreationDate: new Date(sheet.exportedAt) };
  const document = new PDFDocument({ size: "A4", margin: MARGIN, info, lang: "en", displayTitle: true });
  const chunks: Buffer[] = [];
  const ended = new Promise<void>((resolve, reject) => {
    document
      .on("data", (chunk: Buffer) => chunks.push(chunk))
      .on("end", resolve)
      .on("error", reject);
  });
  const page = new PdfPage(document);
  writeHead(page, sheet, title);
  drawWaveform(page, sheet, waveform);
  for (const [i, mark] of sheet.marks.entries()) {
    writeMark(page, sheet, mark, i + 1);
    if (i % AT_ONCE === AT_ONCE - 1) await breathe();
  }
  document.end();
  await ended;
  return Buffer.concat(chunks);
}

function writeHead(page: PdfPage, sheet: MarkSheet, title: string): void {
  page.write(title, { size: 18, color: INK });
  const notes = sheet.marks.length === 1 ? "1 comment" : `${sheet.marks.length} comments`;
  const label = sheet.version.label === "" ? [] : [toLine(sheet.version.label)];
  const length = sheet.durationMs === null ? [] : [formatClockTime(sheet.durationMs)];
  const facts = [toLine(sheet.project), ...label, toLine(sheet.version.fileName), ...length, notes];
  page.write(facts.join(" · "), { size: 9, color: GREY });
  page.write(`As of ${sheet.exportedAt.slice(0, 16).replace("T", " ")} UTC`, { size: 9, color: GREY });
  page.y += 10;
}

/** Ranges as bands, moments as lines, each in its author's colour. Without a waveform the marks stand on a line. */
function drawWaveform(page: PdfPage, sheet: MarkSheet, waveform: Waveform | null): void {
  if (sheet.durationMs === null || sheet.durationMs <= 0) return;
  const { document, width, y } = page;
  const toX = (ms: number) => MARGIN + (Math.min(ms, sheet.durationMs ?? ms) / (sheet.durationMs ?? 1)) * width;
  for (const { startMs, endMs, color } of sheet.marks) {
    if (startMs === null || endMs === null) continue;
    document
      .rect(toX(startMs), y, Math.max(0.5, toX(endMs) - toX(startMs)), WAVE_HEIGHT)
      .fillOpacity(0.18)
      .fill(`#${color}`);
  }
  document.fillOpacity(1);
  drawShape(page, waveform);
  for (const { startMs, color } of sheet.marks) {
    if (startMs === null) continue;
    document.rect(toX(startMs) - 0.4, y, 0.8, WAVE_HEIGHT).fill(`#${color}`);
  }
  page.y += WAVE_HEIGHT + 18;
}

function drawShape({ document, width, y }: PdfPage, waveform: Waveform | null): void {
  const middle = y + WAVE_HEIGHT / 2;
  const length = waveform?.max.length ?? 0;
  if (!waveform || length === 0) {
    document.rect(MARGIN, middle - 0.25, width, 0.5).fill(BED);
    return;
  }
  const columns = Math.min(length, Math.floor(width * 2));
  document.moveTo(MARGIN, middle);
  for (let i = 0; i < columns; i++)
    document.lineTo(MARGIN + (i / columns) * width, middle - peakOf(waveform.max, i, columns, Math.max) * 45);
  for (let i = columns - 1; i >= 0; i--)
    document.lineTo(MARGIN + (i / columns) * width, middle - peakOf(waveform.min, i, columns, Math.min) * 45);
  document.fill(BED);
}

function peakOf(
  values: ArrayLike<number>,
  column: number,
  columns: number,
  pick: (a: number, b: number) => number,
): number {
  const [from, to] = [
    Math.floor((column * values.length) / columns),
    Math.floor(((column + 1) * values.length) / columns),
  ];
  let found = values[from] ?? 0;
  for (let i = from; i < to; i++) found = pick(found, values[i] ?? 0);
  return found;
}

function writeMark(page: PdfPage, sheet: MarkSheet, mark: Mark, number: number): void {
  page.keepRoom(40);
  const done = mark.resolvedAt === null ? "" : " · resolved";
  const head = `${number}. ${describePlace(sheet, mark)} · ${toLine(mark.author)}${done}`;
  page.write(head, { size: 9, color: mark.color });
  page.write(clean(mark.body), { size: 10.5, color: INK });
  for (const reply of mark.replies) {
    page.write(toLine(reply.author), { size: 9, color: GREY, indent: REPLY_INDENT });
    page.write(clean(reply.body), { size: 10.5, color: INK, indent: REPLY_INDENT });
  }
  page.y += 8;
}

function clean(words: string): string {
  return toText(words).normalize("NFC").replaceAll("\t", "    ");
}

function describePlace(sheet: MarkSheet, mark: Mark): string {
  if (mark.startMs === null) return "The whole song";
  const { startMs, endMs } = placeMark(sheet, mark);
  const range = endMs === null ? "" : ` – ${formatClockTime(endMs)}`;
  return `${formatClockTime(startMs)}${range} (${formatTimecode(startMs, sheet.frameRate)})`;
}
