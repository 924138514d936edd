/** The queue's own event of a run that tells of another one's failure. */
export const RUN_FAILED = "inngest/function.failed";
/** The queue's own event of a schedule's tick. */
export const TICKED = "inngest/scheduled.timer";
