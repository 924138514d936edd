import type { AccountScope } from "@/lib/access/scope";
import type { VisitorScope } from "@/lib/access/visitor-scope";
import type { Db, Tx } from "@/lib/db/client";

const HOLDER = { id: true, name: true, email: true, emailVerifiedAt: true } as const;

interface HolderRow {
  id: string;
  name: string;
  email: string;
  emailVerifiedAt: Date | null;
}

export interface SessionRow {
  id: string;
  lastUsedAt: Date;
  expiresAt: Date;
  revokedAt: Date | null;
  account: HolderRow;
}

export function insertSession(
  _scope: VisitorScope,
  db: Db | Tx,
  session: { id: string; accountId: string; userAgent: string; now: Date; expiresAt: Date },
): Promise<{ id: string }> {
  const { now, ...rest } = session;
  return db.session.create({ data: { ...rest, createdAt: now, lastUsedAt: now }, select: { id: true } });
}

export function findSession(_scope: VisitorScope, db: Db | Tx, id: string): Promise<SessionRow | null> {
  return db.session.findUnique({
    where: { id },
    select: { id: true, lastUsedAt: true, expiresAt: true, revokedAt: true, account: { select: HOLDER } },
  });
}

export async function touchSession(_scope: VisitorScope, db: Db | Tx, id: string, now: Date): Promise<void> {
  await db.session.updateMany({ where: { id, revokedAt: null, lastUsedAt: { lt: now } }, data: { lastUsedAt: now } });
}

export async function revokeSession(_scope: VisitorScope, db: Db | Tx, id: string, now: Date): Promise<void> {
  await db.session.updateMany({ where: { id, revokedAt: null }, data: { revokedAt: now } });
}

export async function revokeSessionsOf(_scope: VisitorScope, db: Db | Tx, accountId: string, now: Date): Promise<void> {
  await db.session.updateMany({ where: { accountId, revokedAt: null }, data: { revokedAt: now } });
}

export interface OwnSessionRow {
  id: string;
  createdAt: Date;
  lastUsedAt: Date;
  expiresAt: Date;
  revokedAt: Date | null;
  userAgent: string;
}

/** Those that nobody ended, the last used first. */
export function listSessions(scope: AccountScope, db: Db): Promise<OwnSessionRow[]> {
  return db.session.findMany({
    where: { accountId: scope.accountId, revokedAt: null },
    orderBy: [{ lastUsedAt: "desc" }, { id: "desc" }],
    select: { id: true, createdAt: true, lastUsedAt: true, expiresAt: true, revokedAt: true, userAgent: true },
  });
}

/** @returns whether there was such a session to end. */
export async function revokeOwnSession(scope: AccountScope, db: Db, id: string, now: Date): Promise<boolean> {
  const { count } = await db.session.updateMany({
    where: { id, accountId: scope.accountId, revokedAt: null },
    data: { revokedAt: now },
  });
  return count > 0;
}

/** Ends all but the one that is kept. */
export async function revokeOtherSessions(
  scope: AccountScope,
  db: Db | Tx,
  keptId: string | null,
  now: Date,
): Promise<void> {
  await db.session.updateMany({
    where: { accountId: scope.accountId, revokedAt: null, ...(keptId === null ? {} : { id: { not: keptId } }) },
    data: { revokedAt: now },
  });
}
