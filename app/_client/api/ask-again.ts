import { ApiError } from "./api-error";

/** With waits of 1, 2, 4 and 8 seconds between them: as long as a database needs to start again. */
const TRIES_WHILE_AWAY = 4;

/**
 * Whether a read that failed is asked again, after so many tries that failed too: what is away comes back, what was refused
 * stays refused, and what nobody foresaw gets a second chance.
 */
export function shouldAskAgain(failures: number, error: unknown): boolean {
  if (!(error instanceof ApiError)) return failures < 1;
  const { status, code } = error.problem;
  if (code === "unavailable") return failures < TRIES_WHILE_AWAY;
  return status >= 500 && failures < 1;
}
