// Small enough to be still in the cache of the core that hashes it.
const maxBlockBytes = 256 * 1024;
const maxSpares = 32;

/** Blocks of memory that bodies are gathered in, used again and again: what is made anew for each is garbage for a while. */
export class BlockStore {
  readonly #spares: ArrayBuffer[] = [];

  /** A block for a body of that many bytes; a short body gets a short one. */
  take(expectedBytes: number): ArrayBuffer {
    if (expectedBytes >= maxBlockBytes) return this.#spares.pop() ?? new ArrayBuffer(maxBlockBytes);
    return new ArrayBuffer(Math.max(1, expectedBytes));
  }

  giveBack(blocks: readonly ArrayBuffer[]): void {
    for (const block of blocks) {
      if (block.byteLength === maxBlockBytes && this.#spares.length < maxSpares) this.#spares.push(block);
    }
  }
}
