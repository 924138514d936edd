import type { Actor } from "@/lib/access/actor";
import { requireLiving } from "@/lib/access/living-store";
import { type ProjectScope, requireVerified, scopeProject } from "@/lib/access/scope";
import { AppError, notFound } from "@/lib/core/errors";
import { createId } from "@/lib/core/ids";
import { type Tx, transact } from "@/lib/db/client";
import { hintProject } from "@/lib/domains/activity/commands";
import { recordProjectDeed } from "@/lib/domains/activity/deeds/commands";
import type { KindFor } from "@/lib/domains/notifications/catalogue/schema";
import { notifyPerson } from "@/lib/domains/notifications/commands";
import { requireRoomForTaken } from "@/lib/domains/uploads/quota/commands";
import type { Services } from "@/lib/services";
import { readProject } from "../reads";
import type { ProjectView } from "../schema";
import { canTakeOver, type Offer } from "./rules";
import type { OfferProject } from "./schema";
import { changeOwner, findRole, lockOffer, setOffer } from "./store";

/**
 * Asks a member whether they want to own the project. Nothing changes until they say yes; asking another one ends it.
 * @throws AppError not_found, forbidden, invalid_input `no_member`, `own_project`.
 */
export async function offerProject(
  services: Services,
  actor: Actor | null,
  projectId: string,
  { accountId: offeredToId }: OfferProject,
): Promise<ProjectView> {
  requireVerified(actor);
  const scope = await scopeProject(services.db, actor, projectId, "project:delete");
  if (offeredToId === scope.accountId) throw refuseMember("own_project", "You own it already. Choose somebody else.");
  await transact(services.db, async (tx) => {
    const offer = await requireOffer(scope, tx);
    if ((await findRole(scope, tx, offeredToId)) === null) {
      throw refuseMember("no_member", "Share the whole project with them first: only a member can own it.");
    }
    if (offer.offeredToId === offeredToId) return;
    await setOffer(scope, tx, offeredToId);
    await tell(services, tx, scope, { readerId: offeredToId, kind: "project.offered" });
  });
  return await readProject(services, actor, projectId);
}

/**
 * Ends an offer: the owner takes it back, or who was asked says no. Where there is none, nothing happens.
 * @throws AppError not_found, forbidden, conflict `no_owner`.
 */
export async function endOffer(services: Services, actor: Actor | null, projectId: string): Promise<void> {
  const scope = await scopeProject(services.db, actor, projectId, "project:read");
  await transact(services.db, async (tx) => {
    const offer = await requireOffer(scope, tx);
    const isOwner = offer.ownerId === scope.accountId;
    if (offer.offeredToId === null && isOwner) return;
    if (!isOwner && offer.offeredToId !== scope.accountId) {
      throw new AppError("forbidden", "not_asked", "Only the owner, or who was asked, can end this offer.");
    }
    if (offer.isOwnerGone) {
      throw new AppError("conflict", "no_owner", "Nobody else owns this project any more. Leave it instead.");
    }
    await setOffer(scope, tx, null);
    if (!isOwner) await tell(services, tx, scope, { readerId: offer.ownerId, kind: "project.declined" });
    else await hintProject(tx, scope);
  });
}

/**
 * Makes the person the project's owner, who was asked or finds it without one. The room it takes is theirs from then on; the
 * owner before becomes an editor.
 * @throws AppError not_found, forbidden `unverified`, gone `offer_over`, conflict `owner_full`.
 */
export async function takeProject(services: Services, actor: Actor | null, projectId: string): Promise<ProjectView> {
  const { accountId } = requireVerified(actor);
  const scope = await scopeProject(services.db, actor, projectId, "project:read");
  const now = services.clock.now();
  await transact(services.db, async (tx) => {
    const offer = await requireOffer(scope, tx);
    await requireLiving(tx, accountId);
    const role = await findRole(scope, tx, accountId);
    // Pressed twice.
    if (offer.ownerId === accountId) return;
    if (role === null || !canTakeOver(offer, { accountId, role })) {
      throw new AppError("gone", "offer_over", "This project is not offered to you any more. Ask its owner.");
    }
    await changeOwner(scope, tx, offer.ownerId);
    await requireRoomForTaken(services, tx, scope);
    await recordProjectDeed(tx, scope, { doerId: accountId, kind: "project.taken", now });
    if (!offer.isOwnerGone) await tell(services, tx, scope, { readerId: offer.ownerId, kind: "project.taken" });
    else await hintProject(tx, scope);
  });
  return await readProject(services, actor, projectId);
}

async function requireOffer(scope: ProjectScope, tx: Tx): Promise<Offer> {
  const offer = await lockOffer(scope, tx);
  if (!offer) throw notFound("project");
  return offer;
}

async function tell(
  services: Services,
  tx: Tx,
  { projectId, accountId: doerId }: ProjectScope,
  { readerId, kind }: { readerId: string; kind: KindFor<"person"> },
): Promise<void> {
  const notice = { projectId, songId: null, doerId, readerId, kind, sourceKey: `handover:${createId()}`, payload: {} };
  await notifyPerson(tx, { ...notice, now: services.clock.now() });
  await hintProject(tx, { projectId });
}

function refuseMember(reason: string, message: string): AppError {
  return new AppError("invalid_input", reason, message, { fields: [{ field: "accountId", message }] });
}
