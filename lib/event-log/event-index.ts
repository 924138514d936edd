import { randomInt } from "node:crypto";
import { encodeId, hashId, type IdBytes } from "./event-id";
import { IdTable } from "./id-table";
import { FIRST_ID_BYTES, IndexPage, PAGE_SLOTS } from "./index-page";

/** Where one event lies: bytes, never characters. `segment` counts within the current manifest. */
export interface EventPlace {
  slot: number;
  seq: number;
  segment: number;
  offset: number;
  length: number;
  crc: number;
  previousCrc: number;
}

const NO_HASHES = new Uint32Array(0);
const FIRST_HASHES = 1024;

export type NewPlace = Omit<EventPlace, "slot" | "previousCrc">;

/** Finds events by id and by seq. Slots are in log order; all of it lies in typed arrays, some 70 bytes an event. */
export class EventIndex {
  readonly #seed = randomInt(2 ** 32);
  readonly #pages: IndexPage[] = [];
  readonly #table = new IdTable((slot) => this.#getPage(slot).readId(slot & (PAGE_SLOTS - 1)));
  #hashes = NO_HASHES;
  #unlinked = 0;
  size = 0;
  /** The sum of the lengths of all events. */
  bytes = 0;

  has(id: string): boolean {
    return this.#findSlot(id) >= 0;
  }

  find(id: string): EventPlace | undefined {
    return this.at(this.#findSlot(id));
  }

  #findSlot(id: string): number {
    const bytes = encodeId(id);
    return bytes ? this.#table.find(hashId(bytes, this.#seed), bytes) : -1;
  }

  /** Answers false, and keeps what was, when the id is there already. */
  add(id: string, place: NewPlace): boolean {
    const bytes = encodeId(id);
    if (!bytes) throw new Error("An id was measured before it was written.");
    const hash = hashId(bytes, this.#seed);
    if (this.#table.find(hash, bytes) >= 0) return false;
    this.#table.add(hash, this.size);
    this.#put(bytes, place);
    return true;
  }

  /** First half of adding many at once, which is faster than one by one: they are found by id once `link` was called. */
  put(id: IdBytes, place: NewPlace): void {
    if (this.#unlinked === this.#hashes.length) this.#hashes = growHashes(this.#hashes);
    this.#hashes[this.#unlinked] = this.#put(id, place);
    this.#unlinked += 1;
  }

  /** Second half. @returns a slot whose id an earlier one has, or -1. */
  link(): number {
    const hashes = this.#hashes.subarray(0, this.#unlinked);
    this.#hashes = NO_HASHES;
    this.#unlinked = 0;
    return this.#table.addMany(hashes, this.size - hashes.length);
  }

  #put(id: IdBytes, place: NewPlace): number {
    const at = this.size & (PAGE_SLOTS - 1);
    if (at === 0) this.#pages.push(new IndexPage(this.#pages.at(-1)?.idBytes ?? FIRST_ID_BYTES));
    const page = this.#getPage(this.size);
    const hash = page.addId(at, id, this.#seed);
    page.seqs[at] = place.seq;
    page.offsets[at] = place.offset;
    page.lengths[at] = place.length;
    page.segments[at] = place.segment;
    page.crcs[at] = place.crc;
    this.size += 1;
    this.bytes += place.length;
    return hash;
  }

  at(slot: number): EventPlace | undefined {
    if (slot < 0 || slot >= this.size) return undefined;
    const page = this.#getPage(slot);
    const at = slot & (PAGE_SLOTS - 1);
    return {
      slot,
      seq: page.seqs[at] ?? 0,
      segment: page.segments[at] ?? 0,
      offset: page.offsets[at] ?? 0,
      length: page.lengths[at] ?? 0,
      crc: page.crcs[at] ?? 0,
      previousCrc: slot === 0 ? 0 : this.#readCrc(slot - 1),
    };
  }

  /** The first slot whose seq is at least `seq`; `size` when there is none. */
  findSlotFrom(seq: number): number {
    let low = 0;
    let high = this.size;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (this.readSeq(middle) < seq) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** @throws RangeError when there is no such slot. */
  readSeq(slot: number): number {
    return this.#getPage(slot).seqs[slot & (PAGE_SLOTS - 1)] ?? 0;
  }

  #readCrc(slot: number): number {
    return this.#getPage(slot).crcs[slot & (PAGE_SLOTS - 1)] ?? 0;
  }

  #getPage(slot: number): IndexPage {
    const page = this.#pages[Math.floor(slot / PAGE_SLOTS)];
    if (!page) throw new RangeError(`There is no slot ${slot}.`);
    return page;
  }
}

function growHashes(hashes: Uint32Array): Uint32Array<ArrayBuffer> {
  const grown = new Uint32Array(Math.max(FIRST_HASHES, hashes.length * 2));
  grown.set(hashes);
  return grown;
}
