import { hasLostCredential } from "@/lib/access/credential-store";
import type { AccountScope } from "@/lib/access/scope";
import { toArrayLiteral } from "@/lib/db/array-literal";
import type { Db } from "@/lib/db/client";

/** The name of what there is: two that are alike mean that nothing changed in between. */
export type NoticeState = { notices: string };

/** One who follows their own notices, and by which credential. */
export interface NoticeWatcher {
  accountId: string;
  credentialId: string;
}

/** Names the newest notice and how many are unseen: by the index alone, without a look at what they tell of. */
export async function readNoticeState({ accountId }: Pick<AccountScope, "accountId">, db: Db): Promise<NoticeState> {
  const rows = await db.$queryRaw<NoticeState[]>`
    SELECT COALESCE((SELECT n.id::text FROM notification n WHERE n.reader_id = ${accountId}::uuid ORDER BY n.id DESC LIMIT 1), '-')
      || '.' || (SELECT count(*) || '-' || COALESCE(sum(hashtextextended(u.id::text, 0)), 0)
        FROM notification u WHERE u.reader_id = ${accountId}::uuid AND u.seen_at IS NULL) AS notices`;
  return rows[0] ?? { notices: "" };
}

/** Places of the watchers whose credential is gone. */
export async function findLostNoticeWatchers(watchers: NoticeWatcher[], db: Db, now: Date): Promise<number[]> {
  const accountIds = watchers.map((watcher) => watcher.accountId);
  const credentialIds = watchers.map((watcher) => watcher.credentialId);
  const rows = await db.$queryRaw<{ place: number }[]>`
    SELECT w.place::int AS place
    FROM unnest(${toArrayLiteral(accountIds)}::uuid[], ${toArrayLiteral(credentialIds)}::uuid[]) WITH ORDINALITY AS w(account_id, credential_id, place)
    WHERE ${hasLostCredential(now)}`;
  return rows.map((row) => row.place - 1);
}
