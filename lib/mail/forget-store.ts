import type { Db, Tx } from "@/lib/db/client";

/** Takes an address out of all that is kept of mails; how many went when stays. What is not out yet does not go any more. */
export async function forgetAddress(tx: Tx, { accountId, email }: { accountId: string; email: string }): Promise<void> {
  await tx.$executeRaw`
    UPDATE email SET account_id = NULL, to_address = '', subject = '', html = '', text = '', headers = '{}'::jsonb,
      lease_until = NULL, key = CASE WHEN strpos(key, ${email}) > 0 THEN id::text ELSE key END,
      reason = CASE WHEN state IN ('pending', 'deferred') THEN 'account_deleted' ELSE reason END,
      state = CASE WHEN state IN ('pending', 'deferred') THEN 'expired'::email_state ELSE state END
    WHERE account_id = ${accountId}::uuid OR to_address = ${email}`;
  await tx.mailReport.deleteMany({ where: { toAddress: email } });
  await tx.mailSuppression.deleteMany({ where: { address: email } });
  await tx.$executeRaw`
    UPDATE mail_journal SET detail = replace(detail, ${email}, 'an address that is gone') WHERE strpos(detail, ${email}) > 0`;
}

/** Whether it went to an address that is not to be kept any more. */
export async function isForgotten(db: Db | Tx, providerId: string): Promise<boolean> {
  return (await db.email.findFirst({ where: { providerId, toAddress: "" }, select: { id: true } })) !== null;
}
