import type { Db } from "@/lib/db/client";

/** The database answers. Needs no scope: it reads no row. */
export async function pingDatabase(db: Db): Promise<void> {
  await db.$queryRaw`SELECT 1`;
}
