import type { Role } from "@/lib/access/policy";
import type { ActionMail } from "@/lib/mail/render";

/** How often one invite may be mailed, the first time included. */
export const MAX_INVITE_MAILS = 10;
/** How long an invite's mail may wait for the provider or the quota. */
export const INVITE_MAIL_PATIENCE_MS = 7 * 24 * 60 * 60 * 1000;

/** The keys under which an invite's mails are found, first to last. */
export function listInviteMailKeys(inviteId: string): string[] {
  return Array.from({ length: MAX_INVITE_MAILS }, (_, index) => `invite:${inviteId}:${index + 1}`);
}

const MAY: Record<Exclude<Role, "owner">, string> = {
  listener: "You can listen to it",
  commenter: "You can listen, and say what you hear at the very moment",
  editor: "You can listen, comment and upload takes",
};

export interface InviteWords {
  inviter: string;
  projectName: string;
  songName: string | null;
  role: Role;
  link: string;
}

export function writeInviteMail({ inviter, projectName, songName, role, link }: InviteWords): ActionMail {
  const what = songName === null ? `“${projectName}”` : `“${songName}” from “${projectName}”`;
  const may = role === "owner" ? "It is yours" : MAY[role];
  return {
    subject: `${inviter} shares ${what} with you`,
    heading: `${inviter} shares ${what} with you`,
    body: `${may}. Segno is where a band keeps its songs in progress.`,
    action: { label: songName === null ? "Open the project" : "Open the song", url: link },
    note: `${inviter} gave us your address. If you don't know them, leave this mail alone: nothing happens.`,
  };
}
