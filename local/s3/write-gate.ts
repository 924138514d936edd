/** What changes records, or removes bytes that one may tell of, passes here; while the gate is held, nothing does. */
export class WriteGate {
  #passing = 0;
  #held: Promise<void> | null = null;
  #onEmpty: () => void = () => undefined;

  /** Not to be nested: the inner one would wait for a holder that waits for the outer one. */
  async pass<T>(work: () => Promise<T>): Promise<T> {
    while (this.#held) await this.#held;
    this.#passing += 1;
    try {
      return await work();
    } finally {
      this.#passing -= 1;
      if (this.#passing === 0) this.#onEmpty();
    }
  }

  /** Resolves when nobody is in the gate any more. One holder at a time. @returns what opens it again. */
  async hold(): Promise<() => void> {
    if (this.#held) throw new Error("The gate is held already.");
    let release: () => void = () => undefined;
    this.#held = new Promise((resolve) => {
      release = () => {
        this.#held = null;
        resolve();
      };
    });
    if (this.#passing > 0) await new Promise<void>((resolve) => (this.#onEmpty = resolve));
    this.#onEmpty = () => undefined;
    return release;
  }
}
