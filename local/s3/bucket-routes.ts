import type { BucketFolder } from "./bucket-folder";
import { compareUtf8, type IndexEntry } from "./key-index";
import { listKeys } from "./listing";
import { mapMany } from "./map-many";
import { readText } from "./read-text";
import { sendEmpty, sendXml } from "./respond";
import type { S3Context } from "./s3-context";
import { S3Error, toS3Error } from "./s3-error";
import type { S3Request } from "./s3-request";
import { encodeUri } from "./sigv4";
import { maxUploadAgeDays } from "./sweep";
import { element, parseDelete, textElement } from "./xml";

const maxListed = 1000;

function readLimit(request: S3Request, name: string): number {
  const value = request.query.get(name) ?? String(maxListed);
  if (!/^\d{1,9}$/.test(value)) throw new S3Error(400, "InvalidArgument", `${name} must be an integer of 0 or more.`);
  return Math.min(Number(value), maxListed);
}

/** Keys as they are, or percent-encoded when `encoding-type=url` asks for it. */
function readKeyWriter(request: S3Request): (name: string, key: string) => string {
  const encoding = request.query.get("encoding-type");
  if (encoding !== undefined && encoding !== "url") {
    throw new S3Error(400, "InvalidArgument", "encoding-type understands only 'url'.");
  }
  return (name, key) => textElement(name, encoding === "url" ? encodeUri(key).replaceAll("%2F", "/") : key);
}

export function answerListBuckets(context: S3Context, request: S3Request): void {
  const children = context.buckets.list().map((bucket) => element("Bucket", [textElement("Name", bucket.name)]));
  sendXml(request.response, "ListAllMyBucketsResult", [element("Buckets", children)]);
}

export async function answerCreateBucket(context: S3Context, request: S3Request): Promise<void> {
  await context.buckets.create(request.bucket);
  request.source.resume();
  sendEmpty(request.response, 200, { Location: `/${request.bucket}` });
}

/** GetBucketLifecycleConfiguration: the one rule that the sweep follows. */
export function answerLifecycle(request: S3Request): void {
  const days = textElement("DaysAfterInitiation", maxUploadAgeDays);
  const rule = [
    textElement("ID", "Abort multipart uploads nobody completed"),
    element("Filter", [textElement("Prefix", "")]),
    textElement("Status", "Enabled"),
    element("AbortIncompleteMultipartUpload", [days]),
  ];
  sendXml(request.response, "LifecycleConfiguration", [element("Rule", rule)]);
}

/** ListObjectsV2, and ListObjects for clients of old. */
export function listObjects(request: S3Request, bucket: BucketFolder): void {
  const { query } = request;
  const isV2 = query.get("list-type") === "2";
  const writeKey = readKeyWriter(request);
  const token = query.get("continuation-token");
  const after =
    token === undefined ? query.get(isV2 ? "start-after" : "marker") : Buffer.from(token, "base64url").toString();
  const prefix = query.get("prefix") ?? "";
  const delimiter = query.get("delimiter") ?? "";
  const maxKeys = readLimit(request, "max-keys");
  const page = listKeys(bucket, { prefix, delimiter, after: after ?? "", maxKeys });
  const next =
    page.last === null
      ? []
      : [isV2 ? textElement("NextContinuationToken", encodeToken(page.last)) : writeKey("NextMarker", page.last)];
  sendXml(request.response, "ListBucketResult", [
    textElement("Name", bucket.name),
    writeKey("Prefix", prefix),
    ...(delimiter ? [writeKey("Delimiter", delimiter)] : []),
    ...(isV2
      ? [textElement("KeyCount", page.objects.length + page.commonPrefixes.length)]
      : [writeKey("Marker", after ?? "")]),
    textElement("MaxKeys", maxKeys),
    ...(query.has("encoding-type") ? [textElement("EncodingType", "url")] : []),
    textElement("IsTruncated", page.last !== null),
    ...next,
    ...page.objects.map((entry) => describeObject(entry, writeKey)),
    ...page.commonPrefixes.map((common) => element("CommonPrefixes", [writeKey("Prefix", common)])),
  ]);
}

function encodeToken(last: string): string {
  return Buffer.from(last).toString("base64url");
}

function describeObject(entry: IndexEntry, writeKey: (name: string, key: string) => string): string {
  return element("Contents", [
    writeKey("Key", entry.key),
    textElement("LastModified", entry.modifiedAt),
    textElement("ETag", `"${entry.etag}"`),
    textElement("Size", entry.sizeBytes),
    textElement("StorageClass", "STANDARD"),
  ]);
}

export async function listUploads(context: S3Context, request: S3Request, bucket: BucketFolder): Promise<void> {
  const { query } = request;
  const writeKey = readKeyWriter(request);
  const prefix = query.get("prefix") ?? "";
  const keyMarker = query.get("key-marker") ?? "";
  const idMarker = query.get("upload-id-marker") ?? "";
  const maxUploads = readLimit(request, "max-uploads");
  const rest = (await context.multiparts.listOpen(bucket))
    .filter((upload) => upload.key.startsWith(prefix))
    .sort((a, b) => compareUtf8(a.key, b.key) || compareUtf8(a.id, b.id))
    .filter(({ key, id }) => {
      const order = compareUtf8(key, keyMarker);
      return keyMarker === "" || order > 0 || (order === 0 && idMarker !== "" && id > idMarker);
    });
  const page = rest.slice(0, maxUploads);
  const last = page.at(-1);
  const isTruncated = last !== undefined && rest.length > page.length;
  sendXml(request.response, "ListMultipartUploadsResult", [
    textElement("Bucket", bucket.name),
    writeKey("Prefix", prefix),
    writeKey("KeyMarker", keyMarker),
    textElement("UploadIdMarker", idMarker),
    textElement("MaxUploads", maxUploads),
    ...(query.has("encoding-type") ? [textElement("EncodingType", "url")] : []),
    textElement("IsTruncated", isTruncated),
    ...(isTruncated ? [writeKey("NextKeyMarker", last.key), textElement("NextUploadIdMarker", last.id)] : []),
    ...page.map((upload) =>
      element("Upload", [
        writeKey("Key", upload.key),
        textElement("UploadId", upload.id),
        textElement("Initiated", upload.initiatedAt),
      ]),
    ),
  ]);
}

export async function deleteObjects(context: S3Context, request: S3Request, bucket: BucketFolder): Promise<void> {
  const { keys, isQuiet } = parseDelete(await readText(request));
  const answers = await mapMany(keys, async (key) => {
    try {
      await context.objects.remove(bucket, key);
      return isQuiet ? [] : [element("Deleted", [textElement("Key", key)])];
    } catch (error) {
      const { code, message } = toS3Error(error);
      return [element("Error", [textElement("Key", key), textElement("Code", code), textElement("Message", message)])];
    }
  });
  sendXml(request.response, "DeleteResult", answers.flat());
}
