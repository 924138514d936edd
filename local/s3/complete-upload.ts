import { constants } from "node:fs";
import { open, readdir, rm } from "node:fs/promises";
import path from "node:path";
import type { BucketFolder } from "./bucket-folder";
import {
  badDigest,
  type ChecksumAlgorithm,
  checksumElement,
  compositeChecksum,
  multipartEtag,
  type StoredChecksum,
} from "./checksums";
import type { HashPool } from "./hash-pool";
import { noSuchUpload, type PartRecord, type UploadRecord } from "./multipart-store";
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
  const checksum = await buildChecksum(context.pool, bucket, upload, parts, request.fullChecksum);
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

function invalidPart(sentence: string): S3Error {
  return new S3Error(400, "InvalidPart", sentence);
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

async function buildChecksum(
  pool: HashPool,
  bucket: BucketFolder,
  upload: UploadRecord,
  parts: PartRecord[],
  stated: CompleteRequest["fullChecksum"],
): Promise<StoredChecksum | null> {
  const isComposite = upload.checksum?.type === "COMPOSITE";
  const algorithm = stated?.algorithm ?? upload.checksum?.algorithm;
  if (!algorithm) return null;
  if (!isComposite) return hashParts(pool, bucket, parts, algorithm, stated?.value ?? null);
  const values = parts.flatMap((part) => (part.checksum?.algorithm === algorithm ? [part.checksum.value] : []));
  if (values.length !== parts.length)
    throw invalidPart(`The upload was opened with ${algorithm}; every part needs it.`);
  const value = compositeChecksum(algorithm, values);
  if (value === null) return null;
  const [given] = (stated?.value ?? value).split("-");
  if (given !== value.split("-")[0]) throw badDigest(algorithm);
  return { algorithm, value, type: "COMPOSITE" };
}

/** The checksum over all bytes: read once more, as the parts' own sums do not add up to it. */
async function hashParts(
  pool: HashPool,
  bucket: BucketFolder,
  parts: PartRecord[],
  algorithm: ChecksumAlgorithm,
  promised: string | null,
): Promise<StoredChecksum> {
  const expectedBytes = parts.reduce((sum, part) => sum + part.sizeBytes, 0);
  const job = pool.open({ fd: null, algorithms: [algorithm], expectedBytes });
  try {
    for (const part of parts) {
      const handle = await open(path.join(bucket.data, part.file), constants.O_RDONLY | constants.O_NOFOLLOW);
      for await (const chunk of handle.createReadStream({ highWaterMark: 1 << 20 }))
        await job.write(chunk as Uint8Array);
    }
  } catch (error) {
    await job.cancel();
    throw error;
  }
  const value = (await job.finish())[algorithm];
  if (value === undefined || (promised !== null && promised !== value)) throw badDigest(algorithm);
  return { algorithm, value, type: "FULL_OBJECT" };
}

/** Parts that were uploaded but not asked for, and the part records, which nobody reads any more. */
async function removeLeftovers(bucket: BucketFolder, result: ObjectRecord): Promise<void> {
  const folder = path.join(bucket.data, result.id);
  const kept = new Set([...result.extents.map((extent) => path.basename(extent.file)), "result.json"]);
  for (const name of await readdir(folder)) {
    if (!kept.has(name)) await rm(path.join(folder, name), { force: true });
  }
}
