import type { Actor } from "@/lib/access/actor";
import { type AccountScope, scopeAccount } from "@/lib/access/scope";
import { decodeCursor, toPage } from "@/lib/core/cursor";
import { cutExcerpt } from "@/lib/core/excerpt";
import { buildHref } from "@/lib/core/page-address";
import type { Db, Tx } from "@/lib/db/client";
import type { Services } from "@/lib/services";
import type { NotificationKind } from "./catalogue/schema";
import { countOlder, type DigestWindow, listNews } from "./digest-store";
import { type NotificationList, type NotificationQuery, type NotificationView, noticePayloadSchema } from "./schema";
import { countReadable, listReadable, type NoticeRow } from "./store";

/** Told as "500+". */
const MAX_COUNTED = 500;

/** The reader's notices, newest first: only what still exists and they may open now. */
export async function readNotifications(
  services: Services,
  actor: Actor | null,
  query: NotificationQuery,
): Promise<NotificationList> {
  const scope = scopeAccount(actor);
  const before = query.cursor === undefined ? undefined : decodeCursor(query.cursor);
  const [rows, unseenCount] = await Promise.all([
    listReadable(scope, services.db, { before, limit: query.limit + 1, unseenOnly: query.unseen === "yes" }),
    countReadable(scope, services.db, { unseenOnly: true, limit: MAX_COUNTED }),
  ]);
  const page = toPage(rows, query.limit);
  return { items: page.items.map(showNotice), nextCursor: page.nextCursor, unseenCount };
}

/** A notice as a digest needs it: with the version it tells of. */
export interface DigestNotice extends NotificationView {
  versionNumber: number | null;
  durationSec: number | null;
  endSec: number | null;
}

export interface DigestNews {
  /** Unseen, readable now and within the window, oldest first. */
  items: DigestNotice[];
  /** Unseen and readable, but from before the window. */
  olderCount: number;
}

const MAX_DIGEST_ITEMS = 500;

/**
 * What the digests of these readers hold at this moment, each for its window (after, upTo]; access is judged now. It begins
 * a little before the window: a notice carries the time its transaction began, so one that committed while the digest
 * before was being read belongs to the past already, and is told now. What a digest has told of is not told again.
 */
export async function readDigestNews(db: Db | Tx, windows: readonly DigestWindow[]): Promise<Map<string, DigestNews>> {
  const rows = await listNews(db, windows, MAX_DIGEST_ITEMS);
  const byReader = new Map<string, NoticeRow[]>();
  for (const row of rows) {
    const known = byReader.get(row.readerId);
    if (known) known.push(row);
    else byReader.set(row.readerId, [row]);
  }
  const older = await countOlder(
    db,
    windows.filter(({ scope }) => byReader.has(scope.accountId)),
  );
  return new Map(
    windows.map(({ scope: { accountId }, after }) => {
      const mine = byReader.get(accountId) ?? [];
      const lateCount = mine.filter((row) => row.createdAt <= after).length;
      return [
        accountId,
        { items: mine.reverse().map(showForMail), olderCount: (older.get(accountId) ?? 0) - lateCount },
      ];
    }),
  );
}

const MAX_MAIL_ITEMS = 50;

/**
 * What a mail at once holds at this moment, oldest first: what came about a place after `after`, or what a mail that waits
 * tells of. Access and wishes are judged now; what was seen is left out.
 */
export async function readUrgentNews(
  db: Db | Tx,
  scope: AccountScope,
  which: { targetId: string; after: Date } | { mailId: string },
): Promise<DigestNotice[]> {
  const filter = { ...which, unseenOnly: true, mailedBy: "at_once", limit: MAX_MAIL_ITEMS } as const;
  return (await listReadable(scope, db, filter)).reverse().map(showForMail);
}

function showForMail(row: NoticeRow): DigestNotice {
  return {
    ...showNotice(row),
    versionNumber: row.versionNumber,
    durationSec: toSeconds(row.durationMs),
    endSec: toSeconds(row.endMs),
  };
}

function showNotice(row: NoticeRow): NotificationView {
  const payload = noticePayloadSchema.parse(row.payload);
  return {
    id: row.id,
    kind: row.kind as NotificationKind,
    doer: row.doerId !== null && row.doerName !== null ? { id: row.doerId, name: row.doerName } : null,
    projectId: row.projectId,
    projectName: row.projectName,
    songId: row.songId,
    songName: row.songName,
    excerpt: row.body === null ? payload.excerpt : cutExcerpt(row.body),
    startSec: toSeconds(row.startMs),
    href: row.kind === "access.asked" ? "/links" : buildHref({ ...row, commentId: row.threadId }),
    seenAt: row.seenAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  };
}

function toSeconds(ms: number | null): number | null {
  return ms === null ? null : ms / 1000;
}
