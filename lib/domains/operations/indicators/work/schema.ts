/** A function that living processes serve, and since when. */
export interface Served {
  id: string;
  events: string[];
  crons: string[];
  startWithinMs: number | null;
  servedSince: Date;
}

/** Events in the outbox that no queue took yet; those that are held back for a while are not among them. */
export interface UnsentEvents {
  name: string;
  count: number;
  oldestAt: Date;
}

/** What the ledger knows of a function. */
export interface FunctionFacts extends Served {
  /** Taken by the queue, not begun, and still worth something. */
  waiting: number;
  waitsSince: Date | null;
  /** Without those that are held up as their function is paused. */
  running: number;
  held: number;
  pausedAt: Date | null;
  /** When the newest began of those that did not end. */
  newestRunningAt: Date | null;
  oldestRunningAt: Date | null;
  /** Of the last hour. */
  done: number;
  failed: number;
  endedInTenMinutes: number;
  lastBegunAt: Date | null;
  lastTickAt: Date | null;
  lastError: string | null;
}
