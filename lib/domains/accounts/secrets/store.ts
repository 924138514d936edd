import type { VisitorScope } from "@/lib/access/visitor-scope";
import type { Db, Tx } from "@/lib/db/client";
import type { Prisma } from "@/lib/db/generated/client";
import type { SecretPurpose } from "./rules";

/** What a change of address leads to: normalised, and as it was typed. */
export interface NewAddress {
  newEmail: string;
  newEmailAsTyped: string;
}

/** What a secret leads to. */
export type SecretContent = Partial<NewAddress> & { plan?: Prisma.InputJsonArray };

type SecretRow = SecretContent & {
  id: string;
  accountId: string;
  purpose: SecretPurpose;
  hash: string;
  createdAt: Date;
  expiresAt: Date;
};

export interface UsedSecret {
  accountId: string;
  newEmail: string | null;
  newEmailAsTyped: string | null;
  plan: unknown;
}

export async function insertSecret(_scope: VisitorScope, tx: Db | Tx, secret: SecretRow): Promise<void> {
  await tx.accountToken.createMany({ data: secret });
}

/**
 * Holds the account that a secret belongs to until the commit, so that nobody deletes it meanwhile and of several presses one
 * waits for the other. False when there is none.
 */
export async function holdSecretsAccount(_scope: VisitorScope, tx: Tx, hash: string): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 AS held FROM account a JOIN account_token t ON t.account_id = a.id
    WHERE t.hash = ${hash} AND a.deleted_at IS NULL FOR NO KEY UPDATE OF a`;
  return rows.length > 0;
}

/**
 * Uses a secret up, if it still works: of any number at once exactly one gets the account. Its time runs from when it
 * was made or, if its mail had to wait, from when that was sent.
 */
export async function useSecret(
  _scope: VisitorScope,
  tx: Db | Tx,
  secret: { hash: string; purpose: SecretPurpose; lifetimeMs: number; now: Date },
): Promise<UsedSecret | null> {
  const sentSince = new Date(secret.now.getTime() - secret.lifetimeMs);
  const rows = await tx.$queryRaw<UsedSecret[]>`
    UPDATE account_token SET used_at = ${secret.now}
    WHERE hash = ${secret.hash} AND purpose = ${secret.purpose}::token_purpose AND used_at IS NULL
      AND (expires_at > ${secret.now} OR EXISTS (
        SELECT 1 FROM email
        WHERE email.key = ${`${secret.purpose}:`} || account_token.id::text AND email.sent_at > ${sentSince}))
    RETURNING account_id AS "accountId", new_email AS "newEmail", new_email_as_typed AS "newEmailAsTyped", plan`;
  return rows[0] ?? null;
}

/** Makes the account's other secrets of this purpose useless. */
export async function spendSecrets(
  _scope: VisitorScope,
  tx: Db | Tx,
  accountId: string,
  purpose: SecretPurpose,
  now: Date,
): Promise<void> {
  await tx.accountToken.updateMany({ where: { accountId, purpose, usedAt: null }, data: { usedAt: now } });
}
