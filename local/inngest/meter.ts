import type { Change } from "./records";

const windowSec = 60;

/** How much was done in the last minute, second by second. Lives in memory: after a restart it begins anew. */
export class Meter {
  readonly #seconds: { second: number; runs: number; steps: number }[] = [];

  count(changes: Change[], nowMs: number): void {
    const runs = changes.filter((change) => change.do === "run.finished").length;
    const steps = changes.filter((change) => change.do === "memo.saved").length;
    if (runs === 0 && steps === 0) return;
    const second = Math.floor(nowMs / 1_000);
    const last = this.#seconds.at(-1);
    if (last?.second === second) {
      last.runs += runs;
      last.steps += steps;
    } else this.#seconds.push({ second, runs, steps });
    while ((this.#seconds[0]?.second ?? second) <= second - windowSec) this.#seconds.shift();
  }

  readLastMinute(nowMs: number): { runs: number; steps: number } {
    const after = Math.floor(nowMs / 1_000) - windowSec;
    const recent = this.#seconds.filter(({ second }) => second > after);
    return {
      runs: recent.reduce((sum, { runs }) => sum + runs, 0),
      steps: recent.reduce((sum, { steps }) => sum + steps, 0),
    };
  }
}
