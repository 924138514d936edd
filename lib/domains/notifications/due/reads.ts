import type { AccountScope } from "@/lib/access/scope";
import type { SystemScope } from "@/lib/access/system-scope";
import type { Tx } from "@/lib/db/client";
import type { Services } from "@/lib/services";
import { type DueRow, hasUntold, listDue, listQuietHours, type Pace, type QuietHours } from "./store";

export type { DueRow };

/** Mails at once that may be written by this pace, a pair of reader and place each; none for those who want quiet now. */
export async function readDue(
  { db }: Services,
  scope: SystemScope,
  pace: Pace,
  options: { isQuiet: (hours: QuietHours) => boolean; limit: number },
): Promise<DueRow[]> {
  const quietNow = (await listQuietHours(scope, db)).filter(options.isQuiet);
  return listDue(scope, db, { pace, quietNow }, options.limit);
}

/** Whether something is still to be told to this reader at once. */
export function isTellingAtOnce(tx: Tx, scope: AccountScope): Promise<boolean> {
  return hasUntold(scope, tx);
}
