import type { Actor } from "@/lib/access/actor";
import { type AdminScope, scopeAdmin } from "@/lib/access/scope";
import type { SystemScope } from "@/lib/access/system-scope";
import type { Services } from "@/lib/services";
import { PAUSABLE, type PausableFunction, type PausingView, UNPAUSABLE } from "./schema";
import { countHeld, countHeldOf, isPausedNow, listPaused } from "./store";

/** What may be held up, and what is. @throws AppError unauthenticated, forbidden/not_admin. */
export async function readPausing(services: Services, actor: Actor | null): Promise<PausingView> {
  return await viewPausing(services, scopeAdmin(actor));
}

/** For the domain's own commands, which have asked who it is. */
export async function viewPausing({ db }: Pick<Services, "db">, scope: AdminScope): Promise<PausingView> {
  const [paused, held] = await Promise.all([listPaused(scope, db), countHeld(scope, db)]);
  const byId = new Map(paused.map((row) => [row.functionId, row]));
  return {
    functions: (Object.keys(PAUSABLE) as PausableFunction[]).map((id) => {
      const row = byId.get(id);
      const words = row ? { by: row.pausedBy, at: row.pausedAt.toISOString() } : null;
      return { id, does: PAUSABLE[id], paused: words, held: held.get(id) ?? 0 };
    }),
    unpausable: Object.entries(UNPAUSABLE).map(([id, reason]) => ({ id, reason })),
  };
}

export async function isPaused(
  { db }: Pick<Services, "db">,
  scope: SystemScope,
  functionId: PausableFunction,
): Promise<boolean> {
  return await isPausedNow(scope, db, functionId);
}

/** What nobody may take for lost: it waits because somebody wants it to. */
export async function readPausedFunctions(
  { db }: Pick<Services, "db">,
  scope: SystemScope,
): Promise<ReadonlySet<PausableFunction>> {
  return new Set((await listPaused(scope, db)).map(({ functionId }) => functionId as PausableFunction));
}

/** Runs that still wait, although their function goes; 0 while it is paused. */
export async function countLeftWaiting(
  { db }: Pick<Services, "db">,
  scope: SystemScope,
  functionId: PausableFunction,
): Promise<number> {
  return (await isPausedNow(scope, db, functionId)) ? 0 : await countHeldOf(scope, db, functionId);
}
