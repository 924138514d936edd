import type { ProjectScope, SongScope } from "@/lib/access/scope";
import { DELETED_KEPT_MS } from "@/lib/core/kept-deleted";
import { type Tx, transact } from "@/lib/db/client";
import type { Services } from "@/lib/services";
import { insertUpload, type NewUpload } from "../store";
import { type Quotas, requireRoom } from "./rules";
import { haveOneOwner, lockOwner, sumSong, sumUse } from "./store";

/**
 * Reserves an upload and the room for it, or neither; nothing happens when this person has used the key before.
 * @throws AppError conflict `project_full`, `owner_full`.
 */
export async function reserveUpload(services: Services, scope: SongScope, upload: NewUpload): Promise<void> {
  const { quotas } = services.config;
  const now = services.clock.now();
  if (!hasLimit(quotas)) {
    await insertUpload(scope, services.db, upload, now);
    return;
  }
  await transact(services.db, async (tx) => {
    await lockOwner(scope, tx);
    if (!(await insertUpload(scope, tx, upload, now))) return;
    const use = await sumUse(scope, tx, goneBefore(now));
    requireRoom(use, quotas, upload.sizeBytes);
  });
}

/**
 * Asks, in the transaction that adds something which is no upload, whether there is room for it.
 * @throws AppError conflict `project_full`, `owner_full`.
 */
export async function requireRoomFor(
  { config, clock }: Services,
  tx: Tx,
  scope: SongScope | ProjectScope,
  sizeBytes: number,
): Promise<void> {
  const { quotas } = config;
  if (!hasLimit(quotas)) return;
  await lockOwner(scope, tx);
  requireRoom(await sumUse(scope, tx, goneBefore(clock.now())), quotas, sizeBytes);
}

/**
 * Asks, in the caller's transaction, whether there is room for a song where it has just been moved to.
 * @throws AppError conflict `project_full`, `owner_full`.
 */
export async function requireRoomForMoved(
  { config, clock }: Services,
  tx: Tx,
  { from, to }: { from: SongScope; to: ProjectScope },
): Promise<void> {
  const { quotas } = config;
  if (!hasLimit(quotas)) return;
  await lockOwner(to, tx);
  const [use, movedBytes] = [await sumUse(to, tx, goneBefore(clock.now())), await sumSong(from, tx)];
  // Within one owner's projects nothing is added to what they hold together.
  const accountBytes = (await haveOneOwner(from, to, tx)) ? null : quotas.accountBytes;
  requireRoom(use, { ...quotas, accountBytes }, movedBytes);
}

/**
 * Asks, in the transaction that made somebody the owner of a project, whether all they own has room with it.
 * @throws AppError conflict `owner_full`.
 */
export async function requireRoomForTaken({ config, clock }: Services, tx: Tx, scope: ProjectScope): Promise<void> {
  const { quotas } = config;
  if (quotas.accountBytes === null) return;
  await lockOwner(scope, tx);
  const use = await sumUse(scope, tx, goneBefore(clock.now()));
  requireRoom(use, { ...quotas, projectBytes: null }, use.projectBytes);
}

function hasLimit({ projectBytes, accountBytes }: Quotas): boolean {
  return projectBytes !== null || accountBytes !== null;
}

/** What was deleted before is gone for good. */
function goneBefore(now: Date): Date {
  return new Date(now.getTime() - DELETED_KEPT_MS);
}
