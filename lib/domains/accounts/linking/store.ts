import type { AccountScope } from "@/lib/access/scope";
import type { VisitorScope } from "@/lib/access/visitor-scope";
import { createId } from "@/lib/core/ids";
import type { Db, Tx } from "@/lib/db/client";

interface IdentityKey {
  provider: string;
  subject: string;
}

/** The account that an identity opens. */
export async function findLinked(
  _scope: VisitorScope,
  db: Db | Tx,
  { provider, subject }: IdentityKey,
): Promise<string | null> {
  const row = await db.identity.findUnique({
    where: { provider_subject: { provider, subject } },
    select: { accountId: true },
  });
  return row?.accountId ?? null;
}

/** The account of an address, which nobody changes until the commit, and whether it is linked at this provider already. */
export async function lockByEmail(
  _scope: VisitorScope,
  tx: Tx,
  email: string,
  provider: string,
): Promise<{ id: string; isVerified: boolean; isLinked: boolean } | null> {
  const [row] = await tx.$queryRaw<{ id: string; isVerified: boolean }[]>`
    SELECT id, email_verified_at IS NOT NULL AS "isVerified" FROM account WHERE email = ${email} FOR NO KEY UPDATE`;
  if (!row) return null;
  return { ...row, isLinked: (await tx.identity.count({ where: { accountId: row.id, provider } })) > 0 };
}

/** @throws a duplicate when another call was first. */
export async function insertIdentity(
  _scope: VisitorScope,
  tx: Tx,
  identity: IdentityKey & { accountId: string },
  now: Date,
): Promise<void> {
  const { accountId, provider, subject } = identity;
  await tx.identity.create({
    data: { id: createId(), accountId, provider, subject, createdAt: now },
    select: { id: true },
  });
}

/** Makes an account that nobody proved to own their own: it has neither the password nor the name that somebody gave it. */
export async function takeOver(
  _scope: VisitorScope,
  tx: Tx,
  id: string,
  { name, now }: { name: string; now: Date },
): Promise<void> {
  await tx.account.update({
    where: { id },
    data: { name, passwordHash: null, emailVerifiedAt: now },
    select: { id: true },
  });
}

/** One's own, the oldest first. */
export function listIdentities(
  { accountId }: AccountScope,
  db: Db | Tx,
): Promise<{ id: string; provider: string; createdAt: Date }[]> {
  return db.identity.findMany({
    where: { accountId },
    orderBy: { createdAt: "asc" },
    select: { id: true, provider: true, createdAt: true },
  });
}

/** Whether the person has a password; until the commit nobody changes how they sign in. */
export async function lockWaysIn(
  { accountId }: AccountScope,
  tx: Tx,
): Promise<{ email: string; hasPassword: boolean }> {
  const [row] = await tx.$queryRaw<{ email: string; hasPassword: boolean }[]>`
    SELECT email, password_hash IS NOT NULL AS "hasPassword" FROM account WHERE id = ${accountId}::uuid FOR NO KEY UPDATE`;
  if (!row) throw new Error("Whoever is signed in has an account.");
  return row;
}

export async function removeIdentity({ accountId }: AccountScope, tx: Tx, id: string): Promise<void> {
  await tx.identity.deleteMany({ where: { id, accountId } });
}
