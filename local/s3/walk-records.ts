import { closeSync, constants, openSync, readFileSync } from "node:fs";
import { readdir, realpath } from "node:fs/promises";
import path from "node:path";
import type { BucketFolder } from "./bucket-folder";
import type { ObjectRecord } from "./object-record";
import { isMissing } from "./s3-error";

/** A record's file, and what it holds; null when that is no record. */
export interface FoundRecord {
  file: string;
  record: ObjectRecord | null;
}

/** Every object record of a bucket, in no order. Symbolic links are not followed. Made for the start: reading is synchronous. */
export async function* walkRecords(bucket: BucketFolder): AsyncGenerator<FoundRecord> {
  yield* walkFolder(bucket.objects);
}

async function* walkFolder(folder: string): AsyncGenerator<FoundRecord> {
  for (const entry of await readEntries(folder)) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* walkFolder(file);
    else if (entry.isFile() && entry.name.endsWith("~")) yield { file, record: parseRecord(readBytes(file)) };
  }
}

async function readEntries(folder: string) {
  try {
    if ((await realpath(folder)) !== folder) return [];
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

function readBytes(file: string): string {
  const fd = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    return readFileSync(fd, "utf8");
  } finally {
    closeSync(fd);
  }
}

function parseRecord(text: string): ObjectRecord | null {
  try {
    const record = JSON.parse(text) as Partial<ObjectRecord> | null;
    const isWhole =
      typeof record?.id === "string" && typeof record.key === "string" && Array.isArray(record.extents) && record.meta;
    return isWhole ? (record as ObjectRecord) : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
