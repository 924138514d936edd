import type { IdBytes } from "./event-id";
import type { EventIndex, NewPlace } from "./event-index";

const FIRST_SLOTS = 1024;

/** Many events in a row that become known by id together, which is faster than one by one. */
export class IndexBatch {
  #hashes = new Uint32Array(FIRST_SLOTS);
  #size = 0;

  constructor(private readonly index: EventIndex) {}

  put(id: IdBytes, place: NewPlace): void {
    if (this.#size === this.#hashes.length) {
      const grown = new Uint32Array(this.#size * 2);
      grown.set(this.#hashes);
      this.#hashes = grown;
    }
    this.#hashes[this.#size] = this.index.put(id, place);
    this.#size += 1;
  }

  /** @returns a slot whose id another one has already, or -1. The batch is empty then. */
  link(): number {
    const hashes = this.#hashes.subarray(0, this.#size);
    this.#size = 0;
    return this.index.linkMany(hashes);
  }
}
