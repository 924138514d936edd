const DAY_MS = 24 * 60 * 60_000;

/** What was deleted can be brought back for so long; then its bytes go. */
export const DELETED_KEPT_MS = 30 * DAY_MS;
