import { readdir } from "node:fs/promises";
import path from "node:path";
import type { BucketFolder } from "./bucket-folder";
import { type ChecksumAlgorithm, checksumElement, multipartEtag } from "./checksums";
import { removeFile } from "./durable-file";
import { joinChecksums } from "./join-checksums";
import { invalidPart, noSuchUpload, type PartRecord, type UploadRecord } from "./multipart-store";
import type { ObjectRecord } from "./object-record";
import type { WriteConditions } from "./object-store";
import type { S3Context } from "./s3-context";
import { S3Error } from "./s3-error";
import type { RequestedPart } from "./xml";

export interface CompleteRequest {
  id: string;
  key: string;
  conditions: WriteConditions;
  /** Read only when the upload was not settled by an earlier Complete. */
  readParts(): Promise<RequestedPart[]>;
  /** The whole object's checksum, when the client states it. */
  fullChecksum: { algorithm: ChecksumAlgorithm; value: string | null } | null;
}

const minPartBytes = 5 * 1024 ** 2;

/**
 * Makes one object of an upload's parts; nothing is copied. Settled in three durable steps (result, object, upload closed),
 * each of which a repeat picks up, so a crash between them loses and doubles nothing.
 * @throws S3Error NoSuchUpload, InvalidPart, InvalidPartOrder, EntityTooSmall, EntityTooLarge, BadDigest, PreconditionFailed
 */
export async function completeUpload(
  context: S3Context,
  bucket: BucketFolder,
  request: CompleteRequest,
): Promise<ObjectRecord> {
  const { multiparts, objects } = context;
  return multiparts.lock(request.id, async () => {
    const upload = await multiparts.find(bucket, request.id);
    const settled = await multiparts.findResult(bucket, request.id);
    if ((upload ?? settled)?.key !== request.key) throw noSuchUpload();
    if (!upload) {
      const current = await objects.read(bucket, request.key);
      if (current?.id !== request.id || !settled) throw noSuchUpload();
      return settled;
    }
    const result = settled ?? (await buildResult(context, bucket, upload, request));
    await objects.commit(bucket, result, request.conditions, async () => {
      if (!settled) await multiparts.saveResult(bucket, result);
    });
    bucket.usage.settleUpload(request.id, result.sizeBytes);
    await multiparts.close(bucket, request.id);
    await removeLeftovers(bucket, result);
    return result;
  });
}

async function buildResult(
  context: S3Context,
  bucket: BucketFolder,
  upload: UploadRecord,
  request: CompleteRequest,
): Promise<ObjectRecord> {
  const stored = new Map((await context.multiparts.listParts(bucket, upload.id)).map((part) => [part.number, part]));
  const parts = (await request.readParts()).map((wanted) => matchPart(wanted, stored.get(wanted.number)));
  checkParts(parts, context.limits.maxBytes);
  const checksum = await joinChecksums(context.pool, bucket, { upload, parts, stated: request.fullChecksum });
  return {
    id: upload.id,
    key: upload.key,
    sizeBytes: parts.reduce((sum, part) => sum + part.sizeBytes, 0),
    etag: multipartEtag(parts.map((part) => part.md5Hex)),
    modifiedAt: context.clock.now().toISOString(),
    meta: upload.meta,
    ...(checksum ? { checksum } : {}),
    extents: parts.map((part) => ({ file: part.file, sizeBytes: part.sizeBytes })),
  };
}

function matchPart(wanted: RequestedPart, part: PartRecord | undefined): PartRecord {
  if (!part || part.md5Hex !== wanted.etag) {
    throw invalidPart(`Part ${wanted.number} was not uploaded, or its ETag is another one.`);
  }
  const promised = part.checksum && wanted.checksum(checksumElement(part.checksum.algorithm));
  if (promised !== undefined && promised !== part.checksum?.value) {
    throw invalidPart(`The checksum of part ${wanted.number} is another one.`);
  }
  return part;
}

function checkParts(parts: PartRecord[], maxBytes: number): void {
  const firstBytes = parts[0]?.sizeBytes ?? 0;
  let previous = 0;
  for (const [index, part] of parts.entries()) {
    if (part.number <= previous)
      throw new S3Error(400, "InvalidPartOrder", "The list of parts was not in ascending order.");
    previous = part.number;
    const isLast = index === parts.length - 1;
    if (!isLast && part.sizeBytes < minPartBytes) {
      throw new S3Error(400, "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size.");
    }
    // S3 allows unequal parts, R2 does not. What works here has to work there.
    if (isLast ? part.sizeBytes > firstBytes : part.sizeBytes !== firstBytes) {
      throw invalidPart("All non-trailing parts must have the same length.");
    }
  }
  if (parts.reduce((sum, part) => sum + part.sizeBytes, 0) <= maxBytes) return;
  throw new S3Error(400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size.");
}

/** Parts that were uploaded but not asked for, and the part records, which nobody reads any more. */
async function removeLeftovers(bucket: BucketFolder, result: ObjectRecord): Promise<void> {
  const folder = path.join(bucket.data, result.id);
  const kept = new Set([...result.extents.map((extent) => path.basename(extent.file)), "result.json"]);
  for (const name of await readdir(folder)) {
    if (!kept.has(name)) await removeFile(bucket, path.join(folder, name));
  }
}
