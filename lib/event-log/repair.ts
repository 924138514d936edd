import { mkdir, open, rename } from "node:fs/promises";
import path from "node:path";
import { type Clock, systemClock } from "@/lib/core/clock";
import { AppError } from "@/lib/core/errors";
import { copyFileSynced, syncFolder } from "./durable-files";
import { readSystemCode, reportNoLog } from "./failures";
import { JOURNAL_FILE } from "./journal-record";
import { findLine, measureDropped } from "./line-boundary";
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
  const dropped = await measureDropped(folder, [entry, ...later], target.toOffset);
  const copiedTo = nameCopy(folder, now);
  await setAside(folder, copiedTo, entry, later);
  await cutFile(path.join(folder, entry.file), target.toOffset);
  const segments = [...manifest.segments.slice(0, number), { file: entry.file, startCrc: entry.startCrc }];
  // A dropped line may have been unreadable, but each had a number of its own.
  const lastSeq = Math.max(manifest.lastSeq, dropped.lastSeq, found.lastSeq + dropped.lines);
  await draftManifest(folder, { generation: manifest.generation, lastSeq, segments });
  await publishManifest(folder);
  return { copiedTo, segment: entry.file, bytesDropped: dropped.bytes, linesDropped: dropped.lines };
}

/** The folder for what a repair changes. */
export function nameCopy(folder: string, now: Date): string {
  return path.join(folder, `before-repair-${now.toISOString().replaceAll(":", "-")}`);
}

/** The file that is cut is copied; those that go as a whole are moved, and so is the journal: it must not undo the cut. */
async function setAside(folder: string, copy: string, cut: SegmentEntry, later: SegmentEntry[]): Promise<void> {
  await mkdir(copy, { mode: 0o700 });
  for (const file of [MANIFEST_FILE, cut.file]) {
    await copyFileSynced(path.join(folder, file), path.join(copy, file));
  }
  for (const file of [...later.map((entry) => entry.file), JOURNAL_FILE]) {
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
