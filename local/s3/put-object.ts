import { link, mkdir } from "node:fs/promises";
import path from "node:path";
import { createId } from "@/lib/core/ids";
import type { BucketFolder } from "./bucket-folder";
import { checksumHeaders } from "./checksums";
import { removeFile, syncFolder } from "./durable-file";
import { encodeKey } from "./key-path";
import { type ObjectRecord, readMeta } from "./object-record";
import { checkConditions, readWriteConditions } from "./object-store";
import { receiveBody } from "./receive-body";
import { sendEmpty, sendXml } from "./respond";
import type { S3Context } from "./s3-context";
import { S3Error } from "./s3-error";
import { decodeUri, type S3Request } from "./s3-request";
import type { SignedPayload } from "./sigv4";
import { textElement } from "./xml";

/** PutObject: acknowledged once the bytes and the record are on the disk. */
export async function putObject(
  context: S3Context,
  request: S3Request,
  bucket: BucketFolder,
  payload: SignedPayload,
): Promise<void> {
  const conditions = readWriteConditions(request);
  encodeKey(request.key);
  // Refused here, gigabytes need not travel first; `commit` asks again, this time under the key's lock.
  checkConditions(await context.objects.read(bucket, request.key), conditions);
  const id = createId();
  const file = path.join(bucket.data, id);
  const received = await receiveBody(request, payload, { file, usage: bucket.usage, ...context });
  const record: ObjectRecord = {
    id,
    key: request.key,
    sizeBytes: received.sizeBytes,
    etag: received.md5Hex,
    modifiedAt: context.clock.now().toISOString(),
    meta: readMeta(request),
    ...(received.checksum ? { checksum: received.checksum } : {}),
    extents: [{ file: id, sizeBytes: received.sizeBytes }],
  };
  await commitOrRemove(context, bucket, record, conditions);
  sendEmpty(request.response, 200, { ETag: `"${record.etag}"`, ...checksumHeaders(record.checksum) });
}

/** CopyObject: the copy shares the bytes by hard links, so it costs no room. */
export async function copyObject(
  context: S3Context,
  request: S3Request,
  bucket: BucketFolder,
  from: string,
): Promise<void> {
  const conditions = readWriteConditions(request);
  encodeKey(request.key);
  const source = parseCopySource(from);
  const replacesMeta = request.amz("x-amz-metadata-directive")?.toUpperCase() === "REPLACE";
  if (!replacesMeta && source.bucket === bucket.name && source.key === request.key) {
    throw new S3Error(400, "InvalidRequest", "This copy request copies an object to itself without changing anything.");
  }
  const sourceBucket = context.buckets.get(source.bucket);
  const { record: original, release } = await context.objects.open(sourceBucket, source.key);
  const id = createId();
  try {
    bucket.usage.reserve(original.sizeBytes);
    const record: ObjectRecord = {
      ...original,
      id,
      key: request.key,
      modifiedAt: context.clock.now().toISOString(),
      meta: replacesMeta ? readMeta(request) : original.meta,
      extents: original.extents.map((extent, index) => ({ ...extent, file: path.join(id, String(index + 1)) })),
    };
    await commitOrRemove(context, bucket, record, conditions, () =>
      linkExtents(sourceBucket, original, bucket, record),
    );
    const result = [textElement("LastModified", record.modifiedAt), textElement("ETag", `"${record.etag}"`)];
    sendXml(request.response, "CopyObjectResult", result);
  } finally {
    await release();
  }
}

function parseCopySource(header: string): { bucket: string; key: string } {
  const [location = "", version] = header.split("?");
  const [bucket = "", ...key] = decodeUri(location).replace(/^\//, "").split("/");
  if (version !== undefined) throw new S3Error(501, "NotImplemented", "Versions are not supported.");
  return { bucket, key: key.join("/") };
}

async function linkExtents(
  sourceBucket: BucketFolder,
  source: ObjectRecord,
  bucket: BucketFolder,
  copy: ObjectRecord,
): Promise<void> {
  const folder = path.join(bucket.data, copy.id);
  await mkdir(folder);
  for (const [index, extent] of source.extents.entries()) {
    await link(path.join(sourceBucket.data, extent.file), path.join(folder, String(index + 1)));
  }
  await syncFolder(folder);
}

async function commitOrRemove(
  context: S3Context,
  bucket: BucketFolder,
  record: ObjectRecord,
  conditions: ReturnType<typeof readWriteConditions>,
  prepare: () => Promise<void> = async () => undefined,
): Promise<void> {
  try {
    await prepare();
    await context.objects.commit(bucket, record, conditions, () => syncFolder(bucket.data));
  } catch (error) {
    // A record that reached its place, though its folder was not synced, still needs its bytes.
    if ((await context.objects.read(bucket, record.key))?.id !== record.id) {
      bucket.usage.release(record.sizeBytes);
      await removeFile(bucket, path.join(bucket.data, record.id));
    }
    throw error;
  }
}
