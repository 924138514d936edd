import type { LinkGrant } from "@/lib/access/link-scope-store";
import type { VisitorScope } from "@/lib/access/visitor-scope";
import type { Db } from "@/lib/db/client";
import { findVisitSongs } from "../visiting/store";

/** What a link shows of itself before anybody enters; null for one that asks for a password or is full. */
export async function findOpenLink(_scope: VisitorScope, db: Db, link: LinkGrant) {
  const row = await db.link.findUnique({
    where: { id: link.linkId },
    select: {
      passwordHash: true,
      maxGuests: true,
      guestCount: true,
      createdBy: { select: { name: true } },
      project: { select: { id: true, name: true, coverId: true } },
    },
  });
  const isFull = row !== null && row.maxGuests !== null && row.guestCount >= row.maxGuests;
  return row === null || row.passwordHash !== null || isFull ? null : row;
}

/** The songs that the link leads to, in the project's order. */
export function findPreviewSongs(_scope: VisitorScope, db: Db, link: LinkGrant) {
  return findVisitSongs(link, db);
}
