import type { Role } from "@/lib/access/policy";
import { SONG_CHANNEL } from "@/lib/core/channels";
import type { Tx } from "@/lib/db/client";

/** Who goes, with the address that invites know. */
export interface Leaver {
  accountId: string;
  email: string;
}

export interface HeldRow {
  role: Role;
  projectId: string | null;
  songId: string | null;
  song: { projectId: string } | null;
}

/** Everything that was shared with the person. */
export function findHeld({ accountId }: Leaver, tx: Tx): Promise<HeldRow[]> {
  return tx.membership.findMany({
    where: { accountId },
    orderBy: { id: "asc" },
    select: { role: true, projectId: true, songId: true, song: { select: { projectId: true } } },
  });
}

/** Ends every membership and what was offered to the person, and has live streams look again. */
export async function deleteHeld({ accountId }: Leaver, tx: Tx, projectIds: readonly string[]): Promise<void> {
  await tx.project.updateMany({ where: { offeredToId: accountId }, data: { offeredToId: null } });
  await tx.membership.deleteMany({ where: { accountId } });
  await tx.$executeRaw`
    SELECT pg_notify(${SONG_CHANNEL}, id::text) FROM song WHERE project_id = ANY (${[...projectIds]}::uuid[])`;
}

/** Invites that wait: those the person sent, and those to their address. */
export function findOpenInvites({ accountId, email }: Leaver, tx: Tx): Promise<{ id: string }[]> {
  return tx.invite.findMany({
    where: { state: "pending", OR: [{ invitedById: accountId }, { email }] },
    select: { id: true },
  });
}

/** Withdraws what the person sent; what names them goes. */
export async function endInvites({ accountId, email }: Leaver, tx: Tx): Promise<void> {
  await tx.invite.deleteMany({ where: { OR: [{ email }, { acceptedById: accountId }] } });
  await tx.invite.updateMany({ where: { invitedById: accountId, state: "pending" }, data: { state: "withdrawn" } });
}
