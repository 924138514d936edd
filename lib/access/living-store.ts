import { AppError } from "@/lib/core/errors";
import type { Tx } from "@/lib/db/client";

/**
 * Whether an account is one somebody has, which it then stays until the commit: it waits for whoever is deleting it. What
 * adds anything to an account asks first, in the same transaction: after it locked a project, before it changes an invite.
 */
export async function isLiving(tx: Tx, accountId: string): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 AS living FROM account WHERE id = ${accountId}::uuid AND deleted_at IS NULL FOR KEY SHARE`;
  return rows.length > 0;
}

/** The same of who asks. @throws AppError unauthenticated `account_gone`. */
export async function requireLiving(tx: Tx, accountId: string): Promise<void> {
  if (await isLiving(tx, accountId)) return;
  throw new AppError("unauthenticated", "account_gone", "This account was deleted.");
}
