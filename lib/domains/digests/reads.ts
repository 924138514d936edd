import type { AdminScope } from "@/lib/access/scope";
import { readSignedId } from "@/lib/access/tokens";
import { isKind, type NotificationKind } from "@/lib/domains/notifications/catalogue/schema";
import type { Services } from "@/lib/services";
import { readSubscriptionName } from "./at-once/rules";
import { type DigestTick, listTicks } from "./store";

/** A look takes place every quarter of an hour; so many are more than thirty days have. */
const MOST_TICKS = 3000;

/** When the schedule looked whose digest is due since then, and what it found: newest first. */
export function readDigestTicks(
  { db }: Services,
  scope: AdminScope,
  since: Date,
): Promise<(DigestTick & { createdAt: Date })[]> {
  return listTicks(scope, db, since, MOST_TICKS);
}

/** What an unsubscribe link stops: one reader's digests, or with `kinds` what is mailed to them at once about these. Null for a forged one. */
export function readSubscription(
  { config }: Pick<Services, "config">,
  { token }: { token: string },
): { accountId: string; kinds: NotificationKind[] | null } | null {
  const secret = config.app.authSecret;
  const accountId = readSignedId(secret, "unsubscribe", token);
  if (accountId !== null) return { accountId, kinds: null };
  const name = readSignedId(secret, "unsubscribe-kinds", token);
  if (name === null) return null;
  const named = readSubscriptionName(name);
  return { accountId: named.accountId, kinds: named.kinds.filter(isKind) };
}
