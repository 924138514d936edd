import type { Job, Run } from "./state";

/** A due call. Within a function the order is: priority, then due time, then arrival. */
export interface ReadyCall {
  job: Job;
  run: Run;
  order: number;
}

export function compareCalls(a: ReadyCall, b: ReadyCall): number {
  return b.run.priority - a.run.priority || a.job.dueAt - b.job.dueAt || a.order - b.order;
}
