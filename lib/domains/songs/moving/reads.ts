import type { Actor } from "@/lib/access/actor";
import { scopeAccount, scopeProject, scopeSong } from "@/lib/access/scope";
import { isId } from "@/lib/core/ids";
import type { Services } from "@/lib/services";
import { compareRights } from "./rules";
import type { MovePreview, MoveSong } from "./schema";
import { findHome, findRights } from "./store";

interface SongTarget {
  projectId: string;
  songId: string;
}

/** Who would lose, get or have another right to the song. @throws AppError not_found, forbidden. */
export async function previewMove(
  services: Services,
  actor: Actor | null,
  target: SongTarget,
  { projectId }: MoveSong,
): Promise<MovePreview> {
  const scope = await scopeSong(services.db, actor, target, "song:move");
  const to = await scopeProject(services.db, actor, projectId, "project:add");
  return { changes: compareRights(await findRights(scope, to, services.db)) };
}

/** Where a song is that was looked for in this project; the same project when it is nowhere that the person may open. */
export async function locateSong(services: Services, actor: Actor | null, target: SongTarget): Promise<SongTarget> {
  if (!isId(target.songId)) return target;
  const projectId = await findHome(scopeAccount(actor), services.db, target.songId);
  return { ...target, projectId: projectId ?? target.projectId };
}
