import { S3Error } from "./s3-error";

/** Both ends included, as in HTTP. */
export interface ByteRange {
  first: number;
  last: number;
}

/**
 * The one range a `Range` header asks for; null when it asks for none, for several, or in another unit (RFC 9110, 14.2: ignored).
 * @throws S3Error InvalidRange (416) when nothing of the object lies in it.
 */
export function parseRange(header: string | undefined, sizeBytes: number): ByteRange | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? "");
  const [, from = "", to = ""] = match ?? [];
  if (!match || (from === "" && to === "") || (from !== "" && to !== "" && Number(from) > Number(to))) return null;
  const first = from === "" ? Math.max(0, sizeBytes - Number(to)) : Number(from);
  const last = from === "" || to === "" ? sizeBytes - 1 : Math.min(Number(to), sizeBytes - 1);
  if (first <= last) return { first, last };
  const headers = { "Content-Range": `bytes */${sizeBytes}` };
  throw new S3Error(416, "InvalidRange", "The requested range is not satisfiable.", headers);
}
