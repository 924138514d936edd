import type { BucketFolder } from "./bucket-folder";
import type { IndexEntry } from "./key-index";
import { toIndexEntry } from "./object-record";
import type { S3Context } from "./s3-context";
import { walkRecords } from "./walk-records";

/** Reads what a bucket holds into its index and its usage. A record that can't be read is told, and is not listed. */
export async function loadBucket(context: S3Context, bucket: BucketFolder): Promise<void> {
  const entries: IndexEntry[] = [];
  for await (const { file, record } of walkRecords(bucket)) {
    if (record) {
      entries.push(toIndexEntry(record));
      bucket.usage.count(record.sizeBytes);
    } else {
      bucket.isDamaged = true;
      const message = `The record ${file} can't be read. Its object is not served, and nothing is swept in '${bucket.name}'.`;
      context.report({ level: "error", message });
    }
  }
  bucket.index.load(entries);
  const objectIds = new Set(bucket.index.ids());
  for (const { id } of await context.multiparts.listOpen(bucket)) {
    if (objectIds.has(id)) continue;
    const parts = await context.multiparts.listParts(bucket, id);
    const sizeBytes = parts.reduce((sum, part) => sum + part.sizeBytes, 0);
    bucket.usage.count(sizeBytes);
    bucket.usage.assignToUpload(id, sizeBytes);
  }
}
