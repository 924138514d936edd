import type { VisitorScope } from "@/lib/access/visitor-scope";
import type { Db, Tx } from "@/lib/db/client";
import type { SecretPurpose } from "./rules";

/** What a change of address leads to: normalised, and as it was typed. */
export interface NewAddress {
  newEmail: string;
  newEmailAsTyped: string;
}

interface SecretRow extends Partial<NewAddress> {
  id: string;
  accountId: string;
  purpose: SecretPurpose;
  hash: string;
  createdAt: Date;
  expiresAt: Date;
}

export async function insertSecret(_scope: VisitorScope, tx: Db | Tx, secret: SecretRow): Promise<void> {
  await tx.accountToken.createMany({ data: secret });
}

/**
 * Uses a secret up, if it still works: of any number at once exactly one gets the account. Its time runs from when it
 * was made or, if its mail had to wait, from when that was sent.
 */
export async function useSecret(
  _scope: VisitorScope,
  tx: Db | Tx,
  secret: { hash: string; purpose: SecretPurpose; lifetimeMs: number; now: Date },
): Promise<{ accountId: string; newEmail: string | null; newEmailAsTyped: string | null } | null> {
  const sentSince = new Date(secret.now.getTime() - secret.lifetimeMs);
  const rows = await tx.$queryRaw<{ accountId: string; newEmail: string | null; newEmailAsTyped: string | null }[]>`
    UPDATE account_token SET used_at = ${secret.now}
    WHERE hash = ${secret.hash} AND purpose = ${secret.purpose}::token_purpose AND used_at IS NULL
      AND (expires_at > ${secret.now} OR EXISTS (
        SELECT 1 FROM email
        WHERE email.key = ${`${secret.purpose}:`} || account_token.id::text AND email.sent_at > ${sentSince}))
    RETURNING account_id AS "accountId", new_email AS "newEmail", new_email_as_typed AS "newEmailAsTyped"`;
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
