import { open, readFile } from "node:fs/promises";
import path from "node:path";
import type { LogReport } from "./event";
import { readSystemCode, reportDamage } from "./failures";
import { decodeJournal, JOURNAL_FILE, type JournalRecord } from "./journal-record";
import { scanLines } from "./line-scan";
import type { Manifest } from "./manifest";
import { SegmentFile } from "./segment";

/**
 * Puts the lines that were synced by way of the journal, and that a power cut took from the last segment, back to
 * their place. @throws AppError unavailable/log_damaged when even lines before them are gone.
 */
export async function replayJournal(
  folder: string,
  manifest: Manifest,
  onReport: (report: LogReport) => void,
): Promise<void> {
  const missing = await findMissingTail(folder, manifest);
  if (!missing) return;
  const handle = await open(path.join(folder, missing.segment), "r+");
  try {
    await handle.write(missing.lines, 0, missing.lines.length, missing.offset);
    await handle.datasync();
  } finally {
    await handle.close();
  }
  const { segment, offset, lines } = missing;
  onReport({ kind: "tail_restored", segment, byteOffset: offset, bytes: lines.length });
}

/** What the journal holds of the last segment, unless the segment holds the same. */
export async function findMissingTail(folder: string, manifest: Manifest): Promise<JournalRecord | undefined> {
  const record = await readJournal(folder);
  const last = manifest.segments.at(-1);
  if (!record || !last || record.segment !== last.file) return undefined;
  const segment = await openIfThere(folder, record.segment);
  if (!segment) return undefined;
  try {
    const { size } = await segment.handle.stat();
    if (size < record.offset) throw await reportShort(segment, record);
    const current = await segment.read(record.offset, record.lines.length);
    return current.equals(record.lines) ? undefined : record;
  } finally {
    await segment.handle.close();
  }
}

async function readJournal(folder: string): Promise<JournalRecord | undefined> {
  try {
    return decodeJournal(await readFile(path.join(folder, JOURNAL_FILE)));
  } catch (error) {
    if (readSystemCode(error) === "ENOENT") return undefined;
    throw error;
  }
}

/** Undefined when the segment is missing: reading it tells that better. */
async function openIfThere(folder: string, name: string): Promise<SegmentFile | undefined> {
  return SegmentFile.open(folder, name, 0, true).catch((error: unknown) => {
    if (readSystemCode(error) === "ENOENT") return undefined;
    throw error;
  });
}

async function reportShort(segment: SegmentFile, { offset }: JournalRecord): Promise<Error> {
  let lines = 0;
  const { endOffset } = await scanLines(segment, {
    onLine: () => {
      lines += 1;
    },
  });
  return reportDamage(segment.name, lines + 1, endOffset, `it ends before byte ${offset}, up to where it was synced`);
}
