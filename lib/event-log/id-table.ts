import { type IdBytes, isSameId } from "./event-id";

const SHARDS = 256;
const FIRST_PAIRS = 4;
const NO_PAIRS = new Uint32Array(2);

/**
 * From ids to slots: a hash table with open addressing, pairs of hash and slot + 1 in typed arrays, 0 where none is. It
 * is cut into shards that grow one at a time: doubling one of millions of entries would hold an append up for as long
 * as it takes.
 */
export class IdTable {
  readonly #shards = Array.from({ length: SHARDS }, () => new Uint32Array(FIRST_PAIRS * 2));
  readonly #counts = new Uint32Array(SHARDS);

  constructor(private readonly readId: (slot: number) => IdBytes) {}

  /** The slot of this id, or -1. */
  find(hash: number, id: IdBytes): number {
    const pairs = this.#shards[hash & (SHARDS - 1)] ?? NO_PAIRS;
    const mask = pairs.length - 2;
    for (let at = placeOf(hash, mask); pairs[at + 1] !== 0; at = (at + 2) & mask) {
      const slot = (pairs[at + 1] ?? 0) - 1;
      if (pairs[at] === hash && isSameId(this.readId(slot), id)) return slot;
    }
    return -1;
  }

  /** For a slot whose id `find` did not answer. */
  add(hash: number, slot: number): void {
    putPair(this.#reserve(hash & (SHARDS - 1), 1), hash, slot + 1);
  }

  /**
   * Adds the slots from `firstSlot` on, shard by shard: jumping about in a table of millions of entries waits for memory
   * most of the time. @returns the first slot found whose id is there already, or -1.
   */
  addMany(hashes: Uint32Array, firstSlot: number): number {
    const { sorted, order, ends } = sortByShard(hashes);
    for (let shard = 0, from = 0; shard < SHARDS; shard += 1) {
      const to = ends[shard] ?? 0;
      const pairs = this.#reserve(shard, to - from);
      const mask = pairs.length - 2;
      for (; from < to; from += 1) {
        const hash = sorted[from] ?? 0;
        const slot = firstSlot + (order[from] ?? 0);
        let at = placeOf(hash, mask);
        for (; pairs[at + 1] !== 0; at = (at + 2) & mask) {
          if (pairs[at] === hash && this.#hasSameId((pairs[at + 1] ?? 0) - 1, slot)) return slot;
        }
        pairs[at] = hash;
        pairs[at + 1] = slot + 1;
      }
    }
    return -1;
  }

  #hasSameId(slot: number, other: number): boolean {
    return isSameId(this.readId(slot), this.readId(other));
  }

  /** Makes room for so many more. At three quarters full the runs of neighbours get long. */
  #reserve(shard: number, added: number): Uint32Array {
    const count = (this.#counts[shard] ?? 0) + added;
    this.#counts[shard] = count;
    let pairs = this.#shards[shard] ?? NO_PAIRS;
    while (count * 8 > pairs.length * 3) pairs = this.#shards[shard] = growPairs(pairs);
    return pairs;
  }
}

/** The hashes shard by shard, where each of them stood before, and where each shard ends. */
function sortByShard(hashes: Uint32Array): { sorted: Uint32Array; order: Uint32Array; ends: Uint32Array } {
  const ends = new Uint32Array(SHARDS + 1);
  for (const hash of hashes) ends[(hash & (SHARDS - 1)) + 1] = (ends[(hash & (SHARDS - 1)) + 1] ?? 0) + 1;
  for (let shard = 0; shard < SHARDS; shard += 1) ends[shard + 1] = (ends[shard + 1] ?? 0) + (ends[shard] ?? 0);
  const sorted = new Uint32Array(hashes.length);
  const order = new Uint32Array(hashes.length);
  for (let n = 0; n < hashes.length; n += 1) {
    const hash = hashes[n] ?? 0;
    const shard = hash & (SHARDS - 1);
    const place = ends[shard] ?? 0;
    sorted[place] = hash;
    order[place] = n;
    ends[shard] = place + 1;
  }
  return { sorted, order, ends };
}

/** The low byte chose the shard; the bits above choose the place. */
function placeOf(hash: number, mask: number): number {
  return ((hash >>> 8) << 1) & mask;
}

function putPair(pairs: Uint32Array, hash: number, value: number): void {
  const mask = pairs.length - 2;
  let at = placeOf(hash, mask);
  while (pairs[at + 1] !== 0) at = (at + 2) & mask;
  pairs[at] = hash;
  pairs[at + 1] = value;
}

function growPairs(pairs: Uint32Array): Uint32Array<ArrayBuffer> {
  const grown = new Uint32Array(pairs.length * 2);
  for (let at = 0; at < pairs.length; at += 2) {
    if (pairs[at + 1] !== 0) putPair(grown, pairs[at] ?? 0, pairs[at + 1] ?? 0);
  }
  return grown;
}
