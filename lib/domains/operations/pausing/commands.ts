import type { Actor } from "@/lib/access/actor";
import { scopeAdmin } from "@/lib/access/scope";
import type { SystemScope } from "@/lib/access/system-scope";
import { notFound } from "@/lib/core/errors";
import { RESUME_REQUESTED } from "@/lib/core/queue-events";
import { transact } from "@/lib/db/client";
import { writeOutbox } from "@/lib/db/outbox-store";
import type { Services } from "@/lib/services";
import { recordAct } from "../auditing/commands";
import { viewPausing } from "./reads";
import { isPausable, type PausableFunction, type PausingView } from "./schema";
import { deleteHeld, deleteHeldBefore, deletePaused, insertHeld, insertPaused } from "./store";

/** A run that waited longer has been given up by the queue. */
const HELD_KEPT_MS = 90 * 24 * 60 * 60_000;

/**
 * Holds a function of the queue up, or lets it go on. It is read at each run's beginning, so it holds from the very next one, in
 * every process and over restarts. Asked again it changes nothing. @throws AppError unauthenticated, forbidden/not_admin, not_found.
 */
export async function changePausing(
  services: Services,
  actor: Actor | null,
  input: { functionId: string; isPaused: boolean },
): Promise<PausingView> {
  const scope = scopeAdmin(actor);
  const { functionId, isPaused } = input;
  if (!isPausable(functionId)) throw notFound("function");
  const now = services.clock.now();
  await transact(services.db, async (tx) => {
    const isChanged = isPaused
      ? await insertPaused(scope, tx, functionId, now)
      : await deletePaused(scope, tx, functionId);
    if (!isChanged) return;
    if (!isPaused) await writeOutbox(tx, { name: RESUME_REQUESTED, data: { functionId } }, now);
    const act = isPaused ? "function.paused" : "function.resumed";
    await recordAct(tx, scope, { act, target: { kind: "function", id: functionId } }, now);
  });
  return await viewPausing(services, scope);
}

type Hands = Pick<Services, "db" | "clock">;

/** A run begins to wait. */
export async function noteHeldRun(
  { db, clock }: Hands,
  scope: SystemScope,
  run: { runId: string; functionId: PausableFunction },
): Promise<void> {
  await insertHeld(scope, db, run, clock.now());
}

/** A run goes on. */
export async function forgetHeldRun({ db }: Hands, scope: SystemScope, runId: string): Promise<void> {
  await deleteHeld(scope, db, runId);
}

/** @returns how many there were. */
export async function pruneHeldRuns({ db, clock }: Hands, scope: SystemScope): Promise<number> {
  return await deleteHeldBefore(scope, db, new Date(clock.now().getTime() - HELD_KEPT_MS));
}
