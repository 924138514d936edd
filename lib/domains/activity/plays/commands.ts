import type { Actor } from "@/lib/access/actor";
import { scopeSong } from "@/lib/access/scope";
import { notFound } from "@/lib/core/errors";
import { createId } from "@/lib/core/ids";
import { transact } from "@/lib/db/client";
import { hasVersion } from "@/lib/domains/versions/reads";
import type { Services } from "@/lib/services";
import { insertPlay, type Listener } from "./store";

/** What one listener hears again of a version so soon is the same listening; so no one's calls make rows without end. */
const SAME_LISTENING_MS = 30_000;

/** Notes that the person has listened to a version: their player says so once a listening. @throws AppError not_found. */
export async function recordPlay(
  services: Services,
  actor: Actor | null,
  { versionId, ...target }: { projectId: string; songId: string; versionId: string },
): Promise<void> {
  const scope = await scopeSong(services.db, actor, target, "song:read");
  if (!(await hasVersion(services.db, scope, versionId))) throw notFound("version");
  await keepPlay(services, { accountId: scope.accountId, guestId: null }, versionId);
}

/** The same for a listener who was shown to hear this version. */
export async function keepPlay(services: Services, listener: Listener, versionId: string): Promise<void> {
  const now = services.clock.now();
  const since = new Date(now.getTime() - SAME_LISTENING_MS);
  await transact(services.db, (tx) => insertPlay(listener, tx, { id: createId(), versionId, since, now }));
}
