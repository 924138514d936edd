import type { AccountScope } from "@/lib/access/scope";
import type { Db, Tx } from "@/lib/db/client";
import type { Prisma } from "@/lib/db/generated/client";
import type { Deleted } from "./rules";
import type { TrashKind } from "./schema";

/** So many of each kind, the last deleted first. */
const SHOWN = 200;
const NEWEST = { orderBy: { deletedAt: "desc" }, take: SHOWN } as const;

const ownedBy = ({ accountId }: AccountScope) => ({ some: { accountId, role: "owner" } }) as const;
const since = (date: Date) => ({ deletedAt: { gte: date } }) as const;

function whereProject(scope: AccountScope, date: Date): Prisma.ProjectWhereInput {
  return { ...since(date), memberships: ownedBy(scope) };
}

/** A song goes, and comes back, by the owner of its project. */
function whereSong(scope: AccountScope, date: Date): Prisma.SongWhereInput {
  return { ...since(date), project: { deletedAt: null, memberships: ownedBy(scope) } };
}

/** A version by whoever brought it and may still change the song, or by the owner. */
function whereVersion(scope: AccountScope, date: Date): Prisma.VersionWhereInput {
  const { accountId } = scope;
  const asEditor = {
    some: { accountId, role: { in: ["editor", "owner"] } },
  } satisfies Prisma.MembershipListRelationFilter;
  const mayChange = { OR: [{ memberships: asEditor }, { project: { memberships: asEditor } }] };
  const isThere = { deletedAt: null, project: { deletedAt: null } };
  return {
    ...since(date),
    OR: [
      { createdById: accountId, song: { ...isThere, ...mayChange } },
      { song: { ...isThere, project: { deletedAt: null, memberships: ownedBy(scope) } } },
    ],
  };
}

function whereOwnVersion(scope: AccountScope, date: Date): Prisma.VersionWhereInput {
  return { ...since(date), song: { deletedAt: null, project: { deletedAt: null, memberships: ownedBy(scope) } } };
}

/** What this person may bring back, deleted since a date. */
export async function findDeleted(scope: AccountScope, db: Db, date: Date): Promise<Deleted[]> {
  const project = { select: { id: true, name: true } };
  const owners = { where: { accountId: scope.accountId, role: "owner" as const }, select: { id: true } };
  const [projects, songs, versions] = await Promise.all([
    db.project.findMany({
      where: whereProject(scope, date),
      ...NEWEST,
      select: { id: true, name: true, deletedAt: true },
    }),
    // One that never held anything is no loss: an upload that was called off leaves such.
    db.song.findMany({
      where: { ...whereSong(scope, date), OR: [{ versionSeq: { gt: 0 } }, { comments: { some: {} } }] },
      ...NEWEST,
      select: { id: true, name: true, deletedAt: true, project },
    }),
    db.version.findMany({
      where: whereVersion(scope, date),
      ...NEWEST,
      select: {
        ...{ id: true, fileName: true, number: true, deletedAt: true },
        song: { select: { id: true, name: true, project: { select: { ...project.select, memberships: owners } } } },
      },
    }),
  ]);
  return [
    ...projects.map(({ id, name, deletedAt }) => ({
      ...{ kind: "project" as const, id, name, projectId: id, projectName: name },
      ...{ songId: null, songName: null, number: null, deletedAt: deletedAt ?? date, isOwn: true },
    })),
    ...songs.map((song) => ({
      ...{ kind: "song" as const, id: song.id, name: song.name, number: null, deletedAt: song.deletedAt ?? date },
      ...{ projectId: song.project.id, projectName: song.project.name, songId: song.id, songName: song.name },
      isOwn: true,
    })),
    ...versions.map(({ id, fileName, number, deletedAt, song }) => ({
      ...{ kind: "version" as const, id, name: fileName, number, deletedAt: deletedAt ?? date },
      ...{ projectId: song.project.id, projectName: song.project.name, songId: song.id, songName: song.name },
      isOwn: song.project.memberships.length > 0,
    })),
  ];
}

/** Takes something out of the trash; null when it is not there, not this person's to bring back, or kept no longer. */
export async function clearDeleted(
  scope: AccountScope,
  tx: Tx,
  { id, date }: { id: string; date: Date },
): Promise<TrashKind | null> {
  const data = { deletedAt: null };
  const projects = await tx.project.updateMany({ where: { id, ...whereProject(scope, date) }, data });
  if (projects.count > 0) return "project";
  const songs = await tx.song.updateMany({ where: { id, ...whereSong(scope, date) }, data });
  if (songs.count > 0) return "song";
  const versions = await tx.version.updateMany({ where: { id, ...whereVersion(scope, date) }, data });
  return versions.count > 0 ? "version" : null;
}

/**
 * Marks what the person's own projects have in the trash, or one thing of it, as deleted at another time. Answers how many
 * things that were.
 */
export async function redateDeleted(
  scope: AccountScope,
  tx: Tx,
  { id, date }: { id?: string; date: Date },
  deletedAt: Date,
): Promise<number> {
  const [what, data] = [id === undefined ? {} : { id }, { deletedAt }];
  // What lies in something deleted goes with it: versions first, while their song is still there.
  const versions = await tx.version.updateMany({ where: { ...what, ...whereOwnVersion(scope, date) }, data });
  const songs = await tx.song.updateMany({ where: { ...what, ...whereSong(scope, date) }, data });
  const projects = await tx.project.updateMany({ where: { ...what, ...whereProject(scope, date) }, data });
  return versions.count + songs.count + projects.count;
}

/** The song that a version belongs to. */
export async function findSongOf(_scope: AccountScope, tx: Tx, versionId: string): Promise<string> {
  const { songId } = await tx.version.findUniqueOrThrow({ where: { id: versionId }, select: { songId: true } });
  return songId;
}
