import type { AdminScope } from "@/lib/access/scope";
import type { Db, Tx } from "@/lib/db/client";
import { findInviteByLink, type InviteRow } from "../invites/store";

/** An invite to what still exists. */
export function findHelpedInvite(_scope: AdminScope, tx: Tx, inviteId: string): Promise<InviteRow | null> {
  return findInviteByLink({ inviteId }, tx);
}

const MOST = 50;

/** Those that wait, the newest first. */
export async function listInvitesTo(_scope: AdminScope, db: Db, email: string) {
  const rows = await db.invite.findMany({
    where: { email, state: "pending" },
    orderBy: { id: "desc" },
    take: MOST,
    select: {
      id: true,
      createdAt: true,
      invitedBy: { select: { name: true } },
      project: { select: { name: true } },
      song: { select: { name: true, project: { select: { name: true } } } },
    },
  });
  return rows.map(({ id, createdAt, invitedBy, project, song }) => ({
    ...{ id, createdAt, invitedBy: invitedBy.name },
    projectName: project?.name ?? song?.project.name ?? "",
    songName: song?.name ?? null,
  }));
}
