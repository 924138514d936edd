import type { Actor } from "@/lib/access/actor";
import { scopeAccount } from "@/lib/access/scope";
import { AppError } from "@/lib/core/errors";
import { transact } from "@/lib/db/client";
import { hintProject, recordSongEvent } from "@/lib/domains/activity/commands";
import { recordDeed } from "@/lib/domains/activity/deeds/commands";
import { viewAttachment } from "@/lib/domains/attachments/reads";
import { viewVersion } from "@/lib/domains/versions/reads";
import type { Services } from "@/lib/services";
import { keptSince, longAgo } from "./rules";
import { clearDeleted, findProjectOf, findSongOf, redateDeleted } from "./store";

/**
 * Brings something back to where it was, with all that it held.
 * @throws AppError unauthenticated, not_found `not_in_trash`: it is not there, not this person's to bring back, kept no
 * longer, or what it belongs to is deleted itself.
 */
export async function restore(
  services: Services,
  actor: Actor | null,
  { itemId: id }: { itemId: string },
): Promise<void> {
  const scope = scopeAccount(actor);
  const now = services.clock.now();
  await transact(services.db, async (tx) => {
    const kind = await clearDeleted(scope, tx, { id, date: keptSince(now) });
    if (!kind) throw notInTrash();
    if (kind === "song") await hintProject(tx, await findProjectOf(scope, tx, id));
    if (kind === "project" || kind === "song") return;
    const owner = { songId: await findSongOf(scope, tx, kind, id) };
    const deed = { doerId: scope.accountId, now };
    if (kind === "version") {
      await recordSongEvent(tx, owner, "version.restored", { version: await viewVersion(tx, owner, id) }, now);
      await recordDeed(tx, owner, { ...deed, kind: "version.restored", payload: { versionId: id } });
    } else {
      const attachment = await viewAttachment(tx, owner, id);
      await recordSongEvent(tx, owner, "attachment.restored", { attachment }, now);
      await recordDeed(tx, owner, { ...deed, kind: "attachment.restored", payload: { attachmentId: id } });
    }
  });
}

/**
 * Gives something in the trash of one's own projects up for good, with all that it holds, and the room it takes.
 * @throws AppError unauthenticated, not_found `not_in_trash`.
 */
export async function discard(
  services: Services,
  actor: Actor | null,
  { itemId: id }: { itemId: string },
): Promise<void> {
  const scope = scopeAccount(actor);
  const now = services.clock.now();
  const count = await transact(services.db, (tx) =>
    redateDeleted(scope, tx, { id, date: keptSince(now) }, longAgo(now)),
  );
  if (count === 0) throw notInTrash();
}

/** The same for all of it. @throws AppError unauthenticated. */
export async function emptyTrash(services: Services, actor: Actor | null): Promise<void> {
  const scope = scopeAccount(actor);
  const now = services.clock.now();
  await transact(services.db, (tx) => redateDeleted(scope, tx, { date: keptSince(now) }, longAgo(now)));
}

function notInTrash(): AppError {
  return new AppError("not_found", "not_in_trash", "This is not in your trash. Look whether it is back already.");
}
