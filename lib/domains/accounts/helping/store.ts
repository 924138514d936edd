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

/** Where somebody is signed in, and their API tokens. */
export async function countCredentials(
  _scope: AdminScope,
  db: Db,
  accountId: string,
  now: Date,
): Promise<{ sessions: number; apiTokens: number }> {
  const [sessions, apiTokens] = await Promise.all([
    db.session.count({ where: { accountId, revokedAt: null, expiresAt: { gt: now } } }),
    db.apiToken.count({ where: { accountId, revokedAt: null } }),
  ]);
  return { sessions, apiTokens };
}

/** Ends them. @returns how many there were of each. */
export async function revokeCredentials(
  _scope: AdminScope,
  tx: Tx,
  input: { accountId: string; withTokens: boolean; now: Date },
): Promise<{ sessions: number; apiTokens: number }> {
  const { accountId, withTokens, now } = input;
  const data = { revokedAt: now };
  const sessions = await tx.session.updateMany({ where: { accountId, revokedAt: null, expiresAt: { gt: now } }, data });
  const apiTokens = withTokens ? await tx.apiToken.updateMany({ where: { accountId, revokedAt: null }, data }) : null;
  return { sessions: sessions.count, apiTokens: apiTokens?.count ?? 0 };
}
