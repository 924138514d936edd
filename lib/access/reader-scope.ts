import type { AccountScope } from "./scope";
import type { SystemScope } from "./system-scope";

/** The queue acts for one reader: it gets what they themselves may read, and no more. */
export function scopeReader(_system: SystemScope, accountId: string): AccountScope {
  return { accountId } as AccountScope;
}
