import type { BucketFolder } from "./bucket-folder";
import { checksumElement, checksumHeaders, readDeclaredChecksum, readUploadChecksum } from "./checksums";
import { completeUpload } from "./complete-upload";
import { encodeKey } from "./key-path";
import type { PartRecord } from "./multipart-store";
import { readMeta } from "./object-record";
import { readWriteConditions } from "./object-store";
import { readText } from "./read-text";
import { receiveBody } from "./receive-body";
import { sendEmpty, sendXml } from "./respond";
import type { S3Context } from "./s3-context";
import { S3Error } from "./s3-error";
import type { S3Request } from "./s3-request";
import type { SignedPayload } from "./sigv4";
import { element, parseCompleteUpload, textElement } from "./xml";

const maxPartNumber = 10_000;

export async function createUpload(context: S3Context, request: S3Request, bucket: BucketFolder): Promise<void> {
  encodeKey(request.key);
  const checksum = readUploadChecksum(request);
  const upload = await context.multiparts.create(bucket, {
    key: request.key,
    meta: readMeta(request),
    ...(checksum ? { checksum } : {}),
  });
  const headers: Record<string, string> = checksum
    ? { "x-amz-checksum-algorithm": checksum.algorithm.toUpperCase(), "x-amz-checksum-type": checksum.type }
    : {};
  sendXml(request.response, "InitiateMultipartUploadResult", nameUpload(bucket, request.key, upload.id), headers);
}

function nameUpload(bucket: BucketFolder, key: string, id: string): string[] {
  return [textElement("Bucket", bucket.name), textElement("Key", key), textElement("UploadId", id)];
}

export async function uploadPart(
  context: S3Context,
  request: S3Request,
  bucket: BucketFolder,
  id: string,
  payload: SignedPayload,
): Promise<void> {
  const number = Number(request.query.get("partNumber"));
  if (!Number.isInteger(number) || number < 1 || number > maxPartNumber) {
    throw new S3Error(400, "InvalidArgument", `partNumber must be an integer between 1 and ${maxPartNumber}.`);
  }
  const part = await context.multiparts.putPart(bucket, { id, key: request.key, number }, (file) =>
    receiveBody(request, payload, { file, usage: bucket.usage, ...context }),
  );
  sendEmpty(request.response, 200, { ETag: `"${part.md5Hex}"`, ...checksumHeaders(part.checksum) });
}

export async function listParts(
  context: S3Context,
  request: S3Request,
  bucket: BucketFolder,
  id: string,
): Promise<void> {
  await context.multiparts.getOpen(bucket, id, request.key);
  const maxParts = Math.min(Number(request.query.get("max-parts") ?? 1000), 1000);
  const marker = Number(request.query.get("part-number-marker") ?? 0);
  if (!(maxParts >= 1 && marker >= 0))
    throw new S3Error(400, "InvalidArgument", "max-parts and part-number-marker must be numbers.");
  const rest = (await context.multiparts.listParts(bucket, id)).filter((part) => part.number > marker);
  const page = rest.slice(0, maxParts);
  sendXml(request.response, "ListPartsResult", [
    ...nameUpload(bucket, request.key, id),
    textElement("PartNumberMarker", marker),
    textElement("NextPartNumberMarker", page.at(-1)?.number ?? marker),
    textElement("MaxParts", maxParts),
    textElement("IsTruncated", rest.length > page.length),
    ...page.map(describePart),
  ]);
}

function describePart(part: PartRecord): string {
  return element("Part", [
    textElement("PartNumber", part.number),
    textElement("LastModified", part.modifiedAt),
    textElement("ETag", `"${part.md5Hex}"`),
    textElement("Size", part.sizeBytes),
    ...(part.checksum ? [textElement(checksumElement(part.checksum.algorithm), part.checksum.value)] : []),
  ]);
}

export async function finishUpload(
  context: S3Context,
  request: S3Request,
  bucket: BucketFolder,
  id: string,
): Promise<void> {
  const result = await completeUpload(context, bucket, {
    id,
    key: request.key,
    conditions: readWriteConditions(request),
    readParts: async () => parseCompleteUpload(await readText(request)),
    fullChecksum: readDeclaredChecksum(request),
  });
  request.source.resume();
  const { checksum } = result;
  sendXml(request.response, "CompleteMultipartUploadResult", [
    textElement("Location", `/${bucket.name}/${request.key}`),
    textElement("Bucket", bucket.name),
    textElement("Key", request.key),
    textElement("ETag", `"${result.etag}"`),
    ...(checksum
      ? [textElement(checksumElement(checksum.algorithm), checksum.value), textElement("ChecksumType", checksum.type)]
      : []),
  ]);
}

export async function abortUpload(
  context: S3Context,
  request: S3Request,
  bucket: BucketFolder,
  id: string,
): Promise<void> {
  await context.multiparts.abort(bucket, id, request.key);
  sendEmpty(request.response, 204);
}
