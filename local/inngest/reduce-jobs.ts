import { DueTimes } from "./due-times";
import type { Job, Run, State } from "./state";

/** Adds a job once: a second one with the same id is the same work. */
export function addJob(state: State, job: Job): void {
  const run = state.runs.get(job.runId);
  if (run === undefined || findJob(run, job.id) !== undefined) return;
  run.jobs = run.jobs.concat(job);
  announce(state, run, job);
}

export function findJob(run: Run, jobId: string): Job | undefined {
  return run.jobs.find(({ id }) => id === jobId);
}

/** Puts a job in the place of what it was. */
export function replaceJob(state: State, run: Run, old: Job, job: Job): void {
  selectTimes(state, run, old).remove(old.dueAt);
  run.jobs = run.jobs.map((one) => (one === old ? job : one));
  announce(state, run, job);
}

export function removeJob(state: State, runId: string, jobId: string): void {
  const run = state.runs.get(runId);
  const job = run && findJob(run, jobId);
  if (run === undefined || job === undefined) return;
  run.jobs = run.jobs.filter((one) => one !== job);
  selectTimes(state, run, job).remove(job.dueAt);
}

/** Finds out, with one call, what comes after an operation has ended. */
export function addDiscovery(state: State, run: Run, op: string, dueAt: number): void {
  addJob(state, { id: `${run.id}:discover:${op}`, runId: run.id, kind: "call", step: "step", attempt: 0, dueAt });
}

/** Shows a job to the scheduler and to the statistics. */
function announce(state: State, run: Run, job: Job): void {
  selectTimes(state, run, job).add(job.dueAt);
  state.freshJobs.push(job);
}

function selectTimes(state: State, run: Run, job: Job): DueTimes {
  if (job.kind !== "call") return state.dueTimers;
  const times = state.dueCalls.get(run.functionId) ?? new DueTimes();
  state.dueCalls.set(run.functionId, times);
  return times;
}
