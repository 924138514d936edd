import { writeAuditionCsv } from "./audition-csv";
import { writeCubaseXml } from "./cubase-xml";
import { writeJsonFile } from "./json-file";
import type { MarkSheet } from "./mark-sheet";
import { writeMarkdownFile } from "./markdown-file";
import { writeMidiFile } from "./midi-file";
import { type Waveform, writePdfFile } from "./pdf-file";
import { writeReaperCsv } from "./reaper-csv";
import { writeTableCsv } from "./table-csv";

interface Format {
  contentType: string;
  /** Behind song, version and tool in the file's name. */
  ending: string;
  write: (sheet: MarkSheet, waveform: Waveform | null) => string | Uint8Array | Promise<Uint8Array>;
}

/** Every format that is made of the notes alone. A copy of the sound is `planWavCopy`'s. */
const FORMATS = {
  reaper: { contentType: "text/csv; charset=utf-8", ending: "REAPER.csv", write: writeReaperCsv },
  audition: { contentType: "text/csv; charset=utf-8", ending: "Audition.csv", write: writeAuditionCsv },
  cubase: { contentType: "application/xml", ending: "Cubase.xml", write: writeCubaseXml },
  midi: { contentType: "audio/midi", ending: "markers.mid", write: writeMidiFile },
  csv: { contentType: "text/csv; charset=utf-8", ending: "comments.csv", write: writeTableCsv },
  json: { contentType: "application/json", ending: "comments.json", write: writeJsonFile },
  markdown: { contentType: "text/markdown; charset=utf-8", ending: "comments.md", write: writeMarkdownFile },
  pdf: { contentType: "application/pdf", ending: "comments.pdf", write: writePdfFile },
} as const satisfies Record<string, Format>;

export type NotesFormat = keyof typeof FORMATS;

/** A file of the notes in a format, with what it is and how its name ends. */
export async function writeMarks(
  format: NotesFormat,
  sheet: MarkSheet,
  waveform: Waveform | null,
): Promise<{ bytes: Uint8Array; contentType: string; ending: string }> {
  const { contentType, ending, write }: Format = FORMATS[format];
  const written = await write(sheet, waveform);
  return { bytes: typeof written === "string" ? Buffer.from(written, "utf8") : written, contentType, ending };
}
