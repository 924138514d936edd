import type { InviteView, MemberView } from "@/lib/domains/shares/schema";

/** Roles one can give, weakest first, and what they allow. */
export const GIVEN_ROLES = [
  { value: "listener", label: "May listen" },
  { value: "commenter", label: "May listen and comment" },
  { value: "editor", label: "May comment, upload, edit and share" },
] as const;

const ROLE_WORDS: Record<MemberView["role"], string> = {
  listener: "listens",
  commenter: "comments",
  editor: "edits",
  owner: "owner",
};

export function describeRole(role: MemberView["role"]): string {
  return ROLE_WORDS[role];
}

/** How the mail of an invite fared, and what that means for whoever waits. */
export function describeMail(mail: InviteView["mail"]): { words: string; isTrouble: boolean } {
  switch (mail) {
    case "sent":
      return { words: "mail sent", isTrouble: false };
    case "delivered":
      return { words: "mail delivered", isTrouble: false };
    case "opened":
      return { words: "mail opened", isTrouble: false };
    case "bounced":
      return { words: "mail came back: check the address, or send the link yourself", isTrouble: true };
    case "complained":
      return { words: "mail was marked as unwanted; send the link yourself", isTrouble: true };
    case "pending":
      return { words: "mail on its way", isTrouble: false };
    case "deferred":
      return { words: "mail has to wait; the link works now", isTrouble: false };
    case "failed":
      return { words: "mail could not be delivered; send the link yourself", isTrouble: true };
    case "expired":
      return { words: "mail waited too long and was dropped; send it again or copy the link", isTrouble: true };
    case "none":
      return { words: "no mail sent; copy the link", isTrouble: false };
  }
}

/** Who used an invite, by the name they have. */
export function describeAccepted({ acceptedBy }: Pick<InviteView, "acceptedBy">): string {
  return acceptedBy === null ? "accepted, by an account that is gone" : `accepted by ${acceptedBy.name}`;
}
