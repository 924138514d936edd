import type { SystemScope } from "@/lib/access/system-scope";
import type { Db } from "@/lib/db/client";
import { AT_ONCE_KEY_PREFIX } from "./rules";

/** A written mail at once that has not left. */
export interface WaitingMail {
  emailId: string;
  accountId: string;
}

/** Those that may be tried now and that nobody holds, those first that wait longest. */
export async function listWaitingAtOnce(_scope: SystemScope, db: Db, now: Date, limit: number): Promise<WaitingMail[]> {
  const rows = await db.email.findMany({
    where: {
      lane: "bulk",
      state: { in: ["pending", "deferred"] },
      key: { startsWith: AT_ONCE_KEY_PREFIX },
      nextAttemptAt: { lte: now },
      OR: [{ leaseUntil: null }, { leaseUntil: { lte: now } }],
    },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    take: limit,
    select: { id: true, accountId: true },
  });
  return rows.flatMap(({ id, accountId }) => (accountId === null ? [] : [{ emailId: id, accountId }]));
}
