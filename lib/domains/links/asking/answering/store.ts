import type { Role } from "@/lib/access/policy";
import type { AccountScope } from "@/lib/access/scope";
import type { Db, Tx } from "@/lib/db/client";
import type { Prisma } from "@/lib/db/generated/client";

const MAX_LISTED = 100;

const REQUEST_SELECT = {
  ...{ id: true, email: true, words: true, createdAt: true },
  link: {
    select: {
      ...{ label: true, extent: true, canComment: true, canDownload: true, canSeeVersions: true, projectId: true },
      project: { select: { name: true } },
      songs: {
        where: { song: { deletedAt: null } },
        select: { song: { select: { id: true, name: true, projectId: true } } },
      },
    },
  },
} as const satisfies Prisma.AccessRequestSelect;

export type RequestRow = Prisma.AccessRequestGetPayload<{ select: typeof REQUEST_SELECT }>;

/** Of projects that the person may share. */
function toWhere({ accountId }: AccountScope): Prisma.AccessRequestWhereInput {
  const memberships = { some: { accountId, role: { in: ["editor", "owner"] as Role[] } } };
  return { link: { project: { deletedAt: null, memberships } } };
}

/** Those that nobody answered, the newest first. */
export function findOpenRequests(scope: AccountScope, db: Db): Promise<RequestRow[]> {
  return db.accessRequest.findMany({
    where: { ...toWhere(scope), answer: null },
    orderBy: { id: "desc" },
    take: MAX_LISTED,
    select: REQUEST_SELECT,
  });
}

/** Holds up others who answer it until the commit. Null: it is not this person's to answer. */
export async function lockRequest(
  scope: AccountScope,
  tx: Tx,
  id: string,
): Promise<(RequestRow & { answer: string | null }) | null> {
  await tx.$queryRaw`SELECT 1 AS locked FROM access_request WHERE id = ${id}::uuid FOR UPDATE`;
  return tx.accessRequest.findFirst({ where: { ...toWhere(scope), id }, select: { ...REQUEST_SELECT, answer: true } });
}

export async function markAnswered(
  { accountId }: AccountScope,
  tx: Tx,
  id: string,
  given: { answer: "granted" | "refused"; now: Date },
): Promise<void> {
  const { answer, now } = given;
  await tx.accessRequest.updateMany({ where: { id }, data: { answer, answeredAt: now, answeredById: accountId } });
}
