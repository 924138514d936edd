import type { Actor } from "@/lib/access/actor";
import { requireLiving } from "@/lib/access/living-store";
import { canGive, type Grant, isAllowed } from "@/lib/access/policy";
import {
  type ProjectScope,
  requirePerson,
  requireVerified,
  type SongScope,
  scopeProject,
  scopeSong,
} from "@/lib/access/scope";
import { AppError, notFound } from "@/lib/core/errors";
import { isId } from "@/lib/core/ids";
import { type Tx, transact } from "@/lib/db/client";
import { findVerifiedPerson, requireEmail } from "@/lib/domains/accounts/reads";
import { recordDeed, recordProjectDeed } from "@/lib/domains/activity/deeds/commands";
import { settleRequests } from "@/lib/domains/links/asking/settling/commands";
import { notifyPerson } from "@/lib/domains/notifications/commands";
import { deliverSoon } from "@/lib/mail/deliver-soon";
import { freezeEmail, readEmails, withdrawEmails } from "@/lib/mail/email-store";
import { renderActionMail } from "@/lib/mail/render";
import type { Services } from "@/lib/services";
import { reconcileInvites } from "./invites/commands";
import { buildMailedToken } from "./invites/rules";
import { findInvite, type InviteRow, keepInvite, renewCopiedLinks, withdrawPending } from "./invites/store";
import { buildInviteLink, showInvites, showMember } from "./reads";
import { INVITE_MAIL_PATIENCE_MS, listInviteMailKeys, MAX_INVITE_MAILS, writeInviteMail } from "./rules";
import type { CreatedShare, CreateShareInput, InviteView } from "./schema";
import { deleteMember, findMember, joinTarget, type MemberRow, readTargetNames } from "./store";

export type Scope = ProjectScope | SongScope;

/** Turns waiting invites into access as soon as an address is verified; what fails now the sweeper does. */
export async function joinByInvites(services: Services, accountId: string): Promise<void> {
  try {
    await reconcileInvites(services, { accountId });
  } catch (err) {
    services.log.error({ err, accountId }, "invites wait for the sweeper");
  }
}

export function scopeShare(
  services: Services,
  actor: Actor | null,
  { projectId, songId }: { projectId: string; songId?: string | null | undefined },
): Promise<Scope> {
  return songId
    ? scopeSong(services.db, actor, { projectId, songId }, "song:share")
    : scopeProject(services.db, actor, projectId, "project:share");
}

/**
 * Shares with a person by their address. Somebody whose verified address it is has access at once and hears of it;
 * everybody else, with an account or not, gets an invite by mail, so that the two can't be told apart.
 */
export async function createShare(
  services: Services,
  actor: Actor | null,
  input: CreateShareInput & { projectId: string },
): Promise<CreatedShare> {
  const person = requireVerified(actor);
  const scope = await scopeShare(services, actor, input);
  if (!scope.role || !canGive(scope.role, input.role)) {
    throw new AppError("forbidden", "cannot_give", "You can give away only what you may do yourself.");
  }
  const email = requireEmail(input.email);
  if (email === person.email) throw refuseOwnAddress();
  const known = await findVerifiedPerson(services.db, email);
  const { role, canDownload = true, canSeeVersions = true } = input;
  const grant = { role, canDownload, canSeeVersions };
  if (known) return addMember(services, scope, person.accountId, known, grant);
  return { member: null, invite: await invite(services, scope, person.accountId, { email, ...grant }) };
}

function refuseOwnAddress(): AppError {
  const message = "This is your own address.";
  return new AppError("invalid_input", "own_address", message, { fields: [{ field: "email", message }] });
}

async function addMember(
  services: Services,
  scope: Scope,
  doerId: string,
  account: { id: string; name: string; email: string },
  grant: Grant,
): Promise<CreatedShare> {
  const target = { projectId: scope.projectId, songId: "songId" in scope ? scope.songId : null };
  const joined = await transact(services.db, async (tx) => {
    const membership = await joinTarget(tx, { accountId: account.id }, target, grant);
    await settleRequests(tx, { ...target, email: account.email, accountId: doerId, now: services.clock.now() });
    const sourceKey = `membership:${membership.id}:${membership.role}`;
    const notice = { ...target, doerId, readerId: account.id, kind: "share.received", sourceKey, payload: {} } as const;
    await notifyPerson(tx, { ...notice, now: services.clock.now() });
    return membership;
  });
  return { member: showMember({ ...joined, songId: target.songId, account }, true), invite: null };
}

async function invite(
  services: Services,
  scope: Scope,
  invitedById: string,
  input: Grant & { email: string },
): Promise<InviteView> {
  const now = services.clock.now();
  const kept = await transact(services.db, async (tx) => {
    await requireLiving(tx, invitedById);
    const row = await keepInvite(scope, tx, { ...input, invitedById, now });
    const given = { email: input.email, projectId: scope.projectId, songId: row.songId };
    await settleRequests(tx, { ...given, accountId: invitedById, now });
    const emailId = await freezeNextMail(services, tx, scope, row);
    return { emailId, view: await showInvite(services, tx, row) };
  });
  if (kept.emailId) deliverSoon(services, kept.emailId);
  return kept.view;
}

/** The next mail of an invite; null when it was mailed as often as may be. */
async function freezeNextMail(
  services: Services,
  tx: Tx,
  scope: { projectId: string },
  row: InviteRow,
): Promise<string | null> {
  const now = services.clock.now();
  const names = await readTargetNames(tx, { projectId: scope.projectId, songId: row.songId });
  if (!names) throw notFound("project");
  const mails = await readEmails(tx, listInviteMailKeys(row.id));
  const key = listInviteMailKeys(row.id)[mails.length];
  if (key === undefined) return null;
  await withdrawEmails(
    tx,
    mails.map((mail) => mail.key),
    "replaced",
  );
  const link = buildInviteLink(services, buildMailedToken(services.config.app.authSecret, row));
  const words = { ...names, inviter: row.invitedBy.name, role: row.role, link };
  return freezeEmail(
    tx,
    {
      ...(await renderActionMail(writeInviteMail(words))),
      key,
      lane: "transactional",
      accountId: null,
      toAddress: row.email,
      fromAddress: services.config.mail.from,
      expiresAt: new Date(now.getTime() + INVITE_MAIL_PATIENCE_MS),
    },
    now,
  );
}

async function showInvite(services: Services, tx: Tx, row: InviteRow): Promise<InviteView> {
  const [view] = await showInvites(services, tx, [row]);
  if (!view) throw notFound("invite");
  return view;
}

/** Mails an invite again. @throws AppError not_found, gone, rate_limited. */
export async function resendInvite(
  services: Services,
  actor: Actor | null,
  input: { projectId: string; shareId: string },
): Promise<InviteView> {
  requireVerified(actor);
  const row = isId(input.shareId) ? await findInvite(input, services.db, input.shareId) : null;
  const scope = await scopeShare(services, actor, { projectId: input.projectId, songId: row?.songId });
  if (!row) throw notFound("invite");
  const { emailId, view } = await transact(services.db, async (tx) => ({
    emailId: await mailInviteAgain(services, tx, scope, row),
    view: await showInvite(services, tx, row),
  }));
  deliverSoon(services, emailId);
  return view;
}

/** Freezes one more mail of an invite that waits. @throws AppError gone, rate_limited, not_found. */
export async function mailInviteAgain(
  services: Services,
  tx: Tx,
  scope: { projectId: string },
  row: InviteRow,
): Promise<string> {
  if (row.state !== "pending") throw new AppError("gone", "invite_over", `This invite is ${row.state} already.`);
  const emailId = await freezeNextMail(services, tx, scope, row);
  if (emailId !== null) return emailId;
  const advice = `This invite was mailed ${MAX_INVITE_MAILS} times. Copy its link and send it yourself.`;
  throw new AppError("rate_limited", "mailed_enough", advice);
}

/**
 * Withdraws an invite or ends a membership: somebody's whom one may give as much, or one's own. The owner's stays.
 * @throws AppError not_found, forbidden, conflict.
 */
export async function removeShare(
  services: Services,
  actor: Actor | null,
  input: { projectId: string; shareId: string },
): Promise<void> {
  const { accountId } = requirePerson(actor);
  if (!isId(input.shareId)) throw notFound("share");
  const member = await findMember(input, services.db, input.shareId);
  const row = member ? null : await findInvite(input, services.db, input.shareId);
  const isOwn = member?.account.id === accountId;
  const songId = member?.songId ?? row?.songId;
  const scope = isOwn ? null : await scopeShare(services, actor, { projectId: input.projectId, songId });
  if (member) return endMembership(services, input.projectId, scope, member);
  if (!row) throw notFound("share");
  await transact(services.db, async (tx) => {
    if (await withdrawPending(input, tx, row.id)) await withdrawEmails(tx, listInviteMailKeys(row.id), "withdrawn");
  });
}

export function ownerStays(): AppError {
  const cure = "Hand it to somebody else first, and leave once they own it. Or delete the project.";
  return new AppError("conflict", "owner_stays", `A project keeps its owner. ${cure}`);
}

/** Without a scope one's own. */
async function endMembership(
  services: Services,
  projectId: string,
  scope: Scope | null,
  member: MemberRow,
): Promise<void> {
  if (member.role === "owner") throw ownerStays();
  if (scope && !(scope.role && isAllowed(scope.role, "song:share") && canGive(scope.role, member.role))) {
    throw new AppError("forbidden", "role_too_weak", "You can't take away more than you may do yourself.");
  }
  await transact(services.db, async (tx) => {
    if (!(await deleteMember({ projectId }, tx, member))) {
      // Gone already is as good; one who has just become the owner stays.
      if (await findMember({ projectId }, tx, member.id)) throw ownerStays();
      return;
    }
    if (scope === null) await recordLeaving(tx, projectId, member, services.clock.now());
    // Who could share could also copy the links of others' invites, and would come back by them.
    if (isAllowed(member.role, "song:share")) await renewCopiedLinks({ projectId, songId: member.songId }, tx);
  });
}

async function recordLeaving(
  tx: Tx,
  projectId: string,
  { songId, account }: Pick<MemberRow, "songId" | "account">,
  now: Date,
): Promise<void> {
  const deed = { doerId: account.id, kind: "member.left", now } as const;
  if (songId === null) await recordProjectDeed(tx, { projectId }, deed);
  else await recordDeed(tx, { songId }, deed);
}
