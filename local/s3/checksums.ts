import { createHash } from "node:crypto";
import { S3Error } from "./s3-error";
import type { S3Request } from "./s3-request";

export const checksumAlgorithms = ["sha256", "sha1", "crc32", "crc32c", "crc64nvme"] as const;
export type ChecksumAlgorithm = (typeof checksumAlgorithms)[number];

/** Digests by algorithm, base64. */
export type Digests = Partial<Record<ChecksumAlgorithm | "md5", string>>;

/** A checksum that was verified. `value` is base64; COMPOSITE ones end in `-<parts>`. */
export interface StoredChecksum {
  algorithm: ChecksumAlgorithm;
  value: string;
  type: "FULL_OBJECT" | "COMPOSITE";
}

/** A checksum the client promised; `value` null: it follows in the trailer. */
export interface DeclaredChecksum {
  algorithm: ChecksumAlgorithm;
  value: string | null;
}

const prefix = "x-amz-checksum-";
const settings = new Set(["algorithm", "type", "mode"]);

/** @throws S3Error NotImplemented for an algorithm this server cannot verify: ignoring it would be a false promise. */
export function parseAlgorithm(name: string): ChecksumAlgorithm {
  const found = checksumAlgorithms.find((algorithm) => algorithm === name.trim().toLowerCase());
  if (found) return found;
  const sentence = `The checksum algorithm '${name}' is not supported. Use one of: ${checksumAlgorithms.join(", ")}.`;
  throw new S3Error(501, "NotImplemented", sentence);
}

/** The one checksum a request carries, in a header, in the presigned query or announced as a trailer; null when it has none. */
export function readDeclaredChecksum(request: S3Request): DeclaredChecksum | null {
  const declared: DeclaredChecksum[] = Object.entries(request.amzStartingWith(prefix))
    .map(([name, value]) => ({ name: name.slice(prefix.length), value }))
    .filter(({ name }) => !settings.has(name))
    .map(({ name, value }) => ({ algorithm: parseAlgorithm(name), value }));
  const trailer = request.header("x-amz-trailer")?.trim().toLowerCase();
  if (trailer?.startsWith(prefix))
    declared.push({ algorithm: parseAlgorithm(trailer.slice(prefix.length)), value: null });
  if (declared.length > 1) {
    throw new S3Error(400, "InvalidRequest", "Expecting a single x-amz-checksum- header.");
  }
  return declared[0] ?? null;
}

/** CRC64NVME adds up over the whole object; of the others only the parts' sums are known, as at R2 (S3 allows more). */
export function typeOf(algorithm: ChecksumAlgorithm): StoredChecksum["type"] {
  return algorithm === "crc64nvme" ? "FULL_OBJECT" : "COMPOSITE";
}

/** What a multipart upload said its checksums would be. @throws S3Error InvalidRequest for a kind that R2 does not keep */
export function readUploadChecksum(request: S3Request): Omit<StoredChecksum, "value"> | undefined {
  const name = request.amz("x-amz-checksum-algorithm");
  const wanted = request.amz("x-amz-checksum-type")?.toUpperCase();
  if (name === undefined) return undefined;
  const algorithm = parseAlgorithm(name);
  const type = typeOf(algorithm);
  if (wanted === undefined || wanted === type) return { algorithm, type };
  const sentence = `The ${wanted} checksum type cannot be used with the ${algorithm} checksum algorithm.`;
  throw new S3Error(400, "InvalidRequest", sentence);
}

export function trailerName(algorithm: ChecksumAlgorithm): string {
  return prefix + algorithm;
}

export function checksumHeaders(checksum: StoredChecksum | undefined): Record<string, string> {
  if (!checksum) return {};
  return { [prefix + checksum.algorithm]: checksum.value, "x-amz-checksum-type": checksum.type };
}

/** The name S3's XML gives a checksum, such as `ChecksumSHA256`. */
export function checksumElement(algorithm: ChecksumAlgorithm): string {
  return `Checksum${algorithm.toUpperCase()}`;
}

export function badDigest(algorithm: string): S3Error {
  const sentence = `The ${algorithm.toUpperCase()} you specified did not match the calculated checksum.`;
  return new S3Error(400, "BadDigest", sentence);
}

/** A multipart object's ETag: the MD5 of its parts' MD5s, then `-<parts>`. */
export function multipartEtag(partMd5Hex: readonly string[]): string {
  const hash = createHash("md5");
  for (const hex of partMd5Hex) hash.update(hex, "hex");
  return `${hash.digest("hex")}-${partMd5Hex.length}`;
}
