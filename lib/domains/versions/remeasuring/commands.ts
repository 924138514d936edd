import type { Actor } from "@/lib/access/actor";
import { type AdminScope, scopeAdmin } from "@/lib/access/scope";
import type { SystemScope } from "@/lib/access/system-scope";
import { ANALYZER_VERSION } from "@/lib/audio/audio-analysis";
import { measuredTags } from "@/lib/audio/measured-tags";
import { withPrivateFolder } from "@/lib/audio/private-folder";
import { AppError } from "@/lib/core/errors";
import { REMEASURE_REQUESTED } from "@/lib/core/queue-events";
import { type Tx, transact } from "@/lib/db/client";
import { writeOutbox } from "@/lib/db/outbox-store";
import { recordSongEvent } from "@/lib/domains/activity/commands";
import { recordAct } from "@/lib/domains/operations/auditing/commands";
import type { Act } from "@/lib/domains/operations/auditing/schema";
import { proveStorage } from "@/lib/domains/operations/proving/commands";
import { countRepairs } from "@/lib/domains/operations/repairing/commands";
import { saveMeasuredTags } from "@/lib/domains/tags/commands";
import type { Services } from "@/lib/services";
import { toFacts, toMeasures } from "../analysis/rules";
import { saveVerified, setMeasures } from "../analysis/store";
import { viewVersion } from "../reads";
import { inputOf, nameCopies, storePeaks } from "../source/commands";
import { viewRemeasuring } from "./reads";
import { MOST_ATTEMPTS } from "./rules";
import type { RemeasuringAction, RemeasuringView } from "./schema";
import {
  advance,
  countAttempt,
  countMeasuredBefore,
  extendLease,
  findNext,
  findRemeasuring,
  finishRemeasuring,
  hasLiveWork,
  insertMeasured,
  type NextVersion,
  pauseRemeasuring,
  resumeRemeasuring,
  startRemeasuring,
  takeOver,
} from "./store";

const engine = ANALYZER_VERSION;

/** `measured`: one more is dealt with. `yielded`: new takes go first. `stopped`: it is paused. `finished`: none is left. */
export type RemeasuringStep = "measured" | "yielded" | "stopped" | "finished";

/**
 * Begins to measure everything again that an older engine measured, holds it up, or goes on with it. The old figures stay
 * until the new ones of a version are there. @throws AppError forbidden/not_admin, conflict when it is not the time for that.
 */
export async function changeRemeasuring(
  services: Services,
  actor: Actor | null,
  input: { action: RemeasuringAction },
): Promise<RemeasuringView> {
  const scope = scopeAdmin(actor);
  const now = services.clock.now();
  await transact(services.db, async (tx) => {
    await CHANGES[input.action](tx, scope, now);
    await recordAct(tx, scope, { act: ACT_OF[input.action], target: { kind: "engine", id: engine } }, now);
  });
  return await viewRemeasuring(services, scope);
}

const ACT_OF = {
  start: "remeasuring.started",
  pause: "remeasuring.paused",
  resume: "remeasuring.resumed",
} as const satisfies Record<RemeasuringAction, Act>;

const CHANGES: Record<RemeasuringAction, (tx: Tx, scope: AdminScope, now: Date) => Promise<void>> = {
  start: async (tx, scope, now) => {
    const total = await countMeasuredBefore(scope, tx, engine);
    if (total === 0) {
      throw new AppError("conflict", "nothing_to_measure", "Every version was measured by the newest engine already.");
    }
    if (!(await startRemeasuring(scope, tx, { engine, total, now }))) {
      throw new AppError("conflict", "already_measuring", "Measuring again has begun already. Look how far it is.");
    }
    await writeOutbox(tx, { name: REMEASURE_REQUESTED, data: { engine } }, now);
  },
  pause: async (tx, scope) => {
    if (await pauseRemeasuring(scope, tx, engine)) return;
    throw new AppError("conflict", "not_measuring", "Nothing is being measured again, so there is nothing to pause.");
  },
  resume: async (tx, scope, now) => {
    if (!(await resumeRemeasuring(scope, tx, engine, now))) {
      throw new AppError("conflict", "not_paused", "Measuring again is not paused, so there is nothing to go on with.");
    }
    await writeOutbox(tx, { name: REMEASURE_REQUESTED, data: { engine } }, now);
  },
};

/**
 * Measures the next version, unless new takes wait. Whoever dies in between leaves it to the next: result and place are one
 * transaction, so nothing is done twice or left out. @throws AppError unavailable, to be tried again.
 */
export async function remeasureNext(services: Services, scope: SystemScope): Promise<RemeasuringStep> {
  const { db, clock } = services;
  const found = await findRemeasuring(scope, db, engine);
  if (found?.state !== "running") return "stopped";
  await proveStorage(services);
  if (await hasLiveWork(scope, db, engine)) {
    await extendLease(scope, db, engine, clock.now());
    return "yielded";
  }
  const after = found.lastVersionId;
  const next = await findNext(scope, db, engine, after);
  if (!next) {
    await finishRemeasuring(scope, db, { engine, after, now: clock.now() });
    return "finished";
  }
  if (found.attempts >= MOST_ATTEMPTS) await passBy(services, scope, { next, after }, "It was tried several times.");
  else if (await countAttempt(scope, db, { engine, after, now: clock.now() })) {
    await tryNext(services, scope, { next, after });
  }
  return "measured";
}

interface Place {
  next: NextVersion;
  after: string | null;
}

async function tryNext(services: Services, scope: SystemScope, place: Place): Promise<void> {
  try {
    await measureAgain(services, scope, place);
  } catch (error) {
    const isFinal = error instanceof AppError && (error.code === "invalid_input" || error.code === "gone");
    if (!isFinal) throw error;
    await passBy(services, scope, place, error.reason);
  }
}

/**
 * Measures one version with the newest engine. Until that is saved everybody sees the old figures; its preview stays.
 * @throws AppError invalid_input or gone when its file can't be used, unavailable to try again.
 */
async function measureAgain(services: Services, scope: SystemScope, { next, after }: Place): Promise<void> {
  const { id: versionId, songId } = next;
  const analysis = await withPrivateFolder(nameCopies(services), async (folder) =>
    services.audio.analyze(await inputOf(services, next, folder)),
  );
  await storePeaks(services, next, analysis);
  const now = services.clock.now();
  await transact(services.db, async (tx) => {
    if (!(await advance(scope, tx, { engine, after, versionId, outcome: "measured", now }))) return;
    const previewObject = next.analyses[0]?.previewObject ?? null;
    if (!(await insertMeasured(scope, tx, { versionId, engine, facts: toFacts(analysis), previewObject, now }))) return;
    const { sha256 } = analysis.source;
    if (next.sha256 === null) {
      await saveVerified(scope, tx, { versionId, sha256, durationMs: null });
    }
    await setMeasures(scope, tx, versionId, toMeasures(analysis));
    await saveMeasuredTags(tx, scope, { versionId, tags: measuredTags(analysis), now });
    const version = await viewVersion(tx, { songId }, versionId);
    await recordSongEvent(tx, { songId }, "version.analyzed", { version }, now);
  });
}

/** The figures of the older engine stay. */
async function passBy(services: Services, scope: SystemScope, { next, after }: Place, reason: string): Promise<void> {
  const now = services.clock.now();
  await advance(scope, services.db, { engine, after, versionId: next.id, outcome: "failed", now });
  services.log.warn({ versionId: next.id, reason }, "a version could not be measured again");
}

/** Gives it to the queue anew when nobody has carried it on for long. @returns whether it did. */
export async function putBackRemeasuring(services: Services, scope: SystemScope): Promise<boolean> {
  const now = services.clock.now();
  const isPutBack = await transact(services.db, async (tx) => {
    if (!(await takeOver(scope, tx, engine, now))) return false;
    await writeOutbox(tx, { name: REMEASURE_REQUESTED, data: { engine } }, now);
    return true;
  });
  await countRepairs(services, { "remeasuring.put_back": isPutBack ? 1 : 0 });
  return isPutBack;
}
