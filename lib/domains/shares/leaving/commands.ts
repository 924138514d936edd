import { isAllowed } from "@/lib/access/policy";
import type { Tx } from "@/lib/db/client";
import { recordDeed, recordProjectDeed } from "@/lib/domains/activity/deeds/commands";
import { withdrawEmails } from "@/lib/mail/email-store";
import { renewCopiedLinks } from "../invites/store";
import { listInviteMailKeys } from "../rules";
import { deleteHeld, endInvites, findHeld, findOpenInvites, type HeldRow, type Leaver } from "./store";

/**
 * Takes somebody who goes for good out of everything that was shared with them, in the transaction that deletes their account.
 * What they invited others to is withdrawn, and what they were invited to is forgotten.
 */
export async function leaveEverything(tx: Tx, leaver: Leaver, now: Date): Promise<void> {
  const held = await findHeld(leaver, tx);
  await deleteHeld(leaver, tx, [...new Set(held.map(findProjectId))]);
  for (const row of held) await leave(tx, leaver, row, now);
  const open = await findOpenInvites(leaver, tx);
  await withdrawEmails(
    tx,
    open.flatMap(({ id }) => listInviteMailKeys(id)),
    "withdrawn",
  );
  await endInvites(leaver, tx);
}

async function leave(tx: Tx, { accountId: doerId }: Leaver, row: HeldRow, now: Date): Promise<void> {
  const deed = { doerId, kind: "member.left", now } as const;
  const { songId } = row;
  if (songId === null) await recordProjectDeed(tx, { projectId: findProjectId(row) }, deed);
  else await recordDeed(tx, { songId }, deed);
  // As whenever one who could share goes: nobody comes back by a link they copied.
  if (isAllowed(row.role, "song:share")) await renewCopiedLinks({ projectId: findProjectId(row), songId }, tx);
}

function findProjectId({ projectId, song }: HeldRow): string {
  const id = projectId ?? song?.projectId;
  if (!id) throw new Error("a membership is of a project or of a song");
  return id;
}
