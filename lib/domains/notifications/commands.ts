import type { Actor } from "@/lib/access/actor";
import { type AccountScope, scopeAccount } from "@/lib/access/scope";
import { cutExcerpt } from "@/lib/core/excerpt";
import { type Tx, transact } from "@/lib/db/client";
import type { Services } from "@/lib/services";
import type { KindFor } from "./catalogue/schema";
import { markDigested } from "./digest-store";
import type { MarkSeen, MarkUnseen, NoticePayload } from "./schema";
import { markMailed, markSeen, markUnseen } from "./store";
import { findReader, findSongReaders, hintReaders, insertNotices } from "./writing/store";

interface Notice {
  /** Who did it: never told themselves. Null when nobody did. */
  doerId: string | null;
  projectId: string;
  /** What caused it, such as "comment:<id>": one notice a reader and source, however often the cause is repeated. */
  sourceKey: string;
  payload: NoticePayload;
  now: Date;
}

/** `only`: of a kind that not everybody hears of, those who do, as far as they may open the song. */
export type SongNotice = Notice & { songId: string } & (
    | { kind: KindFor<"song">; only?: undefined }
    | { kind: KindFor<"thread" | "named">; only: readonly string[] }
  );

export interface PersonNotice extends Notice {
  kind: KindFor<"person">;
  songId: string | null;
  readerId: string;
}

/**
 * Tells everybody who hears of this kind, may open the song at this moment and wants to hear of it, but the doer, in the
 * transaction of what it tells of.
 */
export async function notifySongMembers(tx: Tx, notice: SongNotice): Promise<void> {
  const { only, ...rest } = notice;
  const readers = await findSongReaders(notice, tx, notice.payload.versionId);
  const told = readers.filter(({ id }) => id !== notice.doerId && (only === undefined || only.includes(id)));
  await insertNotices(pack(rest), tx, told);
}

/** Tells one person. The caller has just given them access, or knows that they have it. */
export async function notifyPerson(tx: Tx, notice: PersonNotice): Promise<void> {
  const { readerId, ...rest } = notice;
  const packed = pack(rest);
  if (readerId !== notice.doerId) await insertNotices(packed, tx, await findReader(packed, tx, readerId));
}

function pack<T extends Notice>(notice: T): T {
  return { ...notice, payload: { ...notice.payload, excerpt: cutExcerpt(notice.payload.excerpt ?? "") } };
}

/** Marks the reader's own notices as seen: these, the older ones, or all. @returns the moment, by which it can be undone. */
export async function seeNotifications(
  services: Services,
  actor: Actor | null,
  input: MarkSeen,
): Promise<{ seenAt: string }> {
  const scope = scopeAccount(actor);
  const now = services.clock.now();
  await transact(services.db, async (tx) => {
    if ((await markSeen(scope, tx, input, now)) > 0) await hintReaders({ readerIds: [scope.accountId] }, tx);
  });
  return { seenAt: now.toISOString() };
}

/** Marks the reader's own notices as not seen: these, or all that were marked at one moment. No mail tells of them anew. */
export async function unseeNotifications(services: Services, actor: Actor | null, input: MarkUnseen): Promise<void> {
  const scope = scopeAccount(actor);
  await transact(services.db, async (tx) => {
    if ((await markUnseen(scope, tx, input)) > 0) await hintReaders({ readerIds: [scope.accountId] }, tx);
  });
}

/** Notes in the digests' transaction that each of them, with the window ending at `upTo`, tells its reader of these. */
export async function keepAsTold(
  tx: Tx,
  told: readonly { scope: AccountScope; ids: readonly string[]; upTo: Date }[],
): Promise<void> {
  await markDigested(tx, told);
}

/** Notes in the transaction that writes a mail at once that it tells of these, and of no others. */
export async function keepAsMailed(tx: Tx, scope: AccountScope, ids: string[], mailId: string): Promise<void> {
  await markMailed(scope, tx, ids, mailId);
}
