import { isId } from "@/lib/core/ids";
import { toArrayLiteral } from "@/lib/db/array-literal";
import type { Db, Tx } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";

/** What a link allows, as it is at this moment. */
export interface LinkGrant {
  linkId: string;
  projectId: string;
  extent: "songs" | "project";
  canComment: boolean;
  canDownload: boolean;
  canSeeVersions: boolean;
  pinnedVersionId: string | null;
  round: number;
  changeNumber: number;
}

/** A guest who is let in. */
export interface GuestGrant extends LinkGrant {
  guestId: string;
  /** Of a guest who gave a name. */
  accountId: string | null;
  guestName: string | null;
}

/** Works now: not revoked, not a second past its end, its project not deleted. */
const isLive = (now: Date) => Prisma.sql`
  l.revoked_at IS NULL AND (l.expires_at IS NULL OR l.expires_at > ${now})
  AND EXISTS (SELECT 1 FROM project p WHERE p.id = l.project_id AND p.deleted_at IS NULL)`;

const GRANT = Prisma.sql`
  l.id AS "linkId", l.project_id AS "projectId", l.extent::text AS extent, l.can_comment AS "canComment",
  l.can_download AS "canDownload", l.can_see_versions AS "canSeeVersions", l.pinned_version_id AS "pinnedVersionId",
  l.round, l.change_number AS "changeNumber"`;

/** The living link of a token. */
export async function findLiveLink(db: Db | Tx, tokenHash: string, now: Date): Promise<LinkGrant | null> {
  const rows = await db.$queryRaw<LinkGrant[]>`
    SELECT ${GRANT} FROM link l WHERE l.token_hash = ${tokenHash} AND ${isLive(now)}`;
  return rows[0] ?? null;
}

/** What a guest's secret opens now. */
export async function findGuest(
  db: Db | Tx,
  guest: { linkId: string; secretHash: string },
  now: Date,
): Promise<GuestGrant | null> {
  if (!isId(guest.linkId)) return null;
  const rows = await db.$queryRaw<GuestGrant[]>`
    SELECT ${GRANT}, g.id AS "guestId", g.account_id AS "accountId", a.name AS "guestName"
    FROM link_guest g JOIN link l ON l.id = g.link_id LEFT JOIN account a ON a.id = g.account_id
    WHERE g.secret_hash = ${guest.secretHash} AND g.link_id = ${guest.linkId}::uuid
      AND g.blocked_at IS NULL AND g.round = l.round AND ${isLive(now)}`;
  return rows[0] ?? null;
}

/** A song that a link leads to, with the version that it plays; null for every other song. */
export async function findLinkSong(
  db: Db | Tx,
  link: LinkGrant,
  songId: string,
): Promise<{ playedVersionId: string | null } | null> {
  if (!isId(songId)) return null;
  const rows = await db.$queryRaw<{ playedVersionId: string | null }[]>`
    SELECT (
      SELECT v.id FROM version v WHERE v.song_id = s.id AND v.deleted_at IS NULL
        AND (${link.pinnedVersionId}::uuid IS NULL OR v.id = ${link.pinnedVersionId}::uuid)
      ORDER BY (v.id IS NOT DISTINCT FROM s.current_version_id) DESC, v.number DESC LIMIT 1
    ) AS "playedVersionId"
    FROM song s
    WHERE s.id = ${songId}::uuid AND s.project_id = ${link.projectId}::uuid AND s.deleted_at IS NULL
      AND (${link.extent === "project"} AND s.archived_at IS NULL OR EXISTS (
        SELECT 1 FROM link_song k WHERE k.link_id = ${link.linkId}::uuid AND k.song_id = s.id))`;
  return rows[0] ?? null;
}

/** One who follows a song by a link, and what the link was when they began. */
export interface GuestWatcher {
  songId: string;
  linkId: string;
  guestId: string;
  changeNumber: number;
}

/** Places of the watchers who may follow no longer, or under other rights: the link, the guest or the song is another. */
export async function findLostGuests(db: Db, watchers: GuestWatcher[], now: Date): Promise<number[]> {
  const [songIds, linkIds] = [watchers.map(({ songId }) => songId), watchers.map(({ linkId }) => linkId)];
  const guestIds = watchers.map(({ guestId }) => guestId);
  const numbers = watchers.map(({ changeNumber }) => changeNumber);
  const rows = await db.$queryRaw<{ place: number }[]>`
    SELECT w.place::int AS place
    FROM unnest(${toArrayLiteral(songIds)}::uuid[], ${toArrayLiteral(linkIds)}::uuid[], ${toArrayLiteral(guestIds)}::uuid[], ${toArrayLiteral(numbers)}::int[])
      WITH ORDINALITY AS w(song_id, link_id, guest_id, change_number, place)
    WHERE NOT EXISTS (
      SELECT 1 FROM link_guest g JOIN link l ON l.id = g.link_id
      JOIN song s ON s.id = w.song_id AND s.project_id = l.project_id AND s.deleted_at IS NULL
      WHERE g.id = w.guest_id AND l.id = w.link_id AND l.change_number = w.change_number
        AND g.blocked_at IS NULL AND g.round = l.round AND ${isLive(now)}
        AND (l.extent = 'project' AND s.archived_at IS NULL OR EXISTS (
          SELECT 1 FROM link_song k WHERE k.link_id = l.id AND k.song_id = s.id)))`;
  return rows.map((row) => row.place - 1);
}
