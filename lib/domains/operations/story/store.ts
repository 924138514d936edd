import type { AdminScope } from "@/lib/access/scope";
import type { Db } from "@/lib/db/client";

/** The upload that an id has to do with: its own, its version's, or that of a request which began or finished it. */
export async function findUploadId(_scope: AdminScope, db: Db, id: string): Promise<string | null> {
  const [row] = await db.$queryRaw<{ id: string }[]>`
    SELECT u.id FROM upload u WHERE u.id = ${id}::uuid
    UNION ALL SELECT v.upload_id FROM version v WHERE v.id = ${id}::uuid
    UNION ALL SELECT u.id FROM upload u WHERE u.request_id = ${id}
    UNION ALL SELECT v.upload_id FROM outbox o JOIN version v ON v.id = (o.data->>'versionId')::uuid WHERE o.request_id = ${id}
    LIMIT 1`;
  return row?.id ?? null;
}

export function findStoryUpload(_scope: AdminScope, db: Db, id: string) {
  return db.upload.findUniqueOrThrow({
    where: { id },
    include: {
      createdBy: { select: { name: true } },
      song: { select: { name: true } },
      attachment: { select: { createdAt: true } },
      version: {
        include: {
          analyses: { orderBy: { createdAt: "asc" } },
          tagRequest: true,
          _count: { select: { tags: true } },
        },
      },
    },
  });
}

export type StoryUpload = Awaited<ReturnType<typeof findStoryUpload>>;

/** Events for the queue about a version, the oldest first. Sent ones are forgotten after a week. */
export function listStoryEvents(_scope: AdminScope, db: Db, versionId: string): Promise<StoryEvent[]> {
  return db.$queryRaw`
    SELECT name, attempts, created_at AS "createdAt", sent_at AS "sentAt", last_error AS "lastError", request_id AS "requestId"
    FROM outbox WHERE data->>'versionId' = ${versionId} ORDER BY created_at, id LIMIT 50`;
}

export interface StoryEvent {
  name: string;
  attempts: number;
  createdAt: Date;
  sentAt: Date | null;
  lastError: string | null;
  requestId: string | null;
}

/** What open pages were told of a version, but for its progress. */
export function listStoryTold(_scope: AdminScope, db: Db, of: { songId: string; versionId: string }) {
  return db.$queryRaw<{ seq: number; type: string; createdAt: Date }[]>`
    SELECT seq, type, created_at AS "createdAt" FROM song_event
    WHERE song_id = ${of.songId}::uuid AND type <> 'version.progressed'
      AND (payload->'version'->>'id' = ${of.versionId} OR payload->>'versionId' = ${of.versionId})
    ORDER BY seq LIMIT 50`;
}

export function listStoryNotices(_scope: AdminScope, db: Db, versionId: string) {
  return db.notification.findMany({
    where: { sourceKey: `version:${versionId}` },
    orderBy: { id: "asc" },
    take: 200,
    select: {
      createdAt: true,
      seenAt: true,
      digestedAt: true,
      reader: { select: { name: true } },
      mail: { select: { sentAt: true } },
    },
  });
}

export function listStoryActs(_scope: AdminScope, db: Db, ids: string[]) {
  return db.auditEntry.findMany({ where: { targetId: { in: ids } }, orderBy: { id: "asc" }, take: 50 });
}
