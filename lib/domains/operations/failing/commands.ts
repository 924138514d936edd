import type { Actor } from "@/lib/access/actor";
import { type AdminScope, scopeAdmin } from "@/lib/access/scope";
import { ANALYZER_VERSION } from "@/lib/audio/audio-analysis";
import { AppError, notFound } from "@/lib/core/errors";
import { type Tx, transact } from "@/lib/db/client";
import { retryAnswer } from "@/lib/domains/briefs/commands";
import { queueExportAgain } from "@/lib/domains/exports/commands";
import { askAgain } from "@/lib/domains/tags/suggesting/commands";
import { analyzeAgain } from "@/lib/domains/versions/commands";
import type { Services } from "@/lib/services";
import { recordAct } from "../auditing/commands";
import { viewFailures } from "./reads";
import type { ChangedFailures, ChangeFailuresInput, RetriedKind } from "./schema";
import { findExportOwner, findTurnPlace, findVersionPlace, insertDiscarded, listFailures } from "./store";

const engine = ANALYZER_VERSION;
/** In one transaction; who has more presses again. */
const MOST_AT_ONCE = 200;
const TIMEOUT_MS = 60_000;

type Outcome = Omit<ChangedFailures, "failures">;

/**
 * Begins failed work anew, one or all of a kind, or takes it off the list. Each is moved only from "failed", in one transaction
 * with the queue's event; of many, what may not be begun says why, and the rest is begun.
 * @throws AppError unauthenticated, forbidden/not_admin, not_found (it is no longer failed), conflict.
 */
export async function changeFailures(
  services: Services,
  actor: Actor | null,
  input: ChangeFailuresInput,
): Promise<ChangedFailures> {
  const scope = scopeAdmin(actor);
  const outcome = await transact(services.db, (tx) => change(services, tx, scope, input), { timeoutMs: TIMEOUT_MS });
  return { ...outcome, failures: await viewFailures(services, scope) };
}

async function change(services: Services, tx: Tx, scope: AdminScope, input: ChangeFailuresInput): Promise<Outcome> {
  if (input.action === "retry_all") return await retryAll(services, tx, scope, input.kind);
  const { action, kind, id } = input;
  const now = services.clock.now();
  const [failed] = await listFailures(scope, tx, { engine, kind, id, limit: 1 });
  if (!failed) throw notFound("failed work");
  const target = { kind, id };
  if (action === "discard") {
    await insertDiscarded(scope, tx, failed, now);
    await recordAct(tx, scope, { act: "work.discarded", target, before: { reason: failed.reason } }, now);
  } else {
    await RETRIES[kind](services, tx, scope, id);
    await recordAct(tx, scope, { act: "work.retried", target, before: { reason: failed.reason } }, now);
  }
  return { done: 1, refused: [] };
}

async function retryAll(services: Services, tx: Tx, scope: AdminScope, kind: RetriedKind): Promise<Outcome> {
  const outcome: Outcome = { done: 0, refused: [] };
  for (const { id } of await listFailures(scope, tx, { engine, kind, limit: MOST_AT_ONCE })) {
    try {
      await RETRIES[kind](services, tx, scope, id);
      outcome.done += 1;
    } catch (error) {
      // A refusal of ours has changed nothing; anything else ends them all.
      if (!(error instanceof AppError)) throw error;
      outcome.refused.push({ id, why: error.message });
    }
  }
  if (outcome.done + outcome.refused.length === 0) return outcome;
  const after = { retried: outcome.done, refused: outcome.refused.length };
  await recordAct(tx, scope, { act: "work.all_retried", target: { kind }, after }, services.clock.now());
  return outcome;
}

type Retry = (services: Services, tx: Tx, scope: AdminScope, id: string) => Promise<void>;

const RETRIES: Record<RetriedKind, Retry> = {
  analysis: async ({ clock }, tx, scope, versionId) => {
    const place = await findVersionPlace(scope, tx, versionId);
    if (!place || !(await analyzeAgain(tx, place, versionId, clock.now()))) throw isGoingOn();
  },
  tags: async (services, tx, scope, versionId) => {
    const place = await findVersionPlace(scope, tx, versionId);
    if (!place) throw notFound("version");
    await askAgain(services, tx, place, versionId);
  },
  export: async (services, tx, scope, exportId) => {
    const owner = await findExportOwner(scope, tx, exportId);
    if (!owner || !(await queueExportAgain(services, tx, { accountId: owner.createdById }, exportId)))
      throw isGoingOn();
  },
  brief: async (services, tx, scope, turnId) => {
    const place = await findTurnPlace(scope, tx, turnId);
    if (!place) throw notFound("brief");
    const { id: briefId, songId, versionId, createdById: accountId } = place.brief;
    if (!(await retryAnswer(services, tx, { songId, versionId, accountId }, { briefId, turnId }))) throw isGoingOn();
  },
};

function isGoingOn(): AppError {
  return new AppError("conflict", "not_failed", "This is not failed any more: somebody has begun it anew.");
}
