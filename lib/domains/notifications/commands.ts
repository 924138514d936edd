import type { Actor } from "@/lib/access/actor";
import { type AccountScope, scopeAccount } from "@/lib/access/scope";
import { cutExcerpt } from "@/lib/core/excerpt";
import type { Tx } from "@/lib/db/client";
import type { Services } from "@/lib/services";
import type { MarkSeen, NoticePayload, NotificationKind } from "./schema";
import { markDigested, markSeen } from "./store";
import { findSongReaders, insertNotices } from "./writing/store";

interface Notice {
  /** Who did it: never told themselves. Null when nobody did. */
  doerId: string | null;
  projectId: string;
  kind: NotificationKind;
  /** What caused it, such as "comment:<id>": one notice a reader and source, however often the cause is repeated. */
  sourceKey: string;
  payload: NoticePayload;
  now: Date;
}

export interface SongNotice extends Notice {
  songId: string;
  /** Tells these alone, as far as they may open the song. */
  only?: readonly string[];
}

export interface PersonNotice extends Notice {
  songId: string | null;
  readerId: string;
}

/** Tells everybody who may open the song at this moment, but the doer, in the transaction of what it tells of. */
export async function notifySongMembers(tx: Tx, notice: SongNotice): Promise<void> {
  const { only, ...rest } = notice;
  const readers = await findSongReaders(notice, tx);
  const told = readers.filter((id) => id !== notice.doerId && (only === undefined || only.includes(id)));
  if (told.length > 0) await insertNotices(pack(rest), tx, told);
}

/** Tells one person. The caller has just given them access, or knows that they have it. */
export async function notifyPerson(tx: Tx, notice: PersonNotice): Promise<void> {
  const { readerId, ...rest } = notice;
  if (readerId !== notice.doerId) await insertNotices(pack(rest), tx, [readerId]);
}

function pack<T extends Notice>(notice: T): T {
  return { ...notice, payload: { ...notice.payload, excerpt: cutExcerpt(notice.payload.excerpt ?? "") } };
}

/** Marks the reader's own notices as seen: these, the older ones, or all. */
export async function seeNotifications(services: Services, actor: Actor | null, input: MarkSeen): Promise<void> {
  await markSeen(scopeAccount(actor), services.db, input, services.clock.now());
}

/** Notes in the digest's transaction that the one whose window ends at `upTo` tells of these. */
export async function keepAsTold(tx: Tx, scope: AccountScope, ids: string[], upTo: Date): Promise<void> {
  await markDigested(scope, tx, ids, upTo);
}
