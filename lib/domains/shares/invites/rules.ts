import { readSignedId, signId } from "@/lib/access/tokens";
import { isId } from "@/lib/core/ids";

/** What an invite's link names: the invite, and which of its links it is. */
export interface InviteKey {
  inviteId: string;
  linkNumber?: number;
  round?: number;
}

/** The token of the link that whoever may share can copy. */
export function buildCopiedToken(authSecret: string, invite: { id: string; linkNumber: number }): string {
  return signId(authSecret, "invite", `${invite.id}_${invite.linkNumber}`);
}

/** The token of the link that is mailed. Nobody but who reads the invited address's mail ever sees it. */
export function buildMailedToken(authSecret: string, invite: { id: string; round: number }): string {
  return signId(authSecret, "mailed-invite", `${invite.id}_${invite.round}`);
}

/** Null when the token is none of ours. */
export function readInviteToken(authSecret: string, token: string): InviteKey | null {
  const copied = parse(readSignedId(authSecret, "invite", token));
  if (copied) return { inviteId: copied.id, linkNumber: copied.number };
  const mailed = parse(readSignedId(authSecret, "mailed-invite", token));
  return mailed && { inviteId: mailed.id, round: mailed.number };
}

function parse(signed: string | null): { id: string; number: number } | null {
  const [id = "", number = ""] = signed?.split("_") ?? [];
  return isId(id) && /^\d+$/.test(number) ? { id, number: Number(number) } : null;
}
