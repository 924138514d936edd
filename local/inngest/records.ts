import type { Condition } from "./expressions";
import type { InngestEvent, JsonObject, JsonValue, RunError } from "./protocol";

export type RunStatus = "queued" | "running" | "completed" | "failed" | "cancelled" | "expired";
export type FinalStatus = Exclude<RunStatus, "queued" | "running">;

/** Everything about a run that is decided when its event is routed. Instants are ms since 1970. */
export interface NewRun {
  id: string;
  functionId: string;
  /** Internal id of the event that it is called with; its payload is read from the log when needed. */
  eventId: string;
  eventName: string;
  maxAttempts: number;
  priority: number;
  dueAt: number;
  /** Not called for the first time, nor tried again, after this. */
  expiresAt: number | null;
  /** Not called for the first time after this (`timeouts.start`). */
  startBy: number | null;
  finishMs: number | null;
  concurrency: { key: string; limit: number }[];
  idempotencyKey: string | null;
  singletonKey: string | null;
  /** Starts of the same key follow one another (GCRA): `everyMs` apart, after `burst` at once. */
  throttle: { key: string; everyMs: number; burst: number } | null;
  cancelOn: { event: string; condition: Condition; until: number | null }[];
  parent: { runId: string; op: string } | null;
  /** The cron expression whose tick made the run. */
  cron: string | null;
}

export type JobKind = "call" | "wake" | "timeout" | "invoke_timeout" | "deadline";

/** One fact. The reducer derives all state, follow-up jobs too, from facts alone. */
export type Change =
  | { do: "app.synced"; url: string; appId: string; sdk: string; functions: JsonObject[] }
  | { do: "event.received"; id: string; event: InngestEvent; source: "api" | "cron" | "engine"; fate: EventFate }
  | { do: "event.routed"; id: string; fate: EventFate }
  | { do: "cron.ticked"; functionId: string; expression: string; tick: number; missed: number }
  | { do: "run.created"; run: NewRun }
  | { do: "run.skipped"; functionId: string; eventId: string; reason: "idempotency" | "singleton" }
  | { do: "function.paused"; functionId: string; isPaused: boolean }
  | { do: "run.started"; runId: string; startedAt: number }
  | { do: "run.admitted"; runId: string; admittedAt: number }
  | { do: "run.versioned"; runId: string; version: number }
  | { do: "run.forked"; runId: string; ops: string[]; races: string[] }
  | { do: "run.finished"; runId: string; status: FinalStatus; output?: JsonValue; error?: RunError }
  | { do: "job.added"; jobId: string; runId: string; step: string }
  | {
      do: "job.retried";
      jobId: string;
      runId: string;
      attempt: number;
      dueAt: number;
      error: RunError;
      isLost?: boolean;
    }
  | { do: "job.removed"; jobId: string; runId: string }
  | { do: "step.planned"; runId: string; op: string }
  | { do: "sleep.began"; runId: string; op: string; until: number }
  | { do: "wait.began"; runId: string; op: string; event: string; condition: Condition | null; until: number | null }
  | { do: "invoke.began"; runId: string; op: string; until: number | null }
  | { do: "memo.saved"; runId: string; op: string; value: JsonValue; isInCall: boolean };

/** routed: a function or a waiting run took it. unmatched: nobody did. kept: no app has answered yet, it waits for one. */
export type EventFate = "routed" | "unmatched" | "kept";

/** What one log record holds: all facts of one transition, so that a crash keeps all of them or none. */
export interface Transition {
  at: number;
  changes: Change[];
}
