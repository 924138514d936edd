import { randomInt } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createId } from "@/lib/core/ids";
import type { Change, NewRun } from "./records";
import { applyTransition } from "./reduce";
import { createState, type State } from "./state";

const functionIds = ["a", "b"];
const nowMs = 50;

function makeRun(id: string): Change {
  const run: NewRun = {
    ...{ id, functionId: functionIds[randomInt(2)] ?? "", eventId: "e", eventName: "t/e", maxAttempts: 4, priority: 0 },
    ...{ dueAt: randomInt(100), expiresAt: null, startBy: null, finishMs: randomInt(2) === 0 ? null : randomInt(100) },
    ...{
      concurrency: [],
      idempotencyKey: null,
      singletonKey: null,
      throttle: null,
      cancelOn: [],
      parent: null,
      cron: null,
    },
  };
  return { do: "run.created", run };
}

/** Any fact of a run and its jobs, whether it still applies or not. */
function makeChange(runId: string): Change {
  const error = { name: "Error", message: "no" };
  const op = `op${randomInt(4)}`;
  const jobId = [`${runId}:start`, `${runId}:plan:${op}`, `${runId}:discover:${op}`, "none"][randomInt(4)] ?? "";
  const changes: Change[] = [
    { do: "job.added", jobId, runId, step: "step" },
    { do: "job.retried", jobId, runId, attempt: 1, dueAt: randomInt(100), error },
    { do: "job.removed", jobId, runId },
    { do: "run.started", runId, startedAt: randomInt(50) },
    { do: "step.planned", runId, op },
    { do: "sleep.began", runId, op, until: randomInt(100) },
    { do: "wait.began", runId, op, event: "t/x", condition: [], until: randomInt(100) },
    { do: "memo.saved", runId, op, value: { data: 1 }, isInCall: randomInt(2) === 0 },
    ...(randomInt(8) === 0 ? [{ do: "run.finished", runId, status: "completed" } as const] : []),
  ];
  return changes[randomInt(changes.length)] as Change;
}

/** What the counters say, counted anew from the runs. */
function recount(state: State, isWanted: (kind: string, functionId: string) => boolean) {
  const runs = [...state.runs.values()];
  const times = runs.flatMap((run) =>
    run.jobs.filter(({ kind }) => isWanted(kind, run.functionId)).map(({ dueAt }) => dueAt),
  );
  return {
    due: times.filter((one) => one <= nowMs).length,
    later: times.filter((one) => one > nowMs).length,
    oldestAt: Math.min(...times, Number.POSITIVE_INFINITY),
  };
}

describe("the counters of due work", () => {
  it("say after any course of events what counting anew says", () => {
    const state = createState();
    const runIds = Array.from({ length: 30 }, () => createId());
    for (const id of runIds) applyTransition(state, createId(), { at: 0, changes: [makeRun(id)] });
    for (let round = 0; round < 3_000; round++) {
      const runId = runIds[randomInt(runIds.length)] ?? "";
      applyTransition(state, createId(), { at: randomInt(100), changes: [makeChange(runId)] });
      if (round % 50 !== 0) continue;
      for (const id of functionIds) {
        const open = [...state.runs.values()].filter((run) => run.functionId === id && state.openRuns.has(run.id));
        expect(state.openCounts.get(id) ?? 0).toBe(open.length);
        const calls = recount(state, (kind, functionId) => kind === "call" && functionId === id);
        expect(state.dueCalls.get(id)?.read(nowMs) ?? recount(state, () => false)).toEqual(calls);
      }
      expect(state.dueTimers.read(nowMs)).toEqual(recount(state, (kind) => kind !== "call"));
    }
    expect(state.openRuns.size).toBeLessThan(runIds.length);
  });
});
