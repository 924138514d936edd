/** How many jobs are due at each instant: what the statistics ask for without a look at every job. */
export class DueTimes {
  readonly #counts = new Map<number, number>();

  add(dueAt: number): void {
    this.#counts.set(dueAt, (this.#counts.get(dueAt) ?? 0) + 1);
  }

  remove(dueAt: number): void {
    const left = (this.#counts.get(dueAt) ?? 0) - 1;
    if (left > 0) this.#counts.set(dueAt, left);
    else this.#counts.delete(dueAt);
  }

  /** How many are due by `nowMs` and how many later, and the oldest instant. `except` lists some that do not count. */
  read(nowMs: number, except: readonly number[] = []): { due: number; later: number; oldestAt: number } {
    let due = 0;
    let later = 0;
    let oldestAt = Number.POSITIVE_INFINITY;
    for (const [dueAt, all] of this.#counts) {
      const count = all - except.filter((one) => one === dueAt).length;
      if (count <= 0) continue;
      if (dueAt <= nowMs) due += count;
      else later += count;
      oldestAt = Math.min(oldestAt, dueAt);
    }
    return { due, later, oldestAt };
  }
}
