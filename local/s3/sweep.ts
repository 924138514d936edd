import { readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import { type BucketFolder, listBuckets } from "./bucket-folder";
import { readMany, walkKeys } from "./listing";
import type { S3Context } from "./s3-context";
import { isMissing, S3Error } from "./s3-error";

const maxOrphanAgeMs = 24 * 3600_000;
const maxUploadAgeMs = 7 * 24 * 3600_000;

/**
 * Clears away what a crash left: bytes that no object and no open upload refers to after a day, temporary files after a day,
 * and multipart uploads nobody completed within seven days (R2's default rule).
 */
export async function sweepOrphans(context: S3Context): Promise<void> {
  for (const bucket of await listBuckets(context.root)) {
    await abortOldUploads(context, bucket);
    const referenced = await collectReferencedIds(context, bucket);
    await removeOld(context, bucket.data, (name) => !referenced.has(name));
    await removeOld(context, bucket.temporary, () => true);
  }
}

async function abortOldUploads(context: S3Context, bucket: BucketFolder): Promise<void> {
  const oldest = context.clock.now().getTime() - maxUploadAgeMs;
  for (const upload of await context.multiparts.listOpen(bucket)) {
    if (Date.parse(upload.initiatedAt) > oldest) continue;
    try {
      await context.multiparts.abort(bucket, upload.id, upload.key);
    } catch (error) {
      // Its object exists: only the last step of a Complete, closing the upload, was cut off.
      if (!(error instanceof S3Error && error.code === "NoSuchUpload")) throw error;
      await context.multiparts.close(bucket, upload.id);
    }
  }
}

async function collectReferencedIds(context: S3Context, bucket: BucketFolder): Promise<Set<string>> {
  const keys: string[] = [];
  for await (const key of walkKeys(bucket, "")) keys.push(key);
  const records = await readMany(keys, (key) => context.objects.read(bucket, key));
  const uploads = await context.multiparts.listOpen(bucket);
  return new Set([...records, ...uploads].flatMap((record) => (record ? [record.id] : [])));
}

async function removeOld(context: S3Context, folder: string, mayRemove: (name: string) => boolean): Promise<void> {
  const oldestMs = context.clock.now().getTime() - maxOrphanAgeMs;
  for (const name of (await readdir(folder)).filter(mayRemove)) {
    const file = path.join(folder, name);
    if ((await readModifiedMs(file)) >= oldestMs) continue;
    await rm(file, { recursive: true, force: true });
    context.report({ level: "warn", message: `Removed an orphan left by an interrupted write: ${name}` });
  }
}

async function readModifiedMs(file: string): Promise<number> {
  try {
    return (await stat(file)).mtimeMs;
  } catch (error) {
    if (isMissing(error)) return Number.POSITIVE_INFINITY;
    throw error;
  }
}
