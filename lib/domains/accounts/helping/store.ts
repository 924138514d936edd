import type { AdminScope } from "@/lib/access/scope";
import type { Db, Tx } from "@/lib/db/client";

const SELECT = { id: true, name: true, email: true, createdAt: true, emailVerifiedAt: true } as const;

export interface HelpedRow {
  id: string;
  name: string;
  email: string;
  createdAt: Date;
  emailVerifiedAt: Date | null;
}

export function findHelped(
  _scope: AdminScope,
  db: Db | Tx,
  by: { id: string } | { email: string },
): Promise<HelpedRow | null> {
  return db.account.findUnique({ where: by, select: SELECT });
}

export function countWaitingInvites(_scope: AdminScope, db: Db, email: string): Promise<number> {
  return db.invite.count({ where: { email, state: "pending" } });
}
