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

/** A version or a file by whoever brought it and may still change the song, or by the owner. */
function whereInSong(scope: AccountScope, date: Date) {
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

function whereInOwnSong(scope: AccountScope, date: Date) {
  return { ...since(date), song: { deletedAt: null, project: { deletedAt: null, memberships: ownedBy(scope) } } };
}

/** What this person may bring back, deleted since a date. */
export async function findDeleted(scope: AccountScope, db: Db, date: Date): Promise<Deleted[]> {
  const project = { select: { id: true, name: true } };
  const owners = { where: { accountId: scope.accountId, role: "owner" as const }, select: { id: true } };
  const song = {
    select: { id: true, name: true, project: { select: { ...project.select, memberships: owners } } },
  } as const;
  const [projects, songs, versions, attachments] = await Promise.all([
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
      where: whereInSong(scope, date),
      ...NEWEST,
      select: { id: true, fileName: true, number: true, deletedAt: true, song },
    }),
    db.attachment.findMany({
      where: whereInSong(scope, date),
      ...NEWEST,
      select: { id: true, name: true, deletedAt: true, song },
    }),
  ]);
  return [
    ...projects.map(({ id, name, deletedAt }) => ({
      ...{ kind: "project" as const, id, name, projectId: id, projectName: name },
      ...{ songId: null, songName: null, number: null, deletedAt: deletedAt ?? date, isOwn: true },
    })),
    ...songs.map(({ id, name, deletedAt, project: { id: projectId, name: projectName } }) => ({
      ...{ kind: "song" as const, id, name, number: null, deletedAt: deletedAt ?? date },
      ...{ projectId, projectName, songId: id, songName: name },
      isOwn: true,
    })),
    ...versions.map(({ id, fileName, number, deletedAt, song: place }) => ({
      ...{ kind: "version" as const, id, name: fileName, number, deletedAt: deletedAt ?? date },
      ...placeOf(place),
    })),
    ...attachments.map(({ id, name, deletedAt, song: place }) => ({
      ...{ kind: "attachment" as const, id, name, number: null, deletedAt: deletedAt ?? date },
      ...placeOf(place),
    })),
  ];
}

interface Place {
  id: string;
  name: string;
  project: { id: string; name: string; memberships: unknown[] };
}

function placeOf({ id: songId, name: songName, project: { id: projectId, name: projectName, memberships } }: Place) {
  return { projectId, projectName, songId, songName, isOwn: memberships.length > 0 };
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
  const versions = await tx.version.updateMany({ where: { id, ...whereInSong(scope, date) }, data });
  if (versions.count > 0) return "version";
  const attachments = await tx.attachment.updateMany({ where: { id, ...whereInSong(scope, date) }, data });
  return attachments.count > 0 ? "attachment" : null;
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
  // What lies in something deleted goes with it: what a song holds first, while it is still there.
  const attachments = await tx.attachment.updateMany({ where: { ...what, ...whereInOwnSong(scope, date) }, data });
  const versions = await tx.version.updateMany({ where: { ...what, ...whereInOwnSong(scope, date) }, data });
  const songs = await tx.song.updateMany({ where: { ...what, ...whereSong(scope, date) }, data });
  const projects = await tx.project.updateMany({ where: { ...what, ...whereProject(scope, date) }, data });
  return attachments.count + versions.count + songs.count + projects.count;
}

/** The song that a version or a file belongs to. */
export async function findSongOf(
  _scope: AccountScope,
  tx: Tx,
  kind: "version" | "attachment",
  id: string,
): Promise<string> {
  const query = { where: { id }, select: { songId: true } } as const;
  const row = await (kind === "version" ? tx.version.findUniqueOrThrow(query) : tx.attachment.findUniqueOrThrow(query));
  return row.songId;
}

/** The project that a song is in. */
export async function findProjectOf(_scope: AccountScope, tx: Tx, id: string): Promise<{ projectId: string }> {
  return await tx.song.findUniqueOrThrow({ where: { id }, select: { projectId: true } });
}
