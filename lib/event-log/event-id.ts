/** An event's id as it stands in its line: JSON-escaped UTF-8 without the quotes. JSON.stringify is the one way to write it. */
export interface IdBytes {
  bytes: Buffer;
  start: number;
  end: number;
}

export const MAX_ID_CHARS = 1024;

/** An escaped character takes six bytes at most. */
const scratch = Buffer.alloc(MAX_ID_CHARS * 6 + 2);

/** Valid until the next call: the bytes lie in one buffer that is used again. Undefined for an id that no event can have. */
export function encodeId(id: string): IdBytes | undefined {
  if (id.length > MAX_ID_CHARS) return undefined;
  return { bytes: scratch, start: 1, end: scratch.write(JSON.stringify(id), "utf8") - 1 };
}

/** 32 bits that differ from one process to the next by `seed`, so that nobody can choose ids that collide. FNV-1a, mixed. */
export function hashId({ bytes, start, end }: IdBytes, seed: number): number {
  let hash = seed;
  for (let at = start; at < end; at += 1) hash = addToHash(hash, bytes[at] ?? 0);
  return mixHash(hash);
}

/** Copies an id to `at` of another buffer, and answers its hash: one pass over it instead of two. */
export function copyAndHashId({ bytes, start, end }: IdBytes, target: Buffer, at: number, seed: number): number {
  let hash = seed;
  for (let from = start, to = at; from < end; from += 1, to += 1) {
    const byte = bytes[from] ?? 0;
    target[to] = byte;
    hash = addToHash(hash, byte);
  }
  return mixHash(hash);
}

function addToHash(hash: number, byte: number): number {
  return Math.imul(hash ^ byte, 0x01000193);
}

function mixHash(unmixed: number): number {
  let hash = Math.imul(unmixed ^ (unmixed >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

export function isSameId(one: IdBytes, other: IdBytes): boolean {
  const length = one.end - one.start;
  if (length !== other.end - other.start) return false;
  for (let at = 0; at < length; at += 1) {
    if (one.bytes[one.start + at] !== other.bytes[other.start + at]) return false;
  }
  return true;
}
