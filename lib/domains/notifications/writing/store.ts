import { SONG_CHANNEL } from "@/lib/core/channels";
import { createId } from "@/lib/core/ids";
import type { Tx } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import type { NoticeChannel, NotificationKind } from "../catalogue/schema";
import { addDue } from "../due/store";
import { chooseChannel } from "../preferences/store";

export interface NewNotice {
  doerId: string | null;
  projectId: string;
  songId: string | null;
  kind: NotificationKind;
  sourceKey: string;
  payload: Prisma.InputJsonObject;
  now: Date;
}

/** Somebody who may be told, and in which channel they want it. */
export interface Hearer {
  id: string;
  channel: NoticeChannel;
}

interface Target {
  kind: NotificationKind;
  songId: string;
  projectId: string;
}

/** Everybody who may open this song now, by its project or by itself, and see the version if one is named. */
export function findSongReaders(
  { kind, songId, projectId }: Target,
  tx: Tx,
  versionId: string | undefined,
): Promise<Hearer[]> {
  const channel = chooseChannel({
    readerId: Prisma.sql`reader.id`,
    kind: Prisma.sql`${kind}::text`,
    songId: Prisma.sql`${songId}::uuid`,
    projectId: Prisma.sql`${projectId}::uuid`,
  });
  return tx.$queryRaw<Hearer[]>`
    SELECT reader.id, ${channel} AS channel FROM (
      SELECT DISTINCT m.account_id AS id FROM song s JOIN project p ON p.id = s.project_id AND p.deleted_at IS NULL
      JOIN membership m ON m.project_id = p.id OR m.song_id = s.id
      WHERE s.id = ${songId}::uuid AND s.project_id = ${projectId}::uuid AND s.deleted_at IS NULL
    ) reader
    WHERE ${versionId ?? null}::uuid IS NULL OR sees_version(reader.id, ${versionId ?? null}::uuid)
    ORDER BY reader.id`;
}

/** One person, whatever they may open. */
export async function findReader(notice: NewNotice, tx: Tx, readerId: string): Promise<Hearer[]> {
  const channel = chooseChannel({
    readerId: Prisma.sql`a.id`,
    kind: Prisma.sql`${notice.kind}::text`,
    songId: Prisma.sql`${notice.songId}::uuid`,
    projectId: Prisma.sql`${notice.projectId}::uuid`,
  });
  return tx.$queryRaw<Hearer[]>`SELECT a.id, ${channel} AS channel FROM account a WHERE a.id = ${readerId}::uuid`;
}

/**
 * One a reader and source; a repeated one adds nothing, and who wants none of it gets none. Whoever wants it mailed at once
 * is noted, and open pages hear of it at commit.
 */
export async function insertNotices(notice: NewNotice, tx: Tx, hearers: readonly Hearer[]): Promise<void> {
  const { now, ...rest } = notice;
  const told = hearers.filter(({ channel }) => channel !== "never");
  if (told.length === 0) return;
  await tx.notification.createMany({
    data: told.map(({ id: readerId }) => ({ ...rest, id: createId(), readerId, createdAt: now })),
    skipDuplicates: true,
  });
  const urgent = told.filter(({ channel }) => channel === "at_once").map(({ id }) => id);
  await addDue(urgent, tx, notice.songId ?? notice.projectId, now);
  await hintReaders({ readerIds: told.map(({ id }) => id) }, tx);
}

/** Tells every process at commit that there may be something new for these readers. */
export async function hintReaders({ readerIds }: { readerIds: readonly string[] }, tx: Tx): Promise<void> {
  await tx.$executeRaw`SELECT pg_notify(${SONG_CHANNEL}, id) FROM unnest(${[...readerIds]}::text[]) AS id`;
}
