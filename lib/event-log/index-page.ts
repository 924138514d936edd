import type { IdBytes } from "./event-id";

/** Slots of one page. Pages are filled once and never copied, so that growing holds nobody up and wastes no room. */
export const PAGE_SLOTS = 4096;
const FIRST_ID_BYTES = 16 * 1024;

/** What the index knows of 4,096 events side by side: 32 bytes an event, and the bytes of its id. */
export class IndexPage {
  readonly seqs = new Float64Array(PAGE_SLOTS);
  readonly offsets = new Float64Array(PAGE_SLOTS);
  readonly lengths = new Uint32Array(PAGE_SLOTS);
  readonly segments = new Uint32Array(PAGE_SLOTS);
  readonly crcs = new Uint32Array(PAGE_SLOTS);
  readonly #idEnds = new Uint32Array(PAGE_SLOTS);
  #ids = Buffer.allocUnsafeSlow(FIRST_ID_BYTES);

  addId(at: number, id: IdBytes): void {
    const start = this.#findIdStart(at);
    const end = start + id.end - id.start;
    if (end > this.#ids.length) this.#resizeIds(Math.max(end, this.#ids.length * 2));
    const [ids, { bytes }] = [this.#ids, id];
    // A loop over some two dozen bytes is faster than a call out of JavaScript.
    for (let from = id.start, to = start; to < end; from += 1, to += 1) ids[to] = bytes[from] ?? 0;
    this.#idEnds[at] = end;
    if (at === PAGE_SLOTS - 1) this.#resizeIds(end);
  }

  readId(at: number): IdBytes {
    return { bytes: this.#ids, start: this.#findIdStart(at), end: this.#idEnds[at] ?? 0 };
  }

  #findIdStart(at: number): number {
    return at === 0 ? 0 : (this.#idEnds[at - 1] ?? 0);
  }

  #resizeIds(sizeBytes: number): void {
    const resized = Buffer.allocUnsafeSlow(sizeBytes);
    this.#ids.copy(resized);
    this.#ids = resized;
  }
}
