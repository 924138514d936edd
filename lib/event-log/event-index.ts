import { randomInt } from "node:crypto";
import { encodeId, hashId, type IdBytes } from "./event-id";
import { IdTable } from "./id-table";
import { IndexPage, PAGE_SLOTS } from "./index-page";

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

export type NewPlace = Omit<EventPlace, "slot" | "previousCrc">;

/** Finds events by id and by seq. Slots are in log order; all of it lies in typed arrays, some 70 bytes an event. */
export class EventIndex {
  readonly #seed = randomInt(2 ** 32);
  readonly #pages: IndexPage[] = [];
  readonly #table = new IdTable((slot) => this.#getPage(slot).readId(slot & (PAGE_SLOTS - 1)));
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

  /** First half of adding many at once: keeps the place. @returns the hash that `linkMany` wants. */
  put(id: IdBytes, place: NewPlace): number {
    this.#put(id, place);
    return hashId(id, this.#seed);
  }

  /** Second half: makes the last so many events found by id. @returns a slot whose id an earlier one has, or -1. */
  linkMany(hashes: Uint32Array): number {
    return this.#table.addMany(hashes, this.size - hashes.length);
  }

  #put(id: IdBytes, place: NewPlace): void {
    const at = this.size & (PAGE_SLOTS - 1);
    if (at === 0) this.#pages.push(new IndexPage());
    const page = this.#getPage(this.size);
    page.addId(at, id);
    page.seqs[at] = place.seq;
    page.offsets[at] = place.offset;
    page.lengths[at] = place.length;
    page.segments[at] = place.segment;
    page.crcs[at] = place.crc;
    this.size += 1;
    this.bytes += place.length;
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
