import { randomUUID } from "node:crypto";
import { link, mkdir, open, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { AppError } from "@/lib/core/errors";

/** Counts up when an older Segno could no longer read what this one writes. */
export const DATA_FORMAT = 1;

const versionShape = z.object({ format: z.int().positive() });

export function isErrorCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}

/** Makes the folder, proves that it can be written, and refuses one that a newer Segno has used. */
export async function openDataFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    const probe = path.join(folder, `.probe-${randomUUID()}`);
    await writeFile(probe, "");
    await rm(probe);
  } catch (cause) {
    const message = `The data folder ${folder} cannot be written. Give this user the right to, or set SEGNO_DATA_DIR to another folder.`;
    throw new AppError("unavailable", "data_folder_not_writable", message, { cause });
  }
  await refuseUnfinished(folder);
  await checkFormat(path.join(folder, "version.json"));
}

/** @throws AppError conflict when a restore into the folder was broken off. */
export async function refuseUnfinished(folder: string): Promise<void> {
  if ((await readOptional(locateRestoreMark(folder))) === null) return;
  const message = `A restore into ${folder} was broken off, so it holds only a part. Restore again with --replace.`;
  throw new AppError("conflict", "restore_unfinished", message);
}

/** A file that is there while a restore into the folder is not done. */
export function locateRestoreMark(folder: string): string {
  return path.join(folder, "restore-unfinished.txt");
}

async function checkFormat(file: string): Promise<void> {
  const text = await readOptional(file);
  if (text === null) {
    await writeDurably(file, `${JSON.stringify({ format: DATA_FORMAT })}\n`, 0o644);
    return;
  }
  const { format } = parseJsonFile(file, text, versionShape);
  if (format > DATA_FORMAT) {
    const message = `The data folder was written by a newer Segno (format ${format}; this one knows ${DATA_FORMAT}). Use that version or a newer one.`;
    throw new AppError("conflict", "newer_data_folder", message);
  }
}

export async function readOptional(file: string): Promise<string | null> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (isErrorCode(error, "ENOENT")) return null;
    throw error;
  }
}

/** @throws AppError conflict naming the file when it is damaged. */
export function parseJsonFile<T>(file: string, text: string, shape: z.ZodType<T>): T {
  try {
    return shape.parse(JSON.parse(text));
  } catch (cause) {
    throw new AppError("conflict", "damaged_file", `${file} is damaged. Restore it from a backup, or move it away.`, {
      cause,
    });
  }
}

/** Writes a whole file or none: a cut leaves the old one. */
export async function writeDurably(file: string, text: string, mode: number): Promise<void> {
  const half = `${file}.${randomUUID()}`;
  await writeSynced(half, text, mode);
  await rename(half, file);
}

/** Writes a whole file unless it exists. @returns whether it was written. */
export async function createDurably(file: string, text: string, mode: number): Promise<boolean> {
  const half = `${file}.${randomUUID()}`;
  await writeSynced(half, text, mode);
  try {
    await link(half, file);
    return true;
  } catch (error) {
    if (isErrorCode(error, "EEXIST")) return false;
    throw error;
  } finally {
    await rm(half, { force: true });
  }
}

async function writeSynced(file: string, text: string, mode: number): Promise<void> {
  const handle = await open(file, "wx", mode);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
