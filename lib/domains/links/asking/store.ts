import type { VisitorScope } from "@/lib/access/visitor-scope";
import type { Db, Tx } from "@/lib/db/client";

const PERSON = { select: { id: true, email: true } } as const;

/** A link by its token, also one that is over: whoever was sent it may ask. Null when its project is gone. */
export function findAskedLink(_scope: VisitorScope, db: Db, tokenHash: string) {
  return db.link.findFirst({
    where: { tokenHash, project: { deletedAt: null } },
    select: {
      id: true,
      projectId: true,
      createdBy: PERSON,
      project: { select: { name: true, owner: PERSON } },
      songs: { where: { song: { deletedAt: null } }, take: 2, select: { song: { select: { id: true, name: true } } } },
    },
  });
}

export function countAsked(_scope: VisitorScope, tx: Tx, linkId: string, since: Date): Promise<number> {
  return tx.accessRequest.count({ where: { linkId, createdAt: { gt: since } } });
}

/** False when this address has asked by this link before. */
export async function insertAsked(
  _scope: VisitorScope,
  tx: Tx,
  request: { id: string; linkId: string; email: string; words: string; createdAt: Date },
): Promise<boolean> {
  const { count } = await tx.accessRequest.createMany({ data: request, skipDuplicates: true });
  return count > 0;
}
