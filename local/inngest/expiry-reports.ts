import type { Report } from "./reports";

interface Dropped {
  functionId: string;
  reason: string;
  count: number;
}

/** Counts runs that were too old, so that a backlog of thousands is told in one line for each function and reason. */
export class ExpiryReports {
  readonly #dropped = new Map<string, Dropped>();

  constructor(private readonly onReport: Report) {}

  add(functionId: string, reason: string): void {
    const key = `${functionId} ${reason}`;
    const known = this.#dropped.get(key) ?? { functionId, reason, count: 0 };
    known.count += 1;
    this.#dropped.set(key, known);
  }

  flush(): void {
    const all = [...this.#dropped.values()];
    this.#dropped.clear();
    for (const dropped of all) this.onReport({ kind: "runs_expired", ...dropped });
  }
}
