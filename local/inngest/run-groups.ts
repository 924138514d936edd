/** Ids that share a record live and die together: a kept record never brings back a run whose end was dropped. */
export class RunGroups {
  readonly #parents = new Map<string, string>();

  has(id: string): boolean {
    return this.#parents.has(id);
  }

  get ids(): Iterable<string> {
    return this.#parents.keys();
  }

  findRoot(id: string): string {
    let root = id;
    for (let next = this.#parents.get(root); next !== undefined && next !== root; next = this.#parents.get(root))
      root = next;
    this.#parents.set(id, root);
    return root;
  }

  join(ids: string[]): void {
    const [first, ...rest] = ids;
    if (first === undefined) return;
    const root = this.findRoot(first);
    for (const id of rest) this.#parents.set(this.findRoot(id), root);
  }
}
