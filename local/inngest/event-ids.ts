import { createHash, randomBytes } from "node:crypto";
import { encodeTime } from "ulid";

const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const seedPattern = /^(\d{1,14}),([A-Za-z0-9+/]{12,16}={0,2})$/;

/** A new ULID whose time part is the given clock's: as one piece of memory, not as the pieces it was joined from. */
export function createUlid(nowMs: number): string {
  return Buffer.from(encodeTime(nowMs, 10) + encodeRandom(randomBytes(16)), "latin1").toString("latin1");
}

/** 32 divides 256, so that every character is as likely as any other. */
function encodeRandom(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => alphabet[byte % 32]).join("");
}

/**
 * Ids of the events of one request. With the SDK's `x-inngest-event-id-seed` ("<ms>,<base64 of 10 bytes>") they depend on
 * the seed and the position alone, so that a request sent again carries the same ids.
 */
export function createEventIds(count: number, seedHeader: string | undefined, nowMs: number): string[] {
  const seed = seedHeader === undefined ? null : seedPattern.exec(seedHeader);
  if (seed === null) return Array.from({ length: count }, () => createUlid(nowMs));
  const time = encodeTime(Number(seed[1]), 10);
  return Array.from({ length: count }, (_, index) => {
    const digest = createHash("sha256").update(`${seed[2]}:${index}`).digest();
    return time + encodeRandom(digest.subarray(0, 16));
  });
}
