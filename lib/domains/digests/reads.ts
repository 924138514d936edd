import type { AdminScope } from "@/lib/access/scope";
import { readSignedId } from "@/lib/access/tokens";
import { isKind, type NotificationKind } from "@/lib/domains/notifications/catalogue/schema";
import type { Services } from "@/lib/services";
import { readSubscriptionName } from "./at-once/rules";
import { readSongSubscriptionName } from "./rules";
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

/** What an unsubscribe link stops for its reader: digests, mails at once about some kinds, or all but mentions of a song. */
export type Subscription = { accountId: string } & (
  | { of: "digests" }
  | { of: "kinds"; kinds: NotificationKind[] }
  | { of: "song"; songId: string }
);

/** Null for a forged one. */
export function readSubscription(
  { config }: Pick<Services, "config">,
  { token }: { token: string },
): Subscription | null {
  const secret = config.app.authSecret;
  const accountId = readSignedId(secret, "unsubscribe", token);
  if (accountId !== null) return { accountId, of: "digests" };
  const kindsName = readSignedId(secret, "unsubscribe-kinds", token);
  if (kindsName !== null) {
    const named = readSubscriptionName(kindsName);
    return { accountId: named.accountId, of: "kinds", kinds: named.kinds.filter(isKind) };
  }
  const songName = readSignedId(secret, "unsubscribe-song", token);
  return songName === null ? null : { ...readSongSubscriptionName(songName), of: "song" };
}
