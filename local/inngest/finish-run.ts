import type { JsonValue, RunError } from "./protocol";
import type { Change, FinalStatus } from "./records";
import type { Run } from "./state";

export interface RunResult {
  status: FinalStatus;
  output?: JsonValue;
  error?: RunError;
}

/** The end of a run, and of the step of the parent that invoked it. */
export function planFinish(run: Run, result: RunResult): Change[] {
  const changes: Change[] = [{ do: "run.finished", runId: run.id, ...result }];
  if (run.parent === null) return changes;
  const error = result.error ?? { name: "Error", message: `The invoked run ended as ${result.status}.` };
  const value: JsonValue = result.status === "completed" ? { data: result.output ?? null } : { error };
  return [...changes, { do: "memo.saved", ...run.parent, value, isInCall: false }];
}
