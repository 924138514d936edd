import { constants } from "node:fs";
import { mkdir, open, realpath, rename, rm } from "node:fs/promises";
import path from "node:path";
import { createId } from "@/lib/core/ids";
import { isMissing, S3Error } from "./s3-error";
import type { WriteGate } from "./write-gate";

/** What of a bucket is needed to change its files. */
interface Guarded {
  temporary: string;
  gate: WriteGate;
}

/** Makes the names in a folder survive a power cut. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Creates a folder and its missing parents, durably. */
export async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true });
  if (!first) return;
  for (let at = folder; at.length >= first.length; at = path.dirname(at)) await syncFolder(path.dirname(at));
}

/** The root was resolved at start, so any other answer means that a symbolic link was put in the way. */
async function refuseLinks(file: string): Promise<void> {
  const folder = path.dirname(file);
  if ((await realpath(folder)) !== folder) {
    throw new S3Error(403, "AccessDenied", "A link stands in this key's path. Objects never follow links.");
  }
}

/** A JSON record, or null when there is none. Follows no symbolic link. */
export async function readRecord<T>(file: string): Promise<T | null> {
  try {
    await refuseLinks(file);
    const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW);
    try {
      return JSON.parse(await handle.readFile("utf8")) as T;
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** Writes a JSON record so that it is there whole or not at all, and stays: temporary file, fsync, rename, fsync of the folder. */
export async function writeRecord(bucket: Guarded, file: string, record: unknown): Promise<void> {
  const temporary = path.join(bucket.temporary, createId());
  try {
    const handle = await open(temporary, "wx");
    try {
      await handle.writeFile(JSON.stringify(record));
      await handle.sync();
    } finally {
      await handle.close();
    }
    await refuseLinks(file);
    await bucket.gate.pass(() => rename(temporary, file));
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(path.dirname(file));
}

/** Removes a record, or bytes with all that lies in their folder. What is not there is no error. */
export async function removeFile(bucket: Guarded, file: string): Promise<void> {
  await bucket.gate.pass(() => rm(file, { recursive: true, force: true }));
}
