import { validateHeaderValue } from "node:http";
import type { BucketFolder } from "./bucket-folder";
import { parseRange } from "./byte-range";
import { checksumHeaders } from "./checksums";
import type { ObjectRecord } from "./object-record";
import { sendEmpty } from "./respond";
import type { S3Context } from "./s3-context";
import { S3Error } from "./s3-error";
import type { S3Request } from "./s3-request";
import { sendBytes } from "./send-bytes";

const overrides: Record<string, string> = {
  "response-content-type": "Content-Type",
  "response-content-disposition": "Content-Disposition",
  "response-content-encoding": "Content-Encoding",
  "response-content-language": "Content-Language",
  "response-cache-control": "Cache-Control",
  "response-expires": "Expires",
};

/** GET and HEAD of an object: ranges, conditions and `response-*` overrides as in S3. */
export async function getObject(context: S3Context, request: S3Request, bucket: BucketFolder): Promise<void> {
  const { record, release } = await context.objects.open(bucket, request.key);
  try {
    await answer(request, bucket, record);
  } finally {
    await release();
  }
}

async function answer(request: S3Request, bucket: BucketFolder, record: ObjectRecord): Promise<void> {
  const { response } = request;
  const etag = `"${record.etag}"`;
  const validators = { ETag: etag, "Last-Modified": new Date(record.modifiedAt).toUTCString() };
  if (isNotModified(request, record)) return sendEmpty(response, 304, validators);
  const ifRange = request.header("if-range");
  const mayRange = ifRange === undefined || ifRange === etag;
  const range = mayRange ? parseRange(request.header("range"), record.sizeBytes) : null;
  const { first, last } = range ?? { first: 0, last: record.sizeBytes - 1 };
  const wantsChecksum = request.amz("x-amz-checksum-mode")?.toUpperCase() === "ENABLED" && !range;
  response.writeHead(range ? 206 : 200, {
    ...record.meta.headers,
    ...readOverrides(request),
    ...validators,
    ...(wantsChecksum ? checksumHeaders(record.checksum) : {}),
    ...(range ? { "Content-Range": `bytes ${first}-${last}/${record.sizeBytes}` } : {}),
    "Accept-Ranges": "bytes",
    "Content-Length": String(last - first + 1),
    // The store may share a host with the app: what someone uploaded must never run as a page of it.
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
  });
  if (request.method === "GET") await sendBytes(response, bucket, record, { first, last });
  response.end();
}

/** @throws S3Error PreconditionFailed */
function isNotModified(request: S3Request, record: ObjectRecord): boolean {
  const matches = (header: string) =>
    header.split(",").some((value) => ["*", `"${record.etag}"`].includes(value.trim().replace(/^W\//, "")));
  const modifiedSec = Math.floor(Date.parse(record.modifiedAt) / 1000);
  const ifMatch = request.header("if-match");
  if (ifMatch !== undefined && !matches(ifMatch)) {
    throw new S3Error(412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold.");
  }
  const ifNoneMatch = request.header("if-none-match");
  if (ifNoneMatch !== undefined) return matches(ifNoneMatch);
  const since = request.header("if-modified-since");
  return since !== undefined && modifiedSec * 1000 <= Date.parse(since);
}

function readOverrides(request: S3Request): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [parameter, header] of Object.entries(overrides)) {
    const value = request.query.get(parameter);
    if (value === undefined) continue;
    checkHeaderValue(parameter, header, value);
    headers[header] = value;
  }
  return headers;
}

function checkHeaderValue(parameter: string, header: string, value: string): void {
  try {
    validateHeaderValue(header, value);
  } catch (cause) {
    const sentence = `${parameter} holds characters no header can carry. Encode a file name as filename*=UTF-8''….`;
    throw new S3Error(400, "InvalidArgument", sentence, {}, { cause });
  }
}
