import { type FileHandle, open, rm, statfs } from "node:fs/promises";
import path from "node:path";
import { decodeAwsChunked } from "./aws-chunked";
import type { BucketUsage } from "./bucket-usage";
import {
  badDigest,
  type ChecksumAlgorithm,
  type Digests,
  readDeclaredChecksum,
  type StoredChecksum,
  trailerName,
} from "./checksums";
import { ChunkSignatures } from "./chunk-signature";
import { freeBytes } from "./free-bytes";
import type { Algorithm, HashJob } from "./hash-job";
import type { HashPool } from "./hash-pool";
import { S3Error } from "./s3-error";
import type { S3Request } from "./s3-request";
import type { SignedPayload } from "./sigv4";

export interface BodyLimits {
  maxBytes: number;
  /** Room that a body may not eat into; the records need it. */
  minFreeBytes: number;
}

export interface ReceivedBody {
  sizeBytes: number;
  md5Hex: string;
  checksum?: StoredChecksum;
}

interface BodyPlan {
  sizeBytes: number;
  isChunked: boolean;
  /** Of every chunk, when the signature promised them. */
  signatures: ChunkSignatures | null;
  /** SHA-256 in hex that the signature vouches for, if it does. */
  signedSha256Hex: string | null;
  contentMd5: string | undefined;
  checksum: { algorithm: ChecksumAlgorithm; value: string | null } | null;
  trailers: Map<string, string>;
}

const maxSingleBytes = 5 * 1024 ** 3;
const unsignedTrailer = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
const signedChunks = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";
const signedChunksTrailer = `${signedChunks}-TRAILER`;

function planBody(request: S3Request, payload: SignedPayload, limits: BodyLimits): BodyPlan {
  const isChunked = payload.name.startsWith("STREAMING-");
  const isSigned = payload.name === signedChunks || payload.name === signedChunksTrailer;
  if (isChunked && !isSigned && payload.name !== unsignedTrailer) {
    const sentence = `${payload.name} is not supported. Send the body whole or as ${unsignedTrailer}.`;
    throw new S3Error(501, "NotImplemented", sentence);
  }
  const length = request.header(isChunked ? "x-amz-decoded-content-length" : "content-length");
  if (length === undefined || !/^\d{1,15}$/.test(length)) {
    throw new S3Error(411, "MissingContentLength", "You must provide the Content-Length HTTP header.");
  }
  const sizeBytes = Number(length);
  if (sizeBytes > Math.min(maxSingleBytes, limits.maxBytes)) {
    throw new S3Error(400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size.");
  }
  return {
    sizeBytes,
    isChunked,
    signatures: isSigned ? new ChunkSignatures(payload.seed, payload.name === signedChunksTrailer) : null,
    signedSha256Hex: /^[0-9a-f]{64}$/.test(payload.name) ? payload.name : null,
    contentMd5: request.header("content-md5"),
    checksum: readDeclaredChecksum(request),
    trailers: new Map(),
  };
}

/**
 * Streams a body into a new file, hashing on the way, and returns when the bytes are on the disk and everything the client
 * promised about them (length, MD5, SHA-256 of the signature, checksum) holds. Otherwise nothing is left. What arrived is
 * counted in `usage`; a caller who drops it releases it.
 * @throws S3Error IncompleteBody, BadDigest, XAmzContentSHA256Mismatch, EntityTooLarge, InsufficientStorage, QuotaExceeded
 */
export async function receiveBody(
  request: S3Request,
  payload: SignedPayload,
  target: { file: string; pool: HashPool; limits: BodyLimits; usage: BucketUsage },
): Promise<ReceivedBody> {
  const plan = planBody(request, payload, target.limits);
  target.usage.reserve(plan.sizeBytes);
  try {
    return await receiveIntoFile(request, plan, target);
  } catch (error) {
    target.usage.release(plan.sizeBytes);
    throw error;
  }
}

async function receiveIntoFile(
  request: S3Request,
  plan: BodyPlan,
  target: { file: string; pool: HashPool; limits: BodyLimits },
): Promise<ReceivedBody> {
  await checkRoom(path.dirname(target.file), plan.sizeBytes + target.limits.minFreeBytes);
  if (request.header("expect")?.toLowerCase() === "100-continue") request.response.writeContinue();
  const handle = await open(target.file, "wx");
  try {
    const digests = await hashInto(handle, request, plan, target.pool);
    const received = checkDigests(plan, digests);
    await handle.datasync();
    await handle.close();
    return received;
  } catch (error) {
    await handle.close();
    await rm(target.file, { force: true });
    throw error;
  }
}

async function checkRoom(folder: string, neededBytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize >= neededBytes) return;
  throw new S3Error(507, "InsufficientStorage", "The disk is full. Free some space and try again.");
}

async function hashInto(handle: FileHandle, request: S3Request, plan: BodyPlan, pool: HashPool): Promise<Digests> {
  const algorithms = new Set<Algorithm>(["md5"]);
  if (plan.checksum) algorithms.add(plan.checksum.algorithm);
  if (plan.signedSha256Hex) algorithms.add("sha256");
  const job = pool.open({ fd: handle.fd, algorithms: [...algorithms], expectedBytes: plan.sizeBytes });
  // Kept alive when reading stops early: the refusal still has to travel over it.
  const source: AsyncIterable<Buffer> = request.source.iterator({ destroyOnReturn: false });
  try {
    await feed(job, plan.isChunked ? decodeAwsChunked(source, plan.trailers, plan.signatures) : source, plan.sizeBytes);
    return await job.finish();
  } catch (error) {
    await job.cancel();
    throw error;
  }
}

async function feed(job: HashJob, body: AsyncIterable<Buffer>, sizeBytes: number): Promise<void> {
  let receivedBytes = 0;
  for await (const chunk of body) {
    receivedBytes += chunk.length;
    if (receivedBytes > sizeBytes) break;
    await job.write(chunk);
    freeBytes(chunk);
  }
  if (receivedBytes === sizeBytes) return;
  const sentence = "You did not provide the number of bytes specified by the Content-Length HTTP header.";
  throw new S3Error(400, "IncompleteBody", sentence);
}

function checkDigests(plan: BodyPlan, digests: Digests): ReceivedBody {
  const toHex = (base64 = "") => Buffer.from(base64, "base64").toString("hex");
  if (plan.signedSha256Hex && toHex(digests.sha256) !== plan.signedSha256Hex) {
    const sentence = "The provided 'x-amz-content-sha256' header does not match what was computed.";
    throw new S3Error(400, "XAmzContentSHA256Mismatch", sentence);
  }
  if (plan.contentMd5 !== undefined && plan.contentMd5 !== digests.md5) throw badDigest("Content-MD5");
  const received = { sizeBytes: plan.sizeBytes, md5Hex: toHex(digests.md5) };
  if (!plan.checksum) return received;
  const { algorithm } = plan.checksum;
  const value = digests[algorithm];
  const promised = plan.checksum.value ?? plan.trailers.get(trailerName(algorithm));
  if (promised === undefined) throw new S3Error(400, "MalformedTrailerError", "The announced trailer is missing.");
  if (value === undefined || value !== promised) throw badDigest(algorithm);
  return { ...received, checksum: { algorithm, value, type: "FULL_OBJECT" } };
}
