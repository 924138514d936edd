import { createWriteStream } from "node:fs";
import { mkdir, mkdtemp, readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { AppError } from "@/lib/core/errors";
import { toStorageFailure } from "./s3-errors";
import type { Storage } from "./storage";

export interface LocalCopy {
  /** A folder of its own, removed afterwards with everything in it. */
  folder: string;
  path: string;
}

/**
 * Copies an object into a private folder under `parent`, runs `work` and removes the folder, whatever happens.
 * @throws AppError gone `source_lost` when there is no such object, unavailable when storage fails or the copy is cut.
 */
export async function withLocalCopy<T>(
  storage: Pick<Storage, "openRead">,
  key: string,
  parent: string,
  work: (copy: LocalCopy) => Promise<T>,
): Promise<T> {
  await mkdir(parent, { recursive: true, mode: 0o700 });
  const folder = await mkdtemp(path.join(parent, "copy-"));
  try {
    const target = path.join(folder, "source");
    await copy(storage, key, target);
    return await work({ folder, path: target });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Null for what is not there, or no longer. */
async function orNull<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

/** A copy lives as long as its work; one this old was left by a process that was killed. */
const STALE_AFTER_MS = 24 * 60 * 60 * 1000;

/** Removes copies under `parent` that nobody can be working on any more. @returns how many. */
export async function removeStaleCopies(parent: string, now: Date): Promise<number> {
  const names = (await orNull(readdir(parent))) ?? [];
  let removed = 0;
  for (const name of names.filter((found) => found.startsWith("copy-"))) {
    const folder = path.join(parent, name);
    const found = await orNull(stat(folder));
    if (!found || now.getTime() - found.mtimeMs < STALE_AFTER_MS) continue;
    await rm(folder, { recursive: true, force: true });
    removed += 1;
  }
  return removed;
}

async function copy(storage: Pick<Storage, "openRead">, key: string, target: string): Promise<void> {
  const object = await storage.openRead(key);
  if (!object) throw new AppError("gone", "source_lost", "The file is gone from storage. Upload it again.");
  const file = createWriteStream(target, { flags: "wx", mode: 0o600 });
  try {
    await pipeline(object.stream, file);
  } catch (error) {
    throw toStorageFailure(error);
  }
  const { size } = await stat(target);
  if (size !== object.sizeBytes) throw toStorageFailure(new Error(`copied ${size} of ${object.sizeBytes} bytes`));
}
