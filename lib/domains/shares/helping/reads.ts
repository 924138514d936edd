import type { AdminScope } from "@/lib/access/scope";
import { readEmails } from "@/lib/mail/email-store";
import type { Services } from "@/lib/services";
import { listInviteMailKeys } from "../rules";
import { listInvitesTo } from "./store";

export interface WaitingInvite {
  id: string;
  projectName: string;
  songName: string | null;
  invitedBy: string;
  createdAt: string;
  mails: number;
}

/** Invites to an address that wait, for an administrator. */
export async function readInvitesTo({ db }: Services, scope: AdminScope, email: string): Promise<WaitingInvite[]> {
  const rows = await listInvitesTo(scope, db, email);
  const mails = await readEmails(
    db,
    rows.flatMap(({ id }) => listInviteMailKeys(id)),
  );
  const keys = new Set(mails.map(({ key }) => key));
  return rows.map(({ createdAt, ...row }) => ({
    ...row,
    createdAt: createdAt.toISOString(),
    mails: listInviteMailKeys(row.id).filter((key) => keys.has(key)).length,
  }));
}
