import { createHash } from "node:crypto";
import type { Actor } from "@/lib/access/actor";
import { type ProjectScope, requireVerified, type SongScope, scopeProject, scopeSong } from "@/lib/access/scope";
import type { SystemScope } from "@/lib/access/system-scope";
import { AppError, notFound } from "@/lib/core/errors";
import { createId } from "@/lib/core/ids";
import { DELETED_KEPT_MS } from "@/lib/core/kept-deleted";
import { buildCoverKey } from "@/lib/core/object-keys";
import { type Tx, transact } from "@/lib/db/client";
import { hintProject, recordSongEvent } from "@/lib/domains/activity/commands";
import { requireRoomFor } from "@/lib/domains/uploads/quota/commands";
import { PICTURE_SIZES, REDUCED_TYPE, type ReducedPicture, reducePicture } from "@/lib/pictures/reduce-picture";
import type { Services } from "@/lib/services";
import { type CoverOwner, takesEmbedded } from "./rules";
import type { PutCover } from "./schema";
import {
  findCoversToPurge,
  findShownCover,
  findSongCovers,
  insertCover,
  lockCoverOwner,
  markCover,
  removeCover,
  showCover,
} from "./store";

/** Gives the bytes of what was sent, which are read only from somebody who may. */
type ReadPicture = () => Promise<Uint8Array>;

/** @throws AppError not_found, forbidden, too_large, invalid_input `picture_…`, conflict `project_full`, `owner_full`, unavailable. */
export async function putProjectCover(
  services: Services,
  actor: Actor | null,
  { projectId }: { projectId: string },
  read: ReadPicture,
): Promise<PutCover> {
  requireVerified(actor);
  const scope = await scopeProject(services.db, actor, projectId, "project:edit");
  return await putOwn(services, scope, { projectId: scope.projectId }, read);
}

/** As `putProjectCover`; who looks at the song sees it. */
export async function putSongCover(
  services: Services,
  actor: Actor | null,
  target: { projectId: string; songId: string },
  read: ReadPicture,
): Promise<PutCover> {
  requireVerified(actor);
  const scope = await scopeSong(services.db, actor, target, "song:edit");
  return await putOwn(services, scope, { projectId: scope.projectId, songId: scope.songId }, read);
}

/** The very same picture again, as after a lost answer, is the one that is there. */
async function putOwn(
  services: Services,
  scope: ProjectScope | SongScope,
  owner: CoverOwner,
  read: ReadPicture,
): Promise<PutCover> {
  const picture = await read();
  const sha256 = createHash("sha256").update(picture).digest("hex");
  const shown = await findShownCover(owner, services.db);
  if (shown?.sha256 === sha256) return { coverId: shown.id };
  const reduced = await reducePicture(picture);
  const origin = { sha256, source: "own", createdById: scope.accountId } as const;
  const coverId = createId();
  await transact(services.db, async (tx) => {
    const sizeBytes = sumBytes(reduced);
    await insertCover(owner, tx, { ...origin, id: coverId, sizeBytes }, services.clock.now());
    await requireRoomFor(services, tx, scope, sizeBytes);
  });
  await store(services, { ...owner, coverId }, reduced);
  return await transact(services.db, async (tx) => {
    const before = await lockCoverOwner(owner, tx);
    if (!before) throw notFound(owner.songId === undefined ? "project" : "song");
    const shownNow = await findShownCover(owner, tx);
    if (shownNow?.sha256 === sha256) return { coverId: shownNow.id };
    await show(services, tx, owner, { from: before.coverId, to: coverId });
    return { coverId };
  });
}

function sumBytes(reduced: ReducedPicture): number {
  return PICTURE_SIZES.reduce((sum, size) => sum + reduced[size].byteLength, 0);
}

async function store(services: Services, location: { projectId: string; coverId: string }, reduced: ReducedPicture) {
  await Promise.all(
    PICTURE_SIZES.map((size) => services.storage.put(buildCoverKey(location, size), reduced[size], REDUCED_TYPE)),
  );
}

/** Names another cover as the one in use, of a locked project or song, and tells who looks. */
async function show(
  services: Services,
  tx: Tx,
  owner: CoverOwner,
  change: { from: string | null; to: string },
): Promise<void> {
  const now = services.clock.now();
  await useCover(tx, owner, change, now);
  await showCover(owner, tx, change.to, now);
  if (owner.songId === undefined) return await hintProject(tx, owner);
  await recordSongEvent(tx, { songId: owner.songId }, "song.changed", { coverId: change.to }, now);
}

/**
 * Notes, in the transaction that changes the locked project or song, which of its covers is in use from now on; the other
 * one can be brought back for a month. @throws AppError invalid_input `unknown_cover`.
 */
export async function useCover(
  tx: Tx,
  owner: CoverOwner,
  { from, to }: { from: string | null; to: string | null },
  now: Date,
): Promise<void> {
  if (from) await markCover(owner, tx, from, now);
  if (to === null || (await markCover(owner, tx, to, null))) return;
  const message = "Choose a cover that was here before, or null for none.";
  const fields = [{ field: "coverId", message }];
  throw new AppError("invalid_input", "unknown_cover", "This cover is not of here, or it is gone for good.", {
    fields,
  });
}

interface EmbeddedPicture {
  songId: string;
  projectId: string;
  /** Who brought the take. */
  createdById: string;
  sha256: string;
  reduced: ReducedPicture;
}

/** Makes the picture of a take's file the cover of a song that never had one. False: it has, or it was deleted. */
export async function adoptEmbedded(
  services: Services,
  _scope: SystemScope,
  { songId, projectId, createdById, sha256, reduced }: EmbeddedPicture,
): Promise<boolean> {
  const owner = { projectId, songId };
  const coverId = createId();
  const row = { id: coverId, createdById, source: "embedded", sha256, sizeBytes: sumBytes(reduced) } as const;
  // The bytes come first: one that two takes bring at once becomes a row once, and what lies about is swept.
  await store(services, { projectId, coverId }, reduced);
  return await transact(services.db, async (tx) => {
    const before = await lockCoverOwner(owner, tx);
    if (!before || !takesEmbedded(await findSongCovers(owner, tx))) return false;
    await insertCover(owner, tx, row, services.clock.now());
    await show(services, tx, owner, { from: null, to: coverId });
    return true;
  });
}

/**
 * Removes for good what has been out of use for a month: the row first, so that it can't come back into use without its
 * bytes; bytes that a death in between leaves are found by the sweeper. Answers how many are gone.
 */
export async function purgeCovers({ db, clock, storage }: Services, scope: SystemScope): Promise<number> {
  const before = new Date(clock.now().getTime() - DELETED_KEPT_MS);
  let count = 0;
  for (const { id, projectId } of await findCoversToPurge(scope, db, before)) {
    if (!(await removeCover(scope, db, id, before))) continue;
    for (const size of PICTURE_SIZES) await storage.delete(buildCoverKey({ projectId, coverId: id }, size));
    count++;
  }
  return count;
}
