import type { Actor } from "@/lib/access/actor";
import { scopeAccount, scopeProject, scopeSong } from "@/lib/access/scope";
import { type Tx, transact } from "@/lib/db/client";
import type { Services } from "@/lib/services";
import type { NotificationKind } from "../catalogue/schema";
import { readLevel, readPreferences } from "./reads";
import type { ChangeLevel, ChangePreferences, PlaceLevel, Preferences } from "./schema";
import { endAtOnce, findHeardName, keepChoices, keepLevel } from "./store";

/** Chooses the channel of some kinds. It counts for what waits to be mailed, too. */
export async function changePreferences(
  services: Services,
  actor: Actor | null,
  input: ChangePreferences,
): Promise<Preferences> {
  await keepChoices(scopeAccount(actor), services.db, input.channels);
  return readPreferences(services, actor);
}

/** Chooses how much one hears of a project or of one song. @throws AppError not_found. */
export async function changeLevel(
  services: Services,
  actor: Actor | null,
  target: { projectId: string; songId?: string },
  input: ChangeLevel,
): Promise<PlaceLevel> {
  const { projectId, songId } = target;
  await transact(services.db, async (tx) => {
    const scope = songId
      ? await scopeSong(tx, actor, { projectId, songId }, "song:read")
      : await scopeProject(tx, actor, projectId, "project:read");
    await keepLevel(scope, tx, input.level);
  });
  return readLevel(services, actor, target);
}

/** What was mailed at once of these kinds comes in the digest from now on. @returns false when there is no such account. */
export function hearLater(tx: Tx, accountId: string, kinds: readonly NotificationKind[]): Promise<boolean> {
  return endAtOnce({ accountId }, tx, kinds);
}

/** Of this song one hears of mentions and replies alone from now on. @returns false when there is no such reader of it. */
export async function hearSongLess(tx: Tx, accountId: string, songId: string): Promise<boolean> {
  if ((await findHeardName({ accountId }, tx, songId)) === null) return false;
  await keepLevel({ accountId, songId }, tx, "personal");
  return true;
}
