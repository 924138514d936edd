import { mkdir, open, rename } from "node:fs/promises";
import path from "node:path";
import { type Clock, systemClock } from "@/lib/core/clock";
import { AppError } from "@/lib/core/errors";
import { copyFileSynced, syncFolder } from "./durable-files";
import { readSystemCode, reportNoLog } from "./failures";
import { JOURNAL_FILE } from "./journal-record";
import { findLine, measureFrom } from "./line-boundary";
import { lockFolder } from "./lock";
import {
  draftManifest,
  MANIFEST_FILE,
  type Manifest,
  publishManifest,
  readManifest,
  type SegmentEntry,
} from "./manifest";

export interface RepairTarget {
  /** Name of the segment's file; the last one when left out. */
  segment?: string;
  /** Byte where the first line begins that is given up. Everything behind it goes, in later segments as well. */
  toOffset: number;
}

export interface RepairResult {
  /** The folder, within the log's, that holds manifest and segments as they were. */
  copiedTo: string;
  segment: string;
  bytesDropped: number;
  /** Line feeds among the dropped bytes. */
  linesDropped: number;
}

/**
 * Gives up everything from one line on, after setting aside what was there. Cut off in the middle, it can be repeated.
 * No number that was given to a dropped line is given again.
 * @throws AppError invalid_input/bad_offset (no sound line begins there), unavailable/log_locked, not_found/log_not_found.
 */
export async function repairLog(
  folder: string,
  target: RepairTarget,
  clock: Clock = systemClock,
): Promise<RepairResult> {
  if (!(await readManifest(folder))) throw reportNoLog(folder);
  const unlock = await lockFolder(folder, () => undefined);
  try {
    const manifest = await readManifest(folder);
    if (!manifest) throw reportNoLog(folder);
    return await cutLog(folder, manifest, target, clock.now());
  } finally {
    await unlock();
  }
}

async function cutLog(folder: string, manifest: Manifest, target: RepairTarget, now: Date): Promise<RepairResult> {
  const number = target.segment
    ? manifest.segments.findIndex(({ file }) => file === target.segment)
    : manifest.segments.length - 1;
  const entry = manifest.segments[number];
  if (!entry) throw refuseTarget("segment", `The manifest names no ${target.segment ?? "segment"}.`);
  const found = await findLine(folder, entry, target.toOffset);
  if (!found.isSound) {
    throw refuseTarget("toOffset", `No sound line begins there. The last place to cut at is byte ${found.offset}.`);
  }
  const later = manifest.segments.slice(number + 1);
  const dropped = await measureFrom(folder, [entry, ...later], target.toOffset);
  // A dropped line may have been unreadable, but each had a number of its own, behind those that stay and, if it came
  // after the manifest (and with it into the last segment), behind those that the manifest knows.
  const keptSeq = found.lastSeq || (await readLastSeq(folder, manifest.segments.slice(0, number)));
  const lastSeq = Math.max(dropped.lastSeq, keptSeq + dropped.lines, manifest.lastSeq + dropped.linesInLast);
  const copiedTo = nameCopy(folder, now);
  await copyAside(folder, copiedTo, [MANIFEST_FILE, entry.file]);
  // Cut off from here on, a second try could not read their numbers from lines that are moved away or cut.
  await replaceManifest(folder, { ...manifest, lastSeq });
  await moveAside(folder, copiedTo, [...later.map(({ file }) => file), JOURNAL_FILE]);
  await cutFile(path.join(folder, entry.file), target.toOffset);
  const segments = [...manifest.segments.slice(0, number), { file: entry.file, startCrc: entry.startCrc }];
  await replaceManifest(folder, { generation: manifest.generation, lastSeq, segments });
  return { copiedTo, segment: entry.file, bytesDropped: dropped.bytes, linesDropped: dropped.lines };
}

/** The highest number that is known of segments, 0 when there is none. */
async function readLastSeq(folder: string, entries: SegmentEntry[]): Promise<number> {
  for (const entry of entries.toReversed()) {
    const { lastSeq } = await measureFrom(folder, [entry], 0);
    if (lastSeq > 0) return lastSeq;
  }
  return 0;
}

async function replaceManifest(folder: string, manifest: Manifest): Promise<void> {
  await draftManifest(folder, manifest);
  await publishManifest(folder);
}

/** The folder for what a repair changes. */
export function nameCopy(folder: string, now: Date): string {
  return path.join(folder, `before-repair-${now.toISOString().replaceAll(":", "-")}`);
}

async function copyAside(folder: string, copy: string, files: string[]): Promise<void> {
  await mkdir(copy, { mode: 0o700 });
  for (const file of files) await copyFileSynced(path.join(folder, file), path.join(copy, file));
  await syncFolder(copy);
}

/** What goes as a whole is moved, and so is the journal: it must not undo the cut. */
async function moveAside(folder: string, copy: string, files: string[]): Promise<void> {
  for (const file of files) {
    await rename(path.join(folder, file), path.join(copy, file)).catch((error: unknown) => {
      // There was none, or a repair that was cut off has moved it.
      if (readSystemCode(error) !== "ENOENT") throw error;
    });
  }
  await syncFolder(copy);
  await syncFolder(folder);
}

async function cutFile(file: string, sizeBytes: number): Promise<void> {
  const handle = await open(file, "r+");
  try {
    await handle.truncate(sizeBytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function refuseTarget(field: string, message: string): AppError {
  return new AppError("invalid_input", "bad_offset", `The log can't be cut there. ${message}`, {
    fields: [{ field, message }],
  });
}
