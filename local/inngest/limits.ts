/** Sizes and counts, equal to the real service's where it has one (its pkg/consts/consts.go). */
export const limits = {
  eventBytes: 512 * 1024,
  eventsPerRequest: 5_000,
  requestBytes: 8 * 1024 * 1024,
  checkpointBytes: 32 * 1024 * 1024,
  replyBytes: 32 * 1024 * 1024,
  stepOutputBytes: 4 * 1024 * 1024,
  runStateBytes: 32 * 1024 * 1024,
  stepsPerRun: 1_000,
  eventIdMemoryMs: 24 * 3_600_000,
  retentionMs: 7 * 24 * 3_600_000,
  callTimeoutMs: 2 * 3_600_000,
  /** Calls of one job that were lost in a row before its run is parked. */
  lostCalls: 5,
  /** Questions in a row that a stalled app leaves unanswered before its calls are given up. */
  silentProbes: 6,
  probeEveryMs: 5_000,
  /** Unfinished runs and kept events, beyond which new events are refused with 503. */
  openRuns: 200_000,
  failuresShown: 50,
  waitingShown: 10,
  cronLateMs: 5 * 60_000,
  /** Attempts when a function sets no `retries`: the real server's default is four retries. */
  defaultAttempts: 5,
} as const;
