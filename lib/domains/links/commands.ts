import type { Actor } from "@/lib/access/actor";
import { requireLiving } from "@/lib/access/living-store";
import { hashPassword } from "@/lib/access/passwords";
import { type AccountScope, requireVerified, scopeProject } from "@/lib/access/scope";
import { hashSecret } from "@/lib/access/tokens";
import { notFound } from "@/lib/core/errors";
import { createId, isId } from "@/lib/core/ids";
import { type Tx, transact } from "@/lib/db/client";
import { hasVersion } from "@/lib/domains/versions/reads";
import type { Services } from "@/lib/services";
import { scopeLinks, showLink } from "./reads";
import { badField, buildLinkToken, requireLater } from "./rules";
import type { LinkChange, LinkView, NewLink } from "./schema";
import { changeLink, findKnownSongs, findLink, findLinksOf, insertLink, type LinkRow, setBlocked } from "./store";

interface LinkTarget {
  projectId: string;
  linkId: string;
}

/** Makes a link to one song, several songs or the project. @throws AppError not_found, forbidden, invalid_input. */
export async function createLink(
  services: Services,
  actor: Actor | null,
  { projectId, songIds, password, ...input }: NewLink & { projectId: string },
): Promise<LinkView> {
  requireVerified(actor);
  const ids = [...new Set(songIds)];
  const songId = ids.length === 1 ? ids[0] : undefined;
  const scope = await scopeLinks(services, actor, { projectId, songId });
  const now = services.clock.now();
  requireLater(input.expiresAt, now);
  const id = createId();
  const hashes = {
    passwordHash: password === null ? null : await hashPassword(password),
    tokenHash: hashSecret(buildLinkToken(services.config.app.authSecret, id)),
  };
  return await transact(services.db, async (tx) => {
    await requireLiving(tx, scope.accountId);
    if ((await findKnownSongs(scope, tx, ids)).length < ids.length) throw notFound("song");
    await requirePinnable(tx, songId, input.pinnedVersionId);
    const extent = ids.length > 0 ? "songs" : "project";
    await insertLink(scope, tx, { ...input, ...hashes, id, extent, createdAt: now }, ids);
    return showLink(services, await requireLink(tx, { projectId, linkId: id }));
  });
}

/**
 * Changes what a link allows; it holds for those who are inside at once. After another password everybody enters again.
 * @throws AppError not_found, forbidden, invalid_input.
 */
export async function updateLink(
  services: Services,
  actor: Actor | null,
  target: LinkTarget,
  { password, ...change }: LinkChange,
): Promise<LinkView> {
  requireVerified(actor);
  const row = await scopeOne(services, actor, target);
  requireLater(change.expiresAt, services.clock.now());
  const secret = password === undefined ? {} : await hashForNextRound(password);
  return await transact(services.db, async (tx) => {
    await requirePinnable(tx, onlySong(row), change.pinnedVersionId);
    if (!(await changeLink(target, tx, row.id, { ...change, ...secret }))) throw notFound("link");
    return showLink(services, await requireLink(tx, target));
  });
}

async function hashForNextRound(password: string | null) {
  // Without a password nobody has to enter again.
  if (password === null) return { passwordHash: null };
  return { passwordHash: await hashPassword(password), round: { increment: 1 } };
}

/** Ends a link for everybody, for ever. @throws AppError not_found, forbidden. */
export async function revokeLink(services: Services, actor: Actor | null, target: LinkTarget): Promise<void> {
  const row = await scopeOne(services, actor, target);
  const revokedAt = services.clock.now();
  await transact(services.db, async (tx) => {
    if (!(await changeLink(target, tx, row.id, { revokedAt }))) throw notFound("link");
  });
}

/** Ends the links that a person made, as they are here no more. */
export async function endLinksOf(tx: Tx, scope: AccountScope, revokedAt: Date): Promise<void> {
  for (const { id, projectId } of await findLinksOf(scope, tx)) await changeLink({ projectId }, tx, id, { revokedAt });
}

/** Keeps one guest of a link out, or lets them in again; what they said stays. @throws AppError not_found, forbidden. */
export async function blockGuest(
  services: Services,
  actor: Actor | null,
  target: LinkTarget & { guestId: string },
  { isBlocked }: { isBlocked: boolean },
): Promise<LinkView> {
  await scopeOne(services, actor, target);
  const blockedAt = isBlocked ? services.clock.now() : null;
  return await transact(services.db, async (tx) => {
    if (!(await setBlocked(target, tx, target, blockedAt))) throw notFound("guest");
    return showLink(services, await requireLink(tx, target));
  });
}

/** A link that the person may look after. To strangers every link is as if it were not there. */
async function scopeOne(services: Services, actor: Actor | null, target: LinkTarget): Promise<LinkRow> {
  await scopeProject(services.db, actor, target.projectId, "project:read");
  const row = isId(target.linkId) ? await findLink(target, services.db, target.linkId) : null;
  await scopeLinks(services, actor, { projectId: target.projectId, songId: row ? onlySong(row) : undefined });
  if (!row) throw notFound("link");
  return row;
}

/** The song of a link to one song alone, while it is in the link's project. */
function onlySong(row: LinkRow): string | undefined {
  const song = row._count.songs === 1 ? row.songs[0]?.song : undefined;
  return song?.projectId === row.projectId ? song.id : undefined;
}

async function requireLink(tx: Tx, { projectId, linkId }: LinkTarget): Promise<LinkRow> {
  const row = await findLink({ projectId }, tx, linkId);
  if (!row) throw notFound("link");
  return row;
}

async function requirePinnable(
  tx: Tx,
  songId: string | undefined,
  versionId: string | null | undefined,
): Promise<void> {
  if (!versionId) return;
  if (songId === undefined) throw badField("pinnedVersionId", "Only a link to one song can hold on to a version.");
  if (!(await hasVersion(tx, { songId }, versionId))) {
    throw badField("pinnedVersionId", "This song has no such version any more.");
  }
}
