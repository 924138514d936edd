import type { Actor } from "@/lib/access/actor";
import { isAllowed } from "@/lib/access/policy";
import { scopeProject, scopeSong } from "@/lib/access/scope";
import { notFound } from "@/lib/core/errors";
import type { Db, Tx } from "@/lib/db/client";
import { readFates } from "@/lib/mail/read-fates";
import type { Services } from "@/lib/services";
import { readTarget } from "./invites/commands";
import { buildCopiedToken, readInviteToken } from "./invites/rules";
import { findInviteByLink, type InviteRow, listInvites } from "./invites/store";
import { listInviteMailKeys } from "./rules";
import type { InviteInfo, InviteView, MemberView, SharesView } from "./schema";
import { listMembers, type MemberRow, readTargetNames } from "./store";

/** For so long it is news that somebody came; then they are one of the members. */
const ACCEPTED_SHOWN_MS = 30 * 24 * 60 * 60 * 1000;

/** Who may open the project or the song; those who may share also see addresses and waiting invites. */
export async function readShares(
  services: Services,
  actor: Actor | null,
  target: { projectId: string; songId?: string | undefined },
): Promise<SharesView> {
  const { db } = services;
  const { projectId, songId } = target;
  const scope = songId
    ? await scopeSong(db, actor, { projectId, songId }, "song:read")
    : await scopeProject(db, actor, projectId, "project:read");
  if (scope.role === null) return { members: [], invites: [] };
  const canShare = isAllowed(scope.role, "song:share");
  const members = await listMembers(scope, db);
  const since = new Date(services.clock.now().getTime() - ACCEPTED_SHOWN_MS);
  return {
    members: members.map((row) => showMember(row, canShare)),
    invites: canShare ? await showInvites(services, db, await listInvites(scope, db, since)) : [],
  };
}

/** What an invite's link is for; the link alone is asked for. @throws AppError not_found. */
export async function readInvite(services: Services, input: { token: string }): Promise<InviteInfo> {
  const key = readInviteToken(services.config.app.authSecret, input.token);
  const invite = key && (await findInviteByLink(key, services.db));
  const names = invite && (await readTargetNames(services.db, readTarget(invite)));
  if (!invite || !names) throw notFound("invite");
  return { ...names, inviter: invite.invitedBy.name, role: invite.role, state: invite.state };
}

export function buildInviteLink(services: Services, token: string): string {
  return `${services.config.app.url}/invites/${token}`;
}

export async function showInvites(services: Services, db: Db | Tx, rows: InviteRow[]): Promise<InviteView[]> {
  const fates = await readFates(
    db,
    rows.flatMap((row) => listInviteMailKeys(row.id)),
  );
  return rows.map((row) => {
    const lastKey = listInviteMailKeys(row.id).findLast((key) => fates.has(key));
    return {
      id: row.id,
      email: row.email,
      role: row.role,
      canDownload: row.canDownload,
      canSeeVersions: row.canSeeVersions,
      songId: row.songId,
      state: row.state,
      mail: (lastKey === undefined ? undefined : fates.get(lastKey)) ?? "none",
      link: buildInviteLink(services, buildCopiedToken(services.config.app.authSecret, row)),
      acceptedBy: row.acceptedBy,
      acceptedAt: row.acceptedAt?.toISOString() ?? null,
      createdAt: row.createdAt.toISOString(),
    };
  });
}

export function showMember(row: MemberRow, canShare: boolean): MemberView {
  return {
    membershipId: row.id,
    person: { id: row.account.id, name: row.account.name },
    email: canShare ? row.account.email : null,
    role: row.role,
    // Who edits may always, whatever the switches were when they only listened.
    canDownload: row.canDownload || isAllowed(row.role, "song:edit"),
    canSeeVersions: row.canSeeVersions || isAllowed(row.role, "song:edit"),
    songId: row.songId,
  };
}
