import type { StoredChecksum } from "./checksums";
import type { IndexEntry } from "./key-index";
import { S3Error } from "./s3-error";
import type { S3Request } from "./s3-request";

/** What the writer said about the bytes; given back on GET and HEAD. */
export interface ObjectMeta {
  /** Header name to value: Content-Type, Content-Disposition, Cache-Control, Content-Encoding, Content-Language, x-amz-meta-*. */
  headers: Record<string, string>;
}

/** A stretch of an object's bytes: a file below the bucket's `data` folder. */
export interface Extent {
  file: string;
  sizeBytes: number;
}

/** The record whose appearance makes an object exist. */
export interface ObjectRecord {
  /** Also the name of what it owns in `data`: a file (one PUT) or a folder (multipart, copy). */
  id: string;
  key: string;
  sizeBytes: number;
  /** Without quotes. */
  etag: string;
  modifiedAt: string;
  meta: ObjectMeta;
  checksum?: StoredChecksum;
  extents: Extent[];
}

export function toIndexEntry({ key, id, sizeBytes, etag, modifiedAt }: ObjectRecord): IndexEntry {
  return { key, id, sizeBytes, etag, modifiedAt };
}

const metaHeaders = ["Content-Disposition", "Cache-Control", "Content-Language"] as const;
const maxMetaBytes = 2048;

export function readMeta(request: S3Request): ObjectMeta {
  const user = request.amzStartingWith("x-amz-meta-");
  const userBytes = Object.entries(user).reduce(
    (sum, [name, value]) => sum + name.length + Buffer.byteLength(value),
    0,
  );
  if (userBytes > maxMetaBytes) {
    throw new S3Error(400, "MetadataTooLarge", "Your metadata headers exceed the maximum allowed metadata size.");
  }
  const headers: Record<string, string> = { "Content-Type": request.header("content-type") ?? "binary/octet-stream" };
  for (const name of metaHeaders) {
    const value = request.header(name.toLowerCase());
    if (value) headers[name] = value;
  }
  const encoding = (request.header("content-encoding") ?? "")
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "" && name !== "aws-chunked")
    .join(",");
  if (encoding) headers["Content-Encoding"] = encoding;
  return { headers: { ...headers, ...user } };
}
