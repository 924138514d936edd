import type { Actor } from "@/lib/access/actor";
import { isLiving, requireLiving } from "@/lib/access/living-store";
import { type Grant, ROLES, sumGrants } from "@/lib/access/policy";
import { requirePerson } from "@/lib/access/scope";
import { readProjectRoles, readSongGrants } from "@/lib/access/scope-store";
import type { SystemScope } from "@/lib/access/system-scope";
import { AppError, notFound } from "@/lib/core/errors";
import { type Tx, transact } from "@/lib/db/client";
import { notifyPerson } from "@/lib/domains/notifications/commands";
import { countRepairs } from "@/lib/domains/operations/repairing/commands";
import { withdrawEmails } from "@/lib/mail/email-store";
import type { Services } from "@/lib/services";
import { listInviteMailKeys } from "../rules";
import { joinTarget, type ShareTarget } from "../store";
import { readInviteToken } from "./rules";
import { acceptPending, findInviteByLink, type InviteRow, listReadyInvites } from "./store";

const BATCH = 500;

/**
 * Turns the invites that wait for this account's verified address into access. It looks at the state, not at what led to
 * it, so it may run after anything, any number of times; cut off in the middle, the next run does the rest.
 */
export async function reconcileInvites(services: Services, whose: { accountId: string }): Promise<number> {
  return convertAll(services, whose);
}

/** As `reconcileInvites`, for every account at once: the net under all ways of verifying an address. */
export async function reconcileAllInvites(services: Services, _scope: SystemScope): Promise<number> {
  const joined = await convertAll(services, "all");
  await countRepairs(services, { "invite.joined": joined });
  return joined;
}

/** As `reconcileInvites`, within a transaction of somebody's: all of them, or none. @returns how many. */
export async function convertInvitesOf(services: Services, tx: Tx, accountId: string): Promise<number> {
  let joined = 0;
  for (const found of await listReadyInvites(tx, { accountId }, BATCH)) {
    if (await convert(services, tx, found)) joined += 1;
  }
  return joined;
}

async function convertAll(services: Services, whose: { accountId: string } | "all"): Promise<number> {
  const ready = await listReadyInvites(services.db, whose, BATCH);
  let joined = 0;
  for (const found of ready) {
    // Each in a transaction of its own: one that fails keeps nobody else waiting.
    try {
      if (await transact(services.db, (tx) => convert(services, tx, found))) joined += 1;
    } catch (err) {
      services.log.warn({ err, inviteId: found.inviteId }, "an invite waits for the next sweep");
    }
  }
  return joined;
}

async function convert(services: Services, tx: Tx, found: { inviteId: string; accountId: string }): Promise<boolean> {
  const now = services.clock.now();
  if (!(await isLiving(tx, found.accountId))) return false;
  const invite = await findInviteByLink(found, tx);
  if (!invite || !(await acceptPending(tx, found, now))) return false;
  await join(tx, invite, found.accountId, now);
  return true;
}

async function join(tx: Tx, invite: InviteRow, accountId: string, now: Date): Promise<void> {
  const target = readTarget(invite);
  await joinTarget(tx, { accountId }, target, invite);
  await withdrawEmails(tx, listInviteMailKeys(invite.id), "accepted");
  await notifyPerson(tx, {
    ...target,
    readerId: accountId,
    doerId: invite.invitedById,
    kind: "share.received",
    sourceKey: `invite:${invite.id}:${invite.round}`,
    payload: {},
    now,
  });
}

export function readTarget(invite: Pick<InviteRow, "projectId" | "songId" | "song">): ShareTarget {
  const projectId = invite.song?.projectId ?? invite.projectId;
  if (!projectId) throw notFound("invite");
  return { projectId, songId: invite.songId };
}

/**
 * Gives whoever holds an invite's link its access, once, whether their address is verified or another. One who has as
 * much already uses nothing up. @throws AppError not_found, gone.
 */
export async function acceptInvite(
  services: Services,
  actor: Actor | null,
  input: { token: string },
): Promise<ShareTarget> {
  const { accountId } = requirePerson(actor);
  const key = readInviteToken(services.config.app.authSecret, input.token);
  if (key === null) throw notFound("invite");
  const now = services.clock.now();
  return transact(services.db, async (tx) => {
    await requireLiving(tx, accountId);
    const invite = await findInviteByLink(key, tx);
    if (!invite) throw notFound("invite");
    const target = readTarget(invite);
    if (await hasAsMuch(tx, accountId, target, invite)) return target;
    if (!(await acceptPending(tx, { inviteId: key.inviteId, accountId }, now))) throw spent(invite);
    await join(tx, invite, accountId, now);
    return target;
  });
}

async function hasAsMuch(tx: Tx, accountId: string, target: ShareTarget, wanted: Grant): Promise<boolean> {
  const own = sumGrants(await readTargetGrants(tx, accountId, target));
  if (!own || ROLES.indexOf(own.role) < ROLES.indexOf(wanted.role)) return false;
  return (own.canDownload || !wanted.canDownload) && (own.canSeeVersions || !wanted.canSeeVersions);
}

async function readTargetGrants(tx: Tx, accountId: string, { projectId, songId }: ShareTarget): Promise<Grant[]> {
  if (songId) return await readSongGrants(tx, accountId, { projectId, songId });
  return (await readProjectRoles(tx, accountId, projectId)).grants;
}

function spent({ state, invitedBy }: InviteRow): AppError {
  const why = state === "withdrawn" ? "was withdrawn" : "was used already";
  return new AppError("gone", "invite_spent", `This invite ${why}. Ask ${invitedBy.name} for a new one.`);
}
