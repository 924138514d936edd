import type { AdminScope } from "@/lib/access/scope";
import { createId } from "@/lib/core/ids";
import type { Db, Tx } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import type { Act, Values } from "./schema";

export interface NewEntry {
  act: Act;
  targetKind: string;
  targetId: string | null;
  before: Values | null;
  after: Values | null;
  requestId: string | null;
}

export interface EntryFilter {
  actorId?: string | undefined;
  act?: Act | undefined;
  from?: Date | undefined;
  until?: Date | undefined;
}

export async function insertEntry(scope: AdminScope, tx: Tx, entry: NewEntry, now: Date): Promise<void> {
  const { accountId: actorId, name: actorName } = scope;
  const { before, after, ...rest } = entry;
  const values = { before: before ?? Prisma.DbNull, after: after ?? Prisma.DbNull };
  await tx.auditEntry.create({ data: { id: createId(), actorId, actorName, ...rest, ...values, createdAt: now } });
}

/** The newest first, those after `afterId`. */
export function listEntries(
  _scope: AdminScope,
  db: Db,
  { actorId, act, from, until }: EntryFilter,
  page: { afterId: string | null; limit: number },
) {
  const { afterId, limit } = page;
  return db.auditEntry.findMany({
    where: {
      ...(actorId === undefined ? {} : { actorId }),
      ...(act === undefined ? {} : { act }),
      ...(from === undefined && until === undefined
        ? {}
        : { createdAt: { ...(from && { gte: from }), ...(until && { lt: until }) } }),
      ...(afterId === null ? {} : { id: { lt: afterId } }),
    },
    orderBy: { id: "desc" },
    take: limit,
  });
}

export type EntryRow = Awaited<ReturnType<typeof listEntries>>[number];

/** Everybody who did something, under the name of their newest act. */
export function listActors(_scope: AdminScope, db: Db): Promise<{ id: string; name: string }[]> {
  return db.$queryRaw`
    SELECT actor_id AS id, (array_agg(actor_name ORDER BY id DESC))[1] AS name
    FROM audit_entry GROUP BY actor_id ORDER BY 2, 1`;
}
