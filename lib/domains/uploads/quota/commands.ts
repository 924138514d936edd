import type { Actor } from "@/lib/access/actor";
import { type ProjectScope, type SongScope, scopeAdmin } from "@/lib/access/scope";
import { notFound } from "@/lib/core/errors";
import { DELETED_KEPT_MS } from "@/lib/core/kept-deleted";
import { type Db, type Tx, transact } from "@/lib/db/client";
import { recordAct } from "@/lib/domains/operations/auditing/commands";
import type { Services } from "@/lib/services";
import { insertUpload, type NewUpload } from "../store";
import { chooseQuotas, type Quotas, type QuotaTarget, requireRoom } from "./rules";
import { findSetQuotas, haveOneOwner, lockOwner, lockQuota, sumSong, sumUse, writeQuota } from "./store";

/**
 * Reserves an upload and the room for it, or neither; nothing happens when this person has used the key before.
 * @throws AppError conflict `project_full`, `owner_full`.
 */
export async function reserveUpload(services: Services, scope: SongScope, upload: NewUpload): Promise<void> {
  const quotas = await readQuotas(services, services.db, scope);
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
  services: Services,
  tx: Tx,
  scope: SongScope | ProjectScope,
  sizeBytes: number,
): Promise<void> {
  const quotas = await readQuotas(services, tx, scope);
  if (!hasLimit(quotas)) return;
  await lockOwner(scope, tx);
  requireRoom(await sumUse(scope, tx, goneBefore(services.clock.now())), quotas, sizeBytes);
}

/**
 * Asks, in the caller's transaction, whether there is room for a song where it has just been moved to.
 * @throws AppError conflict `project_full`, `owner_full`.
 */
export async function requireRoomForMoved(
  services: Services,
  tx: Tx,
  { from, to }: { from: SongScope; to: ProjectScope },
): Promise<void> {
  const quotas = await readQuotas(services, tx, to);
  if (!hasLimit(quotas)) return;
  await lockOwner(to, tx);
  const [use, movedBytes] = [await sumUse(to, tx, goneBefore(services.clock.now())), await sumSong(from, tx)];
  // Within one owner's projects nothing is added to what they hold together.
  const accountBytes = (await haveOneOwner(from, to, tx)) ? null : quotas.accountBytes;
  requireRoom(use, { ...quotas, accountBytes }, movedBytes);
}

/**
 * Asks, in the transaction that made somebody the owner of a project, whether all they own has room with it.
 * @throws AppError conflict `owner_full`.
 */
export async function requireRoomForTaken(services: Services, tx: Tx, scope: ProjectScope): Promise<void> {
  const quotas = await readQuotas(services, tx, scope);
  if (quotas.accountBytes === null) return;
  await lockOwner(scope, tx);
  const use = await sumUse(scope, tx, goneBefore(services.clock.now()));
  requireRoom(use, { ...quotas, projectBytes: null }, use.projectBytes);
}

/**
 * Gives a person or a project more room, or less, than is configured; null: as configured. What is there stays, also when it is
 * more. @throws AppError unauthenticated, forbidden/not_admin, not_found.
 */
export async function setQuota(
  services: Services,
  actor: Actor | null,
  input: { of: QuotaTarget; quotaBytes: number | null },
): Promise<{ quotaBytes: number | null }> {
  const scope = scopeAdmin(actor);
  const { of, quotaBytes } = input;
  await transact(services.db, async (tx) => {
    const found = await lockQuota(scope, tx, of);
    if (!found) throw notFound(of.kind);
    const { before } = found;
    if (before === quotaBytes) return;
    await writeQuota(scope, tx, of, quotaBytes);
    const values = { before: { quotaBytes: before }, after: { quotaBytes } };
    await recordAct(tx, scope, { act: `${of.kind}.quota_set`, target: of, ...values }, services.clock.now());
  });
  return { quotaBytes };
}

async function readQuotas({ config }: Services, db: Db | Tx, scope: SongScope | ProjectScope): Promise<Quotas> {
  return chooseQuotas(await findSetQuotas(scope, db), config.quotas);
}

function hasLimit({ projectBytes, accountBytes }: Quotas): boolean {
  return projectBytes !== null || accountBytes !== null;
}

/** What was deleted before is gone for good. */
function goneBefore(now: Date): Date {
  return new Date(now.getTime() - DELETED_KEPT_MS);
}
