import type { AccountScope } from "@/lib/access/scope";
import type { VisitorScope } from "@/lib/access/visitor-scope";
import type { Db, Tx } from "@/lib/db/client";

export interface ApiTokenRow {
  id: string;
  name: string;
  createdAt: Date;
  lastUsedAt: Date | null;
}

const TOKEN = { id: true, name: true, createdAt: true, lastUsedAt: true } as const;

export function insertApiToken(
  scope: AccountScope,
  db: Db | Tx,
  token: { id: string; name: string; hash: string; createdAt: Date },
): Promise<ApiTokenRow> {
  return db.apiToken.create({ data: { ...token, accountId: scope.accountId }, select: TOKEN });
}

export function listApiTokens(scope: AccountScope, db: Db | Tx): Promise<ApiTokenRow[]> {
  return db.apiToken.findMany({
    where: { accountId: scope.accountId, revokedAt: null },
    orderBy: { id: "desc" },
    select: TOKEN,
  });
}

/** @returns whether there was such a token to revoke. */
export async function revokeApiToken(scope: AccountScope, db: Db | Tx, id: string, now: Date): Promise<boolean> {
  const { count } = await db.apiToken.updateMany({
    where: { id, accountId: scope.accountId, revokedAt: null },
    data: { revokedAt: now },
  });
  return count > 0;
}

export async function revokeApiTokensOf(
  _scope: VisitorScope,
  db: Db | Tx,
  accountId: string,
  now: Date,
): Promise<void> {
  await db.apiToken.updateMany({ where: { accountId, revokedAt: null }, data: { revokedAt: now } });
}

export function findApiToken(_scope: VisitorScope, db: Db | Tx, hash: string) {
  return db.apiToken.findFirst({
    where: { hash, revokedAt: null },
    select: {
      id: true,
      lastUsedAt: true,
      account: { select: { id: true, name: true, email: true, emailVerifiedAt: true } },
    },
  });
}

export async function touchApiToken(_scope: VisitorScope, db: Db | Tx, id: string, now: Date): Promise<void> {
  await db.apiToken.updateMany({ where: { id, revokedAt: null }, data: { lastUsedAt: now } });
}
