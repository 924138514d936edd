import type { BucketFolder } from "./bucket-folder";
import {
  answerCreateBucket,
  answerLifecycle,
  answerListBuckets,
  deleteObjects,
  listObjects,
  listUploads,
} from "./bucket-routes";
import { getObject } from "./get-object";
import { abortUpload, createUpload, finishUpload, listParts, uploadPart } from "./multipart-routes";
import { copyObject, putObject } from "./put-object";
import { sendEmpty, sendXml } from "./respond";
import type { S3Context } from "./s3-context";
import { S3Error } from "./s3-error";
import type { S3Request } from "./s3-request";
import type { SignedPayload } from "./sigv4";

// Parts of S3 that are not here. Without this list `PUT /bucket/key?tagging` would overwrite the object with the tags.
const unsupported = [
  ..."accelerate acl analytics attributes cors encryption intelligent-tiering inventory legal-hold lifecycle logging".split(
    " ",
  ),
  ..."metrics notification object-lock ownershipControls partNumber policy policyStatus publicAccessBlock replication".split(
    " ",
  ),
  ..."requestPayment restore retention select select-type tagging torrent versionId versioning versions website".split(
    " ",
  ),
];

const unsupportedHeaders = [
  "x-amz-server-side-encryption-customer-algorithm",
  "x-amz-tagging",
  "x-amz-copy-source-range",
];

function refuseUnsupported(request: S3Request): void {
  const isPart = request.query.has("uploadId");
  // The rules can be read, as they are what the server does, but not set.
  const isReadable = (name: string) => name === "lifecycle" && request.key === "" && request.method === "GET";
  const parameter = unsupported.find(
    (name) => request.query.has(name) && !(name === "partNumber" && isPart) && !isReadable(name),
  );
  const header = unsupportedHeaders.find((name) => request.amz(name) !== undefined);
  const name = parameter ?? header ?? (isPart && request.amz("x-amz-copy-source") ? "UploadPartCopy" : undefined);
  if (name) throw new S3Error(501, "NotImplemented", `'${name}' is not supported by this server.`);
}

/** Sends a verified request to what answers it. `payload` is what its signature says about the body. */
export async function routeRequest(context: S3Context, request: S3Request, payload: SignedPayload): Promise<void> {
  refuseUnsupported(request);
  const { method } = request;
  if (request.bucket === "") {
    if (method !== "GET") throw methodNotAllowed();
    return answerListBuckets(context, request);
  }
  if (request.key === "" && method === "PUT") return answerCreateBucket(context, request);
  const bucket = context.buckets.get(request.bucket);
  if (request.key === "") return routeBucket(context, request, bucket);
  const uploadId = request.query.get("uploadId");
  if (uploadId !== undefined) return routeUpload(context, request, bucket, uploadId, payload);
  return routeObject(context, request, bucket, payload);
}

function methodNotAllowed(): S3Error {
  return new S3Error(405, "MethodNotAllowed", "The specified method is not allowed against this resource.");
}

async function routeBucket(context: S3Context, request: S3Request, bucket: BucketFolder): Promise<void> {
  const { method, query, response } = request;
  if (method === "HEAD") return sendEmpty(response, 200);
  if (method === "POST" && query.has("delete")) return deleteObjects(context, request, bucket);
  if (method === "DELETE") throw new S3Error(501, "NotImplemented", "Buckets are not deleted over the network.");
  if (method !== "GET") throw methodNotAllowed();
  if (query.has("uploads")) return listUploads(context, request, bucket);
  if (query.has("lifecycle")) return answerLifecycle(request);
  if (query.has("location")) {
    return sendXml(response, "LocationConstraint", [context.signingKey.region]);
  }
  return listObjects(request, bucket);
}

async function routeUpload(
  context: S3Context,
  request: S3Request,
  bucket: BucketFolder,
  uploadId: string,
  payload: SignedPayload,
): Promise<void> {
  switch (request.method) {
    case "PUT":
      return uploadPart(context, request, bucket, uploadId, payload);
    case "GET":
      return listParts(context, request, bucket, uploadId);
    case "POST":
      return finishUpload(context, request, bucket, uploadId);
    case "DELETE":
      return abortUpload(context, request, bucket, uploadId);
    default:
      throw methodNotAllowed();
  }
}

async function routeObject(
  context: S3Context,
  request: S3Request,
  bucket: BucketFolder,
  payload: SignedPayload,
): Promise<void> {
  const copySource = request.amz("x-amz-copy-source");
  switch (request.method) {
    case "GET":
    case "HEAD":
      return getObject(context, request, bucket);
    case "PUT":
      if (copySource !== undefined) return copyObject(context, request, bucket, copySource);
      return putObject(context, request, bucket, payload);
    case "DELETE":
      await context.objects.remove(bucket, request.key);
      return sendEmpty(request.response, 204);
    case "POST":
      if (request.query.has("uploads")) return createUpload(context, request, bucket);
      throw methodNotAllowed();
    default:
      throw methodNotAllowed();
  }
}
