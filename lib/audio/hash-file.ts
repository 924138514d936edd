import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";

/** Pieces small enough that hashing one never holds up other work for more than a millisecond. */
const PIECE_BYTES = 256 * 1024;

/** SHA-256 of a file as hex, streamed. */
export async function hashFile(path: string, signal: AbortSignal): Promise<string> {
  const hash = createHash("sha256");
  for await (const piece of createReadStream(path, { highWaterMark: PIECE_BYTES, signal }))
    hash.update(piece as Buffer);
  return hash.digest("hex");
}
