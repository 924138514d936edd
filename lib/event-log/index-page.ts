import { copyAndHashId, type IdBytes } from "./event-id";

/** Slots of one page. Pages are filled once and never copied, so that growing holds nobody up and wastes no room. */
export const PAGE_SLOTS = 4096;
/** The room for ids that the first page begins with. */
export const FIRST_ID_BYTES = 16 * 1024;

/** What the index knows of 4,096 events side by side: 32 bytes an event, and the bytes of its id. */
export class IndexPage {
  readonly seqs = new Float64Array(PAGE_SLOTS);
  readonly offsets = new Float64Array(PAGE_SLOTS);
  readonly lengths = new Uint32Array(PAGE_SLOTS);
  readonly segments = new Uint32Array(PAGE_SLOTS);
  readonly crcs = new Uint32Array(PAGE_SLOTS);
  /** Where each id begins, and where the last one ends. */
  readonly #idStarts = new Uint32Array(PAGE_SLOTS + 1);
  #ids: Buffer;

  /** @param idBytes about how much room its ids will take: it is grown, and given back, as needed. */
  constructor(idBytes: number) {
    this.#ids = Buffer.allocUnsafeSlow(idBytes);
  }

  /** @returns the id's hash. */
  addId(at: number, id: IdBytes, seed: number): number {
    const start = this.#idStarts[at] ?? 0;
    const end = start + id.end - id.start;
    if (end > this.#ids.length) this.#resizeIds(Math.max(end, this.#ids.length * 2));
    const hash = copyAndHashId(id, this.#ids, start, seed);
    this.#idStarts[at + 1] = end;
    if (at === PAGE_SLOTS - 1) this.#resizeIds(end);
    return hash;
  }

  get idBytes(): number {
    return this.#ids.length;
  }

  readId(at: number): IdBytes {
    return { bytes: this.#ids, start: this.#idStarts[at] ?? 0, end: this.#idStarts[at + 1] ?? 0 };
  }

  #resizeIds(sizeBytes: number): void {
    const resized = Buffer.allocUnsafeSlow(sizeBytes);
    this.#ids.copy(resized);
    this.#ids = resized;
  }
}
