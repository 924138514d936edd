import { constants } from "node:fs";
import { open } from "node:fs/promises";
import path from "node:path";
import type { BucketFolder } from "./bucket-folder";
import { badDigest, type ChecksumAlgorithm, type StoredChecksum, typeOf } from "./checksums";
import type { HashPool } from "./hash-pool";
import { invalidPart, type PartRecord, type UploadRecord } from "./multipart-store";
import { S3Error } from "./s3-error";

interface Join {
  upload: UploadRecord;
  parts: PartRecord[];
  /** The object's checksum, when the client states it. */
  stated: { algorithm: ChecksumAlgorithm; value: string | null } | null;
}

/**
 * The checksum of the object that its parts make, checked against what the client states; null when nobody asked for one.
 * @throws S3Error BadDigest, InvalidPart, InvalidRequest
 */
export async function joinChecksums(pool: HashPool, bucket: BucketFolder, join: Join): Promise<StoredChecksum | null> {
  const { upload, parts, stated } = join;
  const algorithm = stated?.algorithm ?? upload.checksum?.algorithm;
  if (!algorithm) return null;
  if (upload.checksum && upload.checksum.algorithm !== algorithm) {
    throw new S3Error(400, "InvalidRequest", `The upload was opened with ${upload.checksum.algorithm}.`);
  }
  const type = typeOf(algorithm);
  const value =
    type === "FULL_OBJECT" ? await hashParts(pool, bucket, parts, algorithm) : await hashSums(pool, parts, algorithm);
  const [given] = (stated?.value ?? value).split("-");
  if (given !== value.split("-")[0]) throw badDigest(algorithm);
  return { algorithm, value, type };
}

/** The checksum of the parts' checksums (base64), then `-<parts>`. */
async function hashSums(pool: HashPool, parts: PartRecord[], algorithm: ChecksumAlgorithm): Promise<string> {
  const values = parts.flatMap((part) => (part.checksum?.algorithm === algorithm ? [part.checksum.value] : []));
  if (values.length !== parts.length) throw invalidPart(`A ${algorithm} of the object needs one of every part.`);
  const joined = Buffer.concat(values.map((value) => Buffer.from(value, "base64")));
  return `${await hashAll(pool, [joined], algorithm, joined.length)}-${parts.length}`;
}

/** The checksum over all bytes: read once more, as the parts' own sums do not add up to it. */
async function hashParts(
  pool: HashPool,
  bucket: BucketFolder,
  parts: PartRecord[],
  algorithm: ChecksumAlgorithm,
): Promise<string> {
  const sizeBytes = parts.reduce((sum, part) => sum + part.sizeBytes, 0);
  return hashAll(pool, readParts(bucket, parts), algorithm, sizeBytes);
}

async function* readParts(bucket: BucketFolder, parts: PartRecord[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) {
    const handle = await open(path.join(bucket.data, part.file), constants.O_RDONLY | constants.O_NOFOLLOW);
    for await (const chunk of handle.createReadStream({ highWaterMark: 1 << 20 })) yield chunk as Uint8Array;
  }
}

async function hashAll(
  pool: HashPool,
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  algorithm: ChecksumAlgorithm,
  expectedBytes: number,
): Promise<string> {
  const job = pool.open({ fd: null, algorithms: [algorithm], expectedBytes });
  try {
    for await (const chunk of chunks) await job.write(chunk);
  } catch (error) {
    await job.cancel();
    throw error;
  }
  const value = (await job.finish())[algorithm];
  if (value === undefined) throw badDigest(algorithm);
  return value;
}
