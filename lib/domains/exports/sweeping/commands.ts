import type { SystemScope } from "@/lib/access/system-scope";
import { buildExportPrefix, type ExportLocation } from "@/lib/core/object-keys";
import { EXPORT_REQUESTED } from "@/lib/core/queue-events";
import { transact } from "@/lib/db/client";
import { writeOutbox } from "@/lib/db/outbox-store";
import { isPaused } from "@/lib/domains/operations/pausing/reads";
import { countRepairs } from "@/lib/domains/operations/repairing/commands";
import type { Services } from "@/lib/services";
import { QUEUED_LEASE_MS } from "../rules";
import { exportRequestSchema } from "../schema";
import { expireRows, failLost, findLostRows, findRowsToClean, forgetRows, markCleaned, putBackRow } from "./store";

/** The list remembers what was made, and can be made again, so long. */
const REMEMBERED_MS = 60 * 24 * 60 * 60_000;
/** Whoever made it was lost so often: it is what ends them. */
const MAX_PUT_BACK = 3;

export interface ExportSweep {
  expired: number;
  cleaned: number;
  putBack: number;
  forgotten: number;
}

/** Lets files end, removes what nobody can have any more, and gives to the queue anew what was lost on the way. */
export async function sweepExports(services: Services, scope: SystemScope): Promise<ExportSweep> {
  const { db, clock } = services;
  const now = clock.now();
  const expired = await expireRows(scope, db, now);
  const rows = await findRowsToClean(scope, db);
  for (const { id, projectId, run } of rows) {
    await removeObjects(services, { projectId, exportId: id });
    await markCleaned(scope, db, { id, run });
  }
  const putBack = await putBackLost(services, scope, now);
  const forgotten = await forgetRows(scope, db, new Date(now.getTime() - REMEMBERED_MS));
  return { expired, cleaned: rows.length, putBack, forgotten };
}

/** Removes what an export has in storage, finished or not, but for one object. Repeating it is harmless. */
export async function removeObjects(
  { storage }: Services,
  location: ExportLocation,
  but: { key: string | null } = { key: null },
): Promise<void> {
  const prefix = buildExportPrefix(location);
  for (const { key, storageId } of await storage.listMultiparts(prefix)) await storage.abortMultipart(key, storageId);
  const { objects } = await storage.list(prefix, null);
  for (const { key } of objects) if (key !== but.key) await storage.delete(key);
}

async function putBackLost(services: Services, scope: SystemScope, now: Date): Promise<number> {
  // What waits because somebody paused it is not lost.
  if (await isPaused(services, scope, "make-export")) return 0;
  let count = 0;
  for (const row of await findLostRows(scope, services.db, now)) {
    const putBack = row.putBack + (row.state === "running" ? 1 : 0);
    if (putBack > MAX_PUT_BACK) {
      const message = "Making this file was cut off several times. Try again later.";
      await failLost(scope, services.db, row, { reason: "cut_off", message, now });
      continue;
    }
    const leaseUntil = new Date(now.getTime() + QUEUED_LEASE_MS);
    const { kind } = exportRequestSchema.parse(row.request);
    await transact(services.db, async (tx) => {
      const run = await putBackRow(scope, tx, { ...row, putBack }, { now, leaseUntil });
      if (run === null) return;
      await writeOutbox(tx, { name: EXPORT_REQUESTED, data: { exportId: row.id, run, kind } }, now);
      count++;
    });
  }
  await countRepairs(services, { "export.put_back": count });
  if (count > 0) services.log.warn({ count }, "exports that were lost are given to the queue anew");
  return count;
}
