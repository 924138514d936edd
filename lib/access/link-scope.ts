import type { Brand } from "@/lib/core/brand";
import { AppError, notFound } from "@/lib/core/errors";
import { NO_ID } from "@/lib/core/ids";
import type { Db, Tx } from "@/lib/db/client";
import { findGuest, findLinkSong, type GuestGrant } from "./link-scope-store";
import { hashSecret } from "./tokens";

/** Who asks by a link: the secret that their browser got when they entered; null for one who did not. */
export interface LinkVisitor {
  linkId: string;
  secret: string | null;
}

/** Proof that a guest may come by this link at this moment. Made by `scopeLink` alone. */
export type LinkScope = Brand<GuestGrant, "LinkScope">;

/**
 * Proof that a guest may hear this song. `playedVersionId` is what the link plays; `onlyVersionId` hides every other version
 * from whoever may not see them, and is undefined for those who may.
 */
export type LinkSongScope = Brand<
  GuestGrant & { songId: string; playedVersionId: string | null; onlyVersionId: string | undefined },
  "LinkSongScope"
>;

type LinkDeed = "listen" | "comment" | "download";

/** @throws AppError not_found, for a link that is over as for one that never was. */
export async function scopeLink(db: Db | Tx, visitor: LinkVisitor, now: Date): Promise<LinkScope> {
  const { linkId, secret } = visitor;
  const guest = secret === null ? null : await findGuest(db, { linkId, secretHash: hashSecret(secret) }, now);
  if (!guest) throw notFound("link");
  return guest as LinkScope;
}

/** @throws AppError not_found for what the link does not lead to, forbidden for what it does not allow. */
export async function scopeLinkSong(
  db: Db | Tx,
  visitor: LinkVisitor,
  songId: string,
  deed: LinkDeed,
  now: Date,
): Promise<LinkSongScope> {
  const link: GuestGrant = await scopeLink(db, visitor, now);
  const song = await findLinkSong(db, link, songId);
  if (!song) throw notFound("song");
  const isAllowed = deed === "listen" || (deed === "comment" ? link.canComment : link.canDownload);
  if (!isAllowed) throw new AppError("forbidden", "link_forbids", DENIED[deed]);
  const { playedVersionId } = song;
  const onlyVersionId = link.canSeeVersions ? undefined : (playedVersionId ?? NO_ID);
  return { ...link, songId, playedVersionId, onlyVersionId } as LinkSongScope;
}

const DENIED = {
  listen: "",
  comment: "This link is for listening. Ask whoever sent it for one that takes comments.",
  download: "This link is for listening. Ask whoever sent it for one that allows downloads.",
} as const satisfies Record<LinkDeed, string>;
