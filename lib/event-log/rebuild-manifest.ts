import { mkdir, readdir } from "node:fs/promises";
import path from "node:path";
import { type Clock, systemClock } from "@/lib/core/clock";
import { AppError } from "@/lib/core/errors";
import { copyFileSynced, syncFolder } from "./durable-files";
import { readSystemCode, reportManifestDamage, reportNoLog } from "./failures";
import { readVouchedLineKey } from "./format";
import { scanLines } from "./line-scan";
import { lockFolder } from "./lock";
import {
  draftManifest,
  MANIFEST_FILE,
  nameSegment,
  publishManifest,
  readGeneration,
  readManifest,
  type SegmentEntry,
} from "./manifest";
import { nameCopy } from "./repair";
import { SegmentFile } from "./segment";

/**
 * Writes a manifest that is damaged or missing anew, from the segments that are there; none of them is changed. They
 * are checked line by line at the next opening, as nothing vouches for them as a whole any more. A number whose event a
 * compaction dropped from the very end may be given again: only the lost manifest knew it.
 * @returns the folder that holds the manifest as it was, and how many segments the new one names.
 * @throws AppError invalid_input/manifest_sound, unavailable/log_damaged (which segments count can't be told),
 * unavailable/log_locked, not_found/log_not_found.
 */
export async function rebuildManifest(
  folder: string,
  clock: Clock = systemClock,
): Promise<{ copiedTo: string; segments: number }> {
  if ((await listSegments(folder)).length === 0) throw reportNoLog(folder);
  const unlock = await lockFolder(folder, () => undefined);
  try {
    await requireDamage(folder);
    const files = await listSegments(folder);
    const generation = requireOneGeneration(files);
    const segments = await chainSegments(folder, files);
    const copiedTo = nameCopy(folder, clock.now());
    await mkdir(copiedTo, { mode: 0o700 });
    await keepManifest(folder, copiedTo);
    await draftManifest(folder, { generation, lastSeq: 0, segments });
    await publishManifest(folder);
    return { copiedTo, segments: segments.length };
  } finally {
    await unlock();
  }
}

async function listSegments(folder: string): Promise<string[]> {
  const files = await readdir(folder).catch((error: unknown) => {
    if (readSystemCode(error) === "ENOENT") return [];
    throw error;
  });
  return files.filter((file) => readGeneration(file) !== undefined).sort();
}

async function requireDamage(folder: string): Promise<void> {
  const manifest = await readManifest(folder).catch((error: unknown) => {
    if (error instanceof AppError) return undefined;
    throw error;
  });
  if (manifest) throw new AppError("invalid_input", "manifest_sound", `${MANIFEST_FILE} is sound: it is not rebuilt.`);
}

/** A compaction that was cut off leaves two: then only the lost manifest knew which is the log. */
function requireOneGeneration(files: string[]): number {
  const generation = readGeneration(files[0] ?? "") ?? 0;
  const stranger = files.find((file, n) => file !== nameSegment(generation, n + 1));
  if (stranger === undefined) return generation;
  throw reportManifestDamage(`nor can it be rebuilt, as ${stranger} does not follow on the segments before it`);
}

async function chainSegments(folder: string, files: string[]): Promise<SegmentEntry[]> {
  const entries: SegmentEntry[] = [];
  let startCrc = 0;
  for (const file of files) {
    entries.push({ file, startCrc });
    startCrc = await readLastCrc(folder, file, startCrc);
  }
  return entries;
}

/** What the last line says its checksum is; a line that says none is told as damage when the log is opened. */
async function readLastCrc(folder: string, file: string, startCrc: number): Promise<number> {
  const segment = await SegmentFile.open(folder, file, startCrc, true);
  let crc = startCrc;
  const onLine = (bytes: Buffer, start: number, end: number) => {
    crc = readVouchedLineKey(bytes, start, end)?.crc ?? crc;
  };
  await scanLines(segment, { onLine }).finally(() => segment.handle.close());
  return crc;
}

async function keepManifest(folder: string, copy: string): Promise<void> {
  await copyFileSynced(path.join(folder, MANIFEST_FILE), path.join(copy, MANIFEST_FILE)).catch((error: unknown) => {
    if (readSystemCode(error) !== "ENOENT") throw error;
  });
  await syncFolder(copy);
  await syncFolder(folder);
}
