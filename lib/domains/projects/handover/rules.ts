import { isAllowed, type Role } from "@/lib/access/policy";

/** What decides who may become a project's owner. */
export interface Offer {
  ownerId: string;
  /** The owner deleted their account. */
  isOwnerGone: boolean;
  offeredToId: string | null;
}

/** Who was asked; of a project whose owner is gone also whoever may change it, so that none is left without somebody. */
export function canTakeOver({ isOwnerGone, offeredToId }: Offer, person: { accountId: string; role: Role }): boolean {
  return offeredToId === person.accountId || (isOwnerGone && isAllowed(person.role, "project:edit"));
}
