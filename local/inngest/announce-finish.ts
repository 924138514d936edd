import { createUlid } from "./event-ids";
import { planFinish, type RunResult } from "./finish-run";
import { type InngestEvent, systemEvents } from "./protocol";
import type { Change } from "./records";
import { hasListener, isQuiet, planEvent } from "./route-event";
import type { Run, State } from "./state";

/**
 * The end of a run with the system events it gives out: `inngest/function.failed` (what onFailure listens to, its id is
 * the run's, so that it starts one run at most), `.cancelled` (expired runs too) and `.finished`.
 */
export function planAnnouncedFinish(
  state: State,
  run: Run,
  event: InngestEvent | undefined,
  result: RunResult,
  nowMs: number,
): Change[] {
  const changes = planFinish(run, result);
  if (event === undefined || isQuiet(run)) return changes;
  const names = [systemEvents.finished, pickEndName(result)].filter((name) => name !== null);
  for (const name of names) {
    if (!hasListener(state, name)) continue;
    const id = createUlid(nowMs);
    const announced = { id: run.id, name, ts: nowMs, data: buildData(run, event, result) };
    changes.push(...planEvent(state, { id, event: announced, source: "engine" }, nowMs));
  }
  return changes;
}

function pickEndName(result: RunResult): string | null {
  if (result.status === "failed") return systemEvents.failed;
  return result.status === "completed" ? null : systemEvents.cancelled;
}

function buildData(run: Run, event: InngestEvent, result: RunResult): InngestEvent["data"] {
  const status = { completed: "Completed", failed: "Failed", cancelled: "Cancelled", expired: "Cancelled" }[
    result.status
  ];
  return {
    function_id: run.functionId,
    run_id: run.id,
    event,
    events: [event],
    ...(result.error === undefined ? { result: result.output ?? null } : { error: result.error }),
    _inngest: { status },
  };
}
