import type { AccountScope, ProjectScope, SongScope } from "@/lib/access/scope";
import { createId } from "@/lib/core/ids";
import type { Db, Tx } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { CATALOGUE, isKind, NOTIFICATION_KINDS, type NoticeChannel, type NotificationKind } from "../catalogue/schema";
import type { NoticeReach } from "./schema";

const DEFAULTS = JSON.stringify(Object.fromEntries(NOTIFICATION_KINDS.map((kind) => [kind, CATALOGUE[kind].channel])));
/** Kinds that come through a level, and those that no level holds back. */
const PERSONAL = NOTIFICATION_KINDS.filter((kind) => CATALOGUE[kind].isPersonal);
const ABOUT_ONE = NOTIFICATION_KINDS.filter((kind) => CATALOGUE[kind].audience === "person");

/**
 * The channel in which a reader wants this kind of thing of this place, at this moment: the same words when it is written
 * and when it is mailed.
 */
export function chooseChannel(of: {
  readerId: Prisma.Sql;
  kind: Prisma.Sql;
  songId: Prisma.Sql;
  projectId: Prisma.Sql;
}): Prisma.Sql {
  const { readerId, kind, songId, projectId } = of;
  return Prisma.sql`(
    SELECT CASE
      WHEN reach.level = 'nothing' AND NOT ${kind} = ANY (${ABOUT_ONE}::text[]) THEN 'never'
      WHEN reach.level = 'personal' AND NOT ${kind} = ANY (${PERSONAL}::text[]) THEN 'never'
      ELSE COALESCE(
        (SELECT c.channel::text FROM notice_choice c WHERE c.account_id = ${readerId} AND c.kind = ${kind}),
        ${DEFAULTS}::jsonb ->> ${kind}, 'digest') END
    FROM (SELECT COALESCE(
      (SELECT l.level::text FROM notice_level l WHERE l.account_id = ${readerId} AND l.song_id = ${songId}),
      (SELECT l.level::text FROM notice_level l WHERE l.account_id = ${readerId} AND l.project_id = ${projectId}),
      'all') AS level) reach)`;
}

export async function readChoices(
  scope: AccountScope,
  db: Db | Tx,
): Promise<Partial<Record<NotificationKind, NoticeChannel>>> {
  const rows = await db.noticeChoice.findMany({ where: { accountId: scope.accountId } });
  return Object.fromEntries(rows.flatMap(({ kind, channel }) => (isKind(kind) ? [[kind, channel]] : [])));
}

/** Keeps what was chosen; any number at once leave one row a kind. */
export async function keepChoices(
  scope: AccountScope,
  tx: Db | Tx,
  channels: Partial<Record<NotificationKind, NoticeChannel>>,
): Promise<void> {
  // In one order, so that two at once wait for one another.
  const kinds = NOTIFICATION_KINDS.filter((kind) => channels[kind] !== undefined);
  const wanted = kinds.map((kind) => channels[kind] ?? CATALOGUE[kind].channel);
  await tx.$executeRaw`
    INSERT INTO notice_choice (account_id, kind, channel)
    SELECT ${scope.accountId}::uuid, kind, channel::notice_channel
    FROM unnest(${kinds}::text[], ${wanted}::text[]) AS wanted(kind, channel)
    ON CONFLICT (account_id, kind) DO UPDATE SET channel = EXCLUDED.channel`;
}

/** Of these kinds, those that would be mailed at once come in the digest from now on. @returns false when there is no such account. */
export async function endAtOnce(
  holder: { accountId: string },
  tx: Tx,
  kinds: readonly NotificationKind[],
): Promise<boolean> {
  const account = await tx.account.findUnique({ where: { id: holder.accountId }, select: { id: true } });
  if (!account) return false;
  const chosen = await tx.noticeChoice.findMany({ where: { accountId: account.id, kind: { in: [...kinds] } } });
  const loud = kinds.filter(
    (kind) => (chosen.find((row) => row.kind === kind)?.channel ?? CATALOGUE[kind].channel) === "at_once",
  );
  await keepChoices(holder as AccountScope, tx, Object.fromEntries(loud.map((kind) => [kind, "digest"])));
  return true;
}

type Place = ProjectScope | SongScope;
/** A place and whose choice it is; that they may open it was proved. */
type Chosen = Pick<ProjectScope, "accountId" | "projectId"> | Pick<SongScope, "accountId" | "songId">;

function placeOf(scope: Chosen): { songId: string } | { projectId: string } {
  return "songId" in scope ? { songId: scope.songId } : { projectId: scope.projectId };
}

/** What one chose for this place, and for the project that it is in. */
export async function readLevels(
  scope: Place,
  db: Db | Tx,
): Promise<{ own: NoticeReach | null; project: NoticeReach | null }> {
  const { accountId, projectId } = scope;
  const rows = await db.noticeLevel.findMany({ where: { accountId, OR: [placeOf(scope), { projectId }] } });
  const project = rows.find((row) => row.projectId === projectId)?.level ?? null;
  const own = "songId" in scope ? (rows.find((row) => row.songId === scope.songId)?.level ?? null) : project;
  return { own, project };
}

export async function keepLevel(scope: Chosen, tx: Db | Tx, level: NoticeReach | null): Promise<void> {
  const place = placeOf(scope);
  if (level === null) {
    await tx.noticeLevel.deleteMany({ where: { accountId: scope.accountId, ...place } });
    return;
  }
  const [column, targetId] =
    "songId" in place ? [Prisma.raw("song_id"), place.songId] : [Prisma.raw("project_id"), place.projectId];
  await tx.$executeRaw`
    INSERT INTO notice_level (id, account_id, ${column}, level)
    VALUES (${createId()}::uuid, ${scope.accountId}::uuid, ${targetId}::uuid, ${level}::notice_reach)
    ON CONFLICT (account_id, ${column}) DO UPDATE SET level = EXCLUDED.level`;
}

/** What a song is called, for a reader who may open it; null for anybody else. */
export async function findHeardName(
  { accountId }: { accountId: string },
  db: Db | Tx,
  songId: string,
): Promise<string | null> {
  const rows = await db.$queryRaw<{ name: string }[]>`
    SELECT s.name FROM song s JOIN project p ON p.id = s.project_id AND p.deleted_at IS NULL
    WHERE s.id = ${songId}::uuid AND s.deleted_at IS NULL AND EXISTS (
      SELECT 1 FROM membership m WHERE m.account_id = ${accountId}::uuid AND (m.song_id = s.id OR m.project_id = p.id))`;
  return rows[0]?.name ?? null;
}

export interface LevelRow {
  projectId: string;
  projectName: string;
  songId: string | null;
  songName: string | null;
  level: NoticeReach;
}

/** Every place for which the person chose something, of those that they may open now. */
export function listLevels(scope: AccountScope, db: Db | Tx): Promise<LevelRow[]> {
  return db.$queryRaw<LevelRow[]>`
    SELECT p.id AS "projectId", p.name AS "projectName", s.id AS "songId", s.name AS "songName", l.level::text AS level
    FROM notice_level l
    LEFT JOIN song s ON s.id = l.song_id
    JOIN project p ON p.id = COALESCE(s.project_id, l.project_id) AND p.deleted_at IS NULL
    WHERE l.account_id = ${scope.accountId}::uuid AND s.deleted_at IS NULL AND EXISTS (
      SELECT 1 FROM membership m LEFT JOIN song own ON own.id = m.song_id
      WHERE m.account_id = l.account_id
        AND (m.project_id = p.id OR m.song_id = l.song_id OR (l.song_id IS NULL AND own.project_id = p.id)))
    ORDER BY lower(p.name), p.id, s.name NULLS FIRST, s.id`;
}
