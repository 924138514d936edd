import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import type { BucketFolder } from "./bucket-folder";
import { removeFile } from "./durable-file";
import type { S3Context } from "./s3-context";
import { isMissing, S3Error } from "./s3-error";

const maxOrphanAgeMs = 24 * 3600_000;
export const maxUploadAgeDays = 7;

/**
 * Clears away what a crash left: bytes that no object and no open upload refers to after a day, temporary files after a day,
 * and multipart uploads nobody completed within seven days (R2's default rule).
 */
export async function sweepOrphans(context: S3Context): Promise<void> {
  for (const bucket of context.buckets.list()) {
    await abortOldUploads(context, bucket);
    await removeOld(context, bucket, bucket.temporary, () => true);
    if (bucket.isDamaged) continue;
    // Uploads first: one that completes in between is then known as an upload or as an object, never as neither.
    const uploads = await context.multiparts.listOpen(bucket);
    const referenced = new Set([...uploads.map(({ id }) => id), ...bucket.index.ids()]);
    await removeOld(context, bucket, bucket.data, (name) => !referenced.has(name));
  }
}

async function abortOldUploads(context: S3Context, bucket: BucketFolder): Promise<void> {
  const oldest = context.clock.now().getTime() - maxUploadAgeDays * 24 * 3600_000;
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

async function removeOld(
  context: S3Context,
  bucket: BucketFolder,
  folder: string,
  mayRemove: (name: string) => boolean,
): Promise<void> {
  const oldestMs = context.clock.now().getTime() - maxOrphanAgeMs;
  for (const name of (await readdir(folder)).filter(mayRemove)) {
    const file = path.join(folder, name);
    if ((await readModifiedMs(file)) >= oldestMs) continue;
    await removeFile(bucket, file);
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

/** Sweeps at once, then every `everyMs`; a failure is told and the next turn tries again. @returns what stops it. */
export async function keepSweeping(context: S3Context, everyMs: number): Promise<() => Promise<void>> {
  await sweepOrphans(context);
  let running: Promise<void> = Promise.resolve();
  let isBusy = false;
  const timer = setInterval(() => {
    if (isBusy) return;
    isBusy = true;
    running = sweepOrphans(context)
      .catch((cause: unknown) => context.report({ level: "error", message: "The sweep failed.", cause }))
      .finally(() => {
        isBusy = false;
      });
  }, everyMs);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await running;
  };
}
