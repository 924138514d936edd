import type { Job, Run, State } from "./state";

/** Adds a job once: a second one with the same id is the same work. */
export function addJob(state: State, job: Job): void {
  const run = state.runs.get(job.runId);
  if (run === undefined || state.jobs.has(job.id)) return;
  run.jobs.add(job.id);
  takeFreshJob(state, job);
}

/** Stores a job and shows it to the scheduler. */
export function takeFreshJob(state: State, job: Job): void {
  state.jobs.set(job.id, job);
  state.freshJobs.push(job);
}

export function removeJob(state: State, jobId: string): void {
  const job = state.jobs.get(jobId);
  if (job === undefined) return;
  state.jobs.delete(jobId);
  state.runs.get(job.runId)?.jobs.delete(jobId);
}

/** Finds out, with one call, what comes after an operation has ended. */
export function addDiscovery(state: State, run: Run, op: string, dueAt: number): void {
  addJob(state, { id: `${run.id}:discover:${op}`, runId: run.id, kind: "call", step: "step", attempt: 0, dueAt });
}
