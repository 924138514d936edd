import { Prisma } from "@/lib/db/generated/client";

/**
 * SQL: the session or API token that watcher `w` (its `credential_id` and `account_id`) came with has ended. For the questions
 * that live streams ask again and again, of many watchers in one statement.
 */
export function hasLostCredential(now: Date): Prisma.Sql {
  return Prisma.sql`NOT EXISTS (
      SELECT 1 FROM session c
      WHERE c.id = w.credential_id AND c.account_id = w.account_id AND c.revoked_at IS NULL AND c.expires_at > ${now}
      UNION ALL
      SELECT 1 FROM api_token c
      WHERE c.id = w.credential_id AND c.account_id = w.account_id AND c.revoked_at IS NULL)`;
}
