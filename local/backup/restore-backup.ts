import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { AppError } from "@/lib/core/errors";
import { syncFolder } from "@/lib/event-log/durable-files";
import { isErrorCode, locateRestoreMark } from "../supervisor/data-folder";
import { lockDataFolder } from "../supervisor/data-lock";
import { forEachAtOnce } from "./at-once";
import { copyFileDurably, digestFile, type FileDigest } from "./copy-file";
import { type Manifest, readManifest, refuseDamage } from "./manifest";

export interface RestoreJob {
  /** Absolute: the backup. */
  source: string;
  /** Absolute. */
  dataDir: string;
  /** Moves a folder that holds something aside instead of refusing it. */
  isReplacing: boolean;
}

const AT_ONCE = 8;

/**
 * Makes the data folder what it was at the backup's moment. The backup is checked whole before anything is touched. A restore
 * that is broken off leaves a folder that no start takes.
 * @returns where the folder that was there is kept, or null. @throws AppError with one sentence.
 */
export async function restoreBackup(job: RestoreJob): Promise<{ manifest: Manifest; keptAs: string | null }> {
  const { source, dataDir } = job;
  const manifest = await readManifest(source);
  const isTaken = (await listNames(dataDir)).length > 0;
  if (isTaken && !job.isReplacing) {
    const message = `${dataDir} holds something already. Name an empty folder in SEGNO_DATA_DIR, or add --replace: what is there is then kept beside it.`;
    throw new AppError("conflict", "data_folder_not_empty", message);
  }
  await checkFiles(source, manifest);
  const keptAs = isTaken ? await moveAside(dataDir) : null;
  await mkdir(dataDir, { recursive: true });
  const unlock = await lockDataFolder(dataDir);
  try {
    await fill(source, dataDir, manifest);
  } finally {
    await unlock();
  }
  return { manifest, keptAs };
}

/** @throws AppError conflict/damaged_backup naming a file whose bytes are not those that were written. */
async function checkFiles(source: string, manifest: Manifest): Promise<void> {
  const damaged: string[] = [];
  await forEachAtOnce(manifest.files, AT_ONCE, async (file) => {
    const digest = await readDigest(path.join(source, file.path));
    if (digest === null || !isSame(digest, file)) damaged.push(file.path);
  });
  const [first] = damaged.sort();
  if (first !== undefined) throw refuseDamage(first, damaged.length - 1);
}

async function readDigest(file: string): Promise<FileDigest | null> {
  try {
    return await digestFile(file);
  } catch (error) {
    if (isErrorCode(error, "ENOENT")) return null;
    throw error;
  }
}

function isSame(a: FileDigest, b: FileDigest): boolean {
  return a.sha256 === b.sha256 && a.sizeBytes === b.sizeBytes;
}

/** @throws AppError conflict/data_folder_in_use when a Segno runs on it. */
async function moveAside(dataDir: string): Promise<string> {
  const keptAs = `${dataDir}.before-${new Date().toISOString().replace(/[:.]/g, "-")}`;
  const unlock = await lockDataFolder(dataDir);
  try {
    await rename(dataDir, keptAs);
  } catch (cause) {
    await unlock();
    const message = `${dataDir} can't be moved aside to ${keptAs}. Move what it holds away yourself, then restore without --replace.`;
    throw new AppError("unavailable", "not_movable", message, { cause });
  }
  await rm(path.join(keptAs, "lock.json"), { force: true });
  await syncFolder(path.dirname(dataDir));
  return keptAs;
}

async function fill(source: string, dataDir: string, manifest: Manifest): Promise<void> {
  const mark = locateRestoreMark(dataDir);
  await writeFile(mark, "A restore into this folder is not done.\n", { flush: true });
  await syncFolder(dataDir);
  for (const folder of manifest.folders) await mkdir(path.join(dataDir, folder), { recursive: true, mode: 0o700 });
  await forEachAtOnce(manifest.files, AT_ONCE, async (file) => {
    const digest = await copyFileDurably(path.join(source, file.path), path.join(dataDir, file.path));
    if (!isSame(digest, file)) throw refuseDamage(file.path, 0);
  });
  for (const folder of manifest.folders) await syncFolder(path.join(dataDir, folder));
  await rm(mark);
  await syncFolder(dataDir);
}

async function listNames(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isErrorCode(error, "ENOENT")) return [];
    throw error;
  }
}
