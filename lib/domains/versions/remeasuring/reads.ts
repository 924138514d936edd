import type { Actor } from "@/lib/access/actor";
import { type AdminScope, scopeAdmin } from "@/lib/access/scope";
import { ANALYZER_VERSION } from "@/lib/audio/audio-analysis";
import type { Services } from "@/lib/services";
import { describeRemeasuring } from "./rules";
import type { RemeasuringView } from "./schema";
import { countMeasuredBefore, findRemeasuring, hasLiveWork } from "./store";

/** @throws AppError unauthenticated, forbidden/not_admin. */
export async function readRemeasuring(services: Services, actor: Actor | null): Promise<RemeasuringView> {
  return await viewRemeasuring(services, scopeAdmin(actor));
}

/** For the domain's own commands, which have asked who it is. */
export async function viewRemeasuring({ db, clock }: Services, scope: AdminScope): Promise<RemeasuringView> {
  const engine = ANALYZER_VERSION;
  const [progress, left, isLiveWork] = await Promise.all([
    findRemeasuring(scope, db, engine),
    countMeasuredBefore(scope, db, engine),
    hasLiveWork(scope, db, engine),
  ]);
  return describeRemeasuring(progress, { engine, left, isLiveWork }, clock.now());
}
