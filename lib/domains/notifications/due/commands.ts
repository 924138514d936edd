import type { AccountScope } from "@/lib/access/scope";
import type { SystemScope } from "@/lib/access/system-scope";
import type { Db, Tx } from "@/lib/db/client";
import { deleteOldDue, takeDue } from "./store";

/** Takes what is due to a reader about a place, in the transaction that mails it or lets it go. @returns false when it was taken. */
export function claimDue(tx: Tx, scope: AccountScope, targetId: string, mailedAt: Date | null): Promise<boolean> {
  return takeDue(scope, tx, targetId, mailedAt);
}

/** Forgets places that were quiet since then. @returns how many. */
export function forgetOldDue(db: Db, scope: SystemScope, before: Date): Promise<number> {
  return deleteOldDue(scope, db, before);
}
