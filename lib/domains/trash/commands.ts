import type { Actor } from "@/lib/access/actor";
import { scopeAccount } from "@/lib/access/scope";
import { AppError } from "@/lib/core/errors";
import { transact } from "@/lib/db/client";
import { recordSongEvent } from "@/lib/domains/activity/commands";
import { viewVersion } from "@/lib/domains/versions/reads";
import type { Services } from "@/lib/services";
import { keptSince } from "./rules";
import { clearDeleted, findSongOf } from "./store";

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
    if (!kind) {
      throw new AppError("not_found", "not_in_trash", "This is not in your trash. Look whether it is back already.");
    }
    if (kind !== "version") return;
    const owner = { songId: await findSongOf(scope, tx, id) };
    await recordSongEvent(tx, owner, "version.restored", { version: await viewVersion(tx, owner, id) }, now);
  });
}
