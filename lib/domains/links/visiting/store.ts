import type { LinkScope, LinkSongScope } from "@/lib/access/link-scope";
import type { LinkGrant } from "@/lib/access/link-scope-store";
import type { VisitorScope } from "@/lib/access/visitor-scope";
import type { Db, Tx } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";

/** A link is written as used once a minute at most, and a guest as seen. */
const USE_EVERY_MS = 60_000;
const MAX_SONGS = 500;

export function findGate(_scope: VisitorScope, db: Db, tokenHash: string) {
  return db.link.findUnique({
    where: { tokenHash },
    select: { id: true, passwordHash: true, maxGuests: true, guestCount: true },
  });
}

/**
 * Takes one of the places there are. The row stays locked until the commit, so of many at once no more come in than may.
 * Null: there is none left, or the link ended or its password changed meanwhile.
 */
export async function takePlace(_scope: VisitorScope, tx: Tx, link: LinkGrant, now: Date): Promise<number | null> {
  const rows = await tx.$queryRaw<{ round: number }[]>`
    UPDATE link SET guest_count = guest_count + 1, last_used_at = ${now}
    WHERE id = ${link.linkId}::uuid AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ${now})
      AND round = ${link.round} AND (max_guests IS NULL OR guest_count < max_guests)
    RETURNING round`;
  return rows[0]?.round ?? null;
}

export async function insertGuest(
  _scope: VisitorScope,
  tx: Tx,
  guest: { id: string; linkId: string; secretHash: string; round: number },
  now: Date,
): Promise<void> {
  await tx.linkGuest.createMany({ data: { ...guest, lastSeenAt: now, createdAt: now } });
}

/** A guest who comes back with their secret after the password changed: the same guest in the new round. */
export async function readmitGuest(
  _scope: VisitorScope,
  tx: Tx,
  link: LinkGrant,
  secretHash: string,
  now: Date,
): Promise<boolean> {
  const { count } = await tx.linkGuest.updateMany({
    where: { linkId: link.linkId, secretHash, blockedAt: null },
    data: { round: link.round, lastSeenAt: now },
  });
  return count > 0;
}

/** The guest of a link who has this secret, let in or kept out. */
export function findHolder(_scope: VisitorScope, db: Db, linkId: string, secretHash: string) {
  return db.linkGuest.findFirst({ where: { linkId, secretHash }, select: { blockedAt: true } });
}

export async function noteUse(scope: LinkScope, db: Db, now: Date): Promise<void> {
  const before = new Date(now.getTime() - USE_EVERY_MS);
  const { count } = await db.linkGuest.updateMany({
    where: { id: scope.guestId, lastSeenAt: { lt: before } },
    data: { lastSeenAt: now },
  });
  if (count === 0) return;
  await db.link.updateMany({
    where: { id: scope.linkId, OR: [{ lastUsedAt: null }, { lastUsedAt: { lt: before } }] },
    data: { lastUsedAt: now },
  });
}

export function findVisit(scope: LinkScope, db: Db) {
  return db.link.findUnique({
    where: { id: scope.linkId },
    select: {
      createdBy: { select: { name: true } },
      project: { select: { name: true, description: true, coverId: true } },
    },
  });
}

/** The songs that the link leads to, in the project's order. */
export function findVisitSongs(link: LinkGrant, db: Db) {
  const { linkId, projectId, extent } = link;
  const only = extent === "project" ? { archivedAt: null } : { links: { some: { linkId } } };
  return db.song.findMany({
    where: { projectId, deletedAt: null, ...only },
    orderBy: [{ position: "desc" }, { id: "desc" }],
    take: MAX_SONGS,
    select: { id: true, name: true, description: true, coverId: true },
  });
}

/** How long the version is that the link plays of each song. */
export async function findPlayedDurations(
  link: LinkGrant,
  db: Db,
  songIds: string[],
): Promise<Map<string, number | null>> {
  const rows = await db.$queryRaw<{ songId: string; durationMs: number | null }[]>`
    SELECT DISTINCT ON (v.song_id) v.song_id AS "songId", v.duration_ms AS "durationMs"
    FROM version v JOIN song s ON s.id = v.song_id
    WHERE v.song_id = ANY(${songIds}::uuid[]) AND v.deleted_at IS NULL
      AND (${link.pinnedVersionId}::uuid IS NULL OR v.id = ${link.pinnedVersionId}::uuid)
    ORDER BY v.song_id, (v.id IS NOT DISTINCT FROM s.current_version_id) DESC, v.number DESC`;
  return new Map(rows.map((row) => [row.songId, row.durationMs]));
}

export function findVisitSong(scope: LinkSongScope, db: Db) {
  return db.song.findUnique({
    where: { id: scope.songId },
    select: { id: true, name: true, description: true, coverId: true },
  });
}

/** Gives a guest the name they speak under: an account that nobody can sign in to, made once. */
export async function nameGuest(
  scope: LinkScope,
  tx: Tx,
  account: { id: string; email: string; name: string },
  now: Date,
): Promise<string> {
  const rows = await tx.$queryRaw<{ accountId: string | null }[]>(
    Prisma.sql`SELECT account_id AS "accountId" FROM link_guest WHERE id = ${scope.guestId}::uuid FOR UPDATE`,
  );
  const known = rows[0]?.accountId;
  const { id, email, name } = account;
  if (known) {
    await tx.account.updateMany({ where: { id: known, isGuest: true }, data: { name } });
    return known;
  }
  const nobodys = { passwordHash: null, emailVerifiedAt: null, isGuest: true, digestFrequency: "off" } as const;
  await tx.account.createMany({
    data: { ...nobodys, id, email, emailAsTyped: email, name, digestWatermark: now, createdAt: now },
  });
  await tx.linkGuest.updateMany({ where: { id: scope.guestId }, data: { accountId: id } });
  return id;
}
