/** What an operator should hear of. */
export type InngestReport =
  | { kind: "app_synced"; url: string; appId: string; functions: number; refused: number }
  | { kind: "app_sync_failed"; url: string; reason: string }
  | { kind: "app_unreachable"; url: string; reason: string; retryInMs: number }
  | { kind: "function_refused"; functionId: string; reasons: string[] }
  | { kind: "event_unmatched"; name: string }
  | { kind: "run_failed"; runId: string; functionId: string; error: string }
  /** Runs that were too old to be called: one report for all that were dropped in one go. */
  | { kind: "runs_expired"; functionId: string; count: number; reason: string }
  | { kind: "call_rejected"; functionId: string; status: number }
  | { kind: "cron_missed"; functionId: string; expression: string; missed: number }
  | { kind: "request_failed"; reason: string }
  | { kind: "log"; report: unknown }
  /** The disk is full: records wait for room, nothing new is taken. */
  | { kind: "log_blocked"; reason: string }
  | { kind: "log_unblocked" }
  | { kind: "prune_failed"; reason: string }
  | { kind: "halted"; reason: string };

export type Report = (report: InngestReport) => void;
