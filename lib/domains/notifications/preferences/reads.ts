import type { Actor } from "@/lib/access/actor";
import { scopeAccount, scopeProject, scopeSong } from "@/lib/access/scope";
import type { Services } from "@/lib/services";
import { CATALOGUE, NOTIFICATION_KINDS } from "../catalogue/schema";
import type { PlaceLevel, Preferences } from "./schema";
import { findHeardName, listLevels, readChoices, readLevels } from "./store";

/** In which channel the reader wants each kind, and the places of which they want to hear less. */
export async function readPreferences(services: Services, actor: Actor | null): Promise<Preferences> {
  const scope = scopeAccount(actor);
  const [chosen, places] = await Promise.all([readChoices(scope, services.db), listLevels(scope, services.db)]);
  const channels = Object.fromEntries(
    NOTIFICATION_KINDS.map((kind) => [kind, chosen[kind] ?? CATALOGUE[kind].channel]),
  ) as Preferences["channels"];
  return { channels, places };
}

/** How much the reader hears of a project, or of one song. @throws AppError not_found. */
export async function readLevel(
  services: Services,
  actor: Actor | null,
  target: { projectId: string; songId?: string },
): Promise<PlaceLevel> {
  const { projectId, songId } = target;
  const scope = songId
    ? await scopeSong(services.db, actor, { projectId, songId }, "song:read")
    : await scopeProject(services.db, actor, projectId, "project:read");
  const { own, project } = await readLevels(scope, services.db);
  return { own, level: own ?? project ?? "all" };
}

/** What a song is called, for a reader who may open it; null for anybody else. */
export function nameHeardSong({ db }: Services, accountId: string, songId: string): Promise<string | null> {
  return findHeardName({ accountId }, db, songId);
}
