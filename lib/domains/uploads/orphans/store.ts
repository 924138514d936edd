import type { AdminScope } from "@/lib/access/scope";
import type { SystemScope } from "@/lib/access/system-scope";
import type { Db } from "@/lib/db/client";

/** Those of these uploads that there are, in any state. */
export async function findKnownUploads(_scope: SystemScope | AdminScope, db: Db, ids: string[]): Promise<Set<string>> {
  const rows = await db.upload.findMany({ where: { id: { in: ids } }, select: { id: true } });
  return new Set(rows.map(({ id }) => id));
}
