import type { AccountScope, ProjectScope, SongScope } from "@/lib/access/scope";
import { SONG_CHANNEL } from "@/lib/core/channels";
import type { Db, Tx } from "@/lib/db/client";
import type { Prisma } from "@/lib/db/generated/client";

const MAX_LISTED = 200;
/** Of a link's guests, the ones who came last. */
const MAX_GUESTS_LISTED = 100;

const LINK_SELECT = {
  id: true,
  projectId: true,
  extent: true,
  label: true,
  canComment: true,
  canDownload: true,
  canSeeVersions: true,
  pinnedVersionId: true,
  passwordHash: true,
  expiresAt: true,
  maxGuests: true,
  guestCount: true,
  tokenHash: true,
  lastUsedAt: true,
  createdAt: true,
  project: { select: { name: true } },
  createdBy: { select: { id: true, name: true } },
  pinned: { select: { number: true } },
  _count: { select: { songs: true } },
  songs: {
    where: { song: { deletedAt: null } },
    orderBy: { songId: "asc" },
    select: { song: { select: { id: true, name: true, projectId: true } } },
  },
  guests: {
    orderBy: { id: "desc" },
    take: MAX_GUESTS_LISTED,
    select: { id: true, blockedAt: true, lastSeenAt: true, createdAt: true, account: { select: { name: true } } },
  },
} as const satisfies Prisma.LinkSelect;

export type LinkRow = Prisma.LinkGetPayload<{ select: typeof LINK_SELECT }>;

const NEWEST_FIRST = { id: "desc" } as const;
const EDITS = { role: { in: ["editor", "owner"] } } as const satisfies Prisma.MembershipWhereInput;

/** Links to this one song and nothing else; what leads further is the project's. */
const ofSong = (songId: string) =>
  ({ extent: "songs", songs: { some: { songId }, every: { songId } } }) as const satisfies Prisma.LinkWhereInput;

/** The links of a project; with a song's scope, those to that song alone. */
export function findLinks(scope: ProjectScope | SongScope, db: Db): Promise<LinkRow[]> {
  const only = "songId" in scope ? ofSong(scope.songId) : {};
  return db.link.findMany({
    where: { projectId: scope.projectId, revokedAt: null, ...only },
    orderBy: NEWEST_FIRST,
    take: MAX_LISTED,
    select: LINK_SELECT,
  });
}

/** Links of every project in which the person may share, and of single songs that they may share. */
export function findOwnLinks(scope: AccountScope, db: Db): Promise<LinkRow[]> {
  const own = { some: { accountId: scope.accountId, ...EDITS } };
  return db.link.findMany({
    where: {
      revokedAt: null,
      project: { deletedAt: null },
      OR: [
        { project: { memberships: own } },
        { extent: "songs", songs: { some: {}, every: { song: { memberships: own } } } },
      ],
    },
    orderBy: NEWEST_FIRST,
    take: MAX_LISTED,
    select: LINK_SELECT,
  });
}

export function findLink(scope: { projectId: string }, db: Db | Tx, id: string): Promise<LinkRow | null> {
  return db.link.findFirst({ where: { id, projectId: scope.projectId, revokedAt: null }, select: LINK_SELECT });
}

/** Which of these are living songs of the project. */
export async function findKnownSongs(scope: { projectId: string }, tx: Tx, ids: string[]): Promise<string[]> {
  const rows = await tx.song.findMany({
    where: { id: { in: ids }, projectId: scope.projectId, deletedAt: null },
    select: { id: true },
  });
  return rows.map((row) => row.id);
}

export async function insertLink(
  scope: ProjectScope | SongScope,
  tx: Tx,
  link: Omit<Prisma.LinkUncheckedCreateInput, "projectId" | "createdById" | "songs">,
  songIds: string[],
): Promise<void> {
  const owner = { projectId: scope.projectId, createdById: scope.accountId };
  await tx.link.createMany({ data: { ...link, ...owner } });
  await tx.linkSong.createMany({ data: songIds.map((songId) => ({ songId, linkId: link.id ?? "" })) });
}

/** The living links that a person made. */
export function findLinksOf({ accountId }: AccountScope, tx: Tx): Promise<{ id: string; projectId: string }[]> {
  return tx.link.findMany({
    where: { createdById: accountId, revokedAt: null },
    orderBy: { id: "asc" },
    select: { id: true, projectId: true },
  });
}

/** False when it was revoked meanwhile. Whoever follows by it is checked at the commit. */
export async function changeLink(
  scope: { projectId: string },
  tx: Tx,
  id: string,
  change: Prisma.LinkUncheckedUpdateManyInput,
): Promise<boolean> {
  const { count } = await tx.link.updateMany({
    where: { id, projectId: scope.projectId, revokedAt: null },
    data: { ...change, changeNumber: { increment: 1 } },
  });
  await hintFollowers(tx, id);
  return count > 0;
}

/** False when the link has no such guest. */
export async function setBlocked(
  scope: { projectId: string },
  tx: Tx,
  guest: { linkId: string; guestId: string },
  blockedAt: Date | null,
): Promise<boolean> {
  const { count } = await tx.linkGuest.updateMany({
    where: { id: guest.guestId, linkId: guest.linkId, link: { projectId: scope.projectId } },
    data: { blockedAt },
  });
  await hintFollowers(tx, guest.linkId);
  return count > 0;
}

/** At commit, whoever follows by this link is looked at. */
async function hintFollowers(tx: Tx, linkId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_notify(${SONG_CHANNEL}, ${linkId})`;
}
