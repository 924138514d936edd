import path from "node:path";
import type { SystemScope } from "@/lib/access/system-scope";
import type { VerifiedFile } from "@/lib/audio/analyze";
import { ANALYZER_VERSION, type AudioAnalysis } from "@/lib/audio/audio-analysis";
import { measuredTags } from "@/lib/audio/measured-tags";
import { removeLeftFolders, withPrivateFolder } from "@/lib/audio/private-folder";
import { AppError } from "@/lib/core/errors";
import { createLatestOnly } from "@/lib/core/latest-only";
import { readUploadObject, type UploadObject } from "@/lib/core/object-keys";
import { type Tx, transact } from "@/lib/db/client";
import { recordSongEvent } from "@/lib/domains/activity/commands";
import { proveStorage } from "@/lib/domains/operations/proving/commands";
import { saveMeasuredTags } from "@/lib/domains/tags/commands";
import type { Services } from "@/lib/services";
import { viewVersion } from "../reads";
import type { AnalysisStage } from "../schema";
import { inputOf, keyOf, nameCopies, storePeaks, takeCover } from "../source/commands";
import {
  GAVE_UP,
  inLine,
  MEASURED_PERCENT,
  measuringPercent,
  PROGRESS_EVERY_MS,
  previewPercent,
  readFinalFailure,
  toFacts,
  toMeasures,
} from "./rules";
import {
  type AnalysisChange,
  advanceAnalysis,
  findWork,
  insertAnalysis,
  moveLine,
  saveVerified,
  setMeasures,
  type Work,
} from "./store";

/** `gone`: the version was deleted meanwhile. `ended`: it is analyzed, or failed for good, already. */
export type StepOutcome = "done" | "gone" | "ended";

interface Target {
  versionId: string;
}

/** One step's hands: what it works on, and who works. */
interface Step {
  services: Services;
  scope: SystemScope;
  versionId: string;
  work: Work;
}

/**
 * Measures a version. First its bytes are looked at: whole, of the kind they were taken for, and whether the project has them
 * already; from then on it can be heard from its original where the browser plays it. Then come facts, tags and the waveform,
 * which can be seen. All of one private copy. Repeating it adds nothing twice.
 * @throws AppError invalid_input or gone when the file can't be used (the analysis is then failed), unavailable to try again.
 */
export function measureVersion(services: Services, scope: SystemScope, target: Target): Promise<StepOutcome> {
  return runStep(services, scope, target, async (step) => {
    if (step.work.analyses[0]?.hasPeaks) return await queueForPreview(step);
    if (!(await begin(step, "measuring"))) return false;
    const analysis = await measure(step);
    if (!analysis) return false;
    await storePeaks(services, step.work, analysis);
    const now = services.clock.now();
    const change = { facts: toFacts(analysis), hasPeaks: true, percent: MEASURED_PERCENT, ...inLine("preview", now) };
    return await announce(step, "version.progressed", change, async (tx) => {
      await setMeasures(scope, tx, step.versionId, toMeasures(analysis));
      await saveMeasuredTags(tx, scope, { versionId: step.versionId, tags: measuredTags(analysis), now });
    });
  });
}

/** Makes what is listened to. Failures as `measureVersion`. */
export function previewVersion(services: Services, scope: SystemScope, target: Target): Promise<StepOutcome> {
  return runStep(services, scope, target, async (step) => {
    if (step.work.analyses[0]?.previewObject) return true;
    if (!(await begin(step, "preview"))) return false;
    const previewObject = await withPrivateFolder(nameCopies(services), (folder) => encodeAndStore(step, folder));
    return await announce(step, "version.progressed", { previewObject, percent: previewPercent(1) });
  });
}

/** Closes the analysis. */
export function finishAnalysis(services: Services, scope: SystemScope, target: Target): Promise<StepOutcome> {
  return runStep(services, scope, target, (step) =>
    announce(step, "version.analyzed", { state: "done", percent: 100, finishedAt: services.clock.now() }),
  );
}

/** Marks an unfinished analysis as failed, with what the band reads; by default that every try was in vain. */
export async function failAnalysis(
  services: Services,
  scope: SystemScope,
  target: Target,
  failure: { reason: string; message: string } = GAVE_UP,
): Promise<void> {
  const work = await findWork(scope, services.db, toKey(target));
  if (!work) return;
  const change = { state: "failed", finishedAt: services.clock.now(), ...failure } as const;
  await announce({ services, scope, work, ...target }, "version.failed", change);
}

async function runStep(
  services: Services,
  scope: SystemScope,
  target: Target,
  run: (step: Step) => Promise<boolean>,
): Promise<StepOutcome> {
  await proveStorage(services);
  const work = await findWork(scope, services.db, toKey(target));
  if (!work) return "gone";
  const state = work.analyses[0]?.state;
  if (state === "done" || state === "failed") return "ended";
  if (!state) await addAnalysis(services, work, target);
  try {
    const isStillWanted = await run({ services, scope, work, versionId: target.versionId });
    return isStillWanted ? "done" : "gone";
  } catch (error) {
    const failure = readFinalFailure(error);
    if (failure) await failAnalysis(services, scope, target, failure);
    throw error;
  }
}

/** A version analyzed by an older engine gets a row for this one. */
async function addAnalysis(services: Services, work: Work, target: Target): Promise<void> {
  const now = services.clock.now();
  await transact(services.db, (tx) => insertAnalysis({ songId: work.songId }, tx, { ...toKey(target), now }));
}

/** Leaves the line of a stage; false when nobody wants it any more. */
async function begin(step: Step, stage: AnalysisStage): Promise<boolean> {
  const now = step.services.clock.now();
  const startedAt = stage === "measuring" ? { startedAt: now } : {};
  return await announce(step, "version.progressed", { state: "running", stage, begunAt: now, ...startedAt }, (tx) =>
    moveLine(step.scope, tx, toKey(step)),
  );
}

/** A version that was measured before, as one that is tried again, waits for its preview; false when it has ended. */
async function queueForPreview({ services, scope, work, versionId }: Step): Promise<boolean> {
  if (work.analyses[0]?.previewObject) return true;
  const now = services.clock.now();
  const change = inLine("preview", now);
  return await transact(services.db, (tx) => advanceAnalysis(scope, tx, { ...toKey({ versionId }), now }, change));
}

/** Saves a change and tells it, in one transaction; false when nobody wants it any more. */
async function announce(
  { services, scope, versionId, work }: Step,
  type: "version.progressed" | "version.analyzed" | "version.failed",
  change: AnalysisChange,
  alongside: (tx: Tx) => Promise<void> = async () => undefined,
): Promise<boolean> {
  const owner = { songId: work.songId };
  return await transact(services.db, async (tx) => {
    const now = services.clock.now();
    if (!(await advanceAnalysis(scope, tx, { ...toKey({ versionId }), now }, change))) return false;
    await alongside(tx);
    const version = await viewVersion(tx, owner, versionId);
    await recordSongEvent(tx, owner, type, { version }, now);
    return true;
  });
}

/** Removes copies that an analysis left when its process was killed. @returns how many. */
export function removeLeftCopies(services: Services): Promise<number> {
  return removeLeftFolders(nameCopies(services), services.clock.now());
}

/** Null when the version was deleted meanwhile. */
async function measure(step: Step): Promise<AudioAnalysis | null> {
  const stop = new AbortController();
  let saved: Promise<boolean> = Promise.resolve(true);
  const onVerified = (file: VerifiedFile) => {
    // Goes on beside the measuring. Whatever it throws, and that nobody wants the version any more, ends that.
    saved = saveVerifiedFile(step, file);
    saved.then((isWanted) => isWanted || stop.abort(), stop.abort.bind(stop));
  };
  try {
    const analysis = await withPrivateFolder(nameCopies(step.services), (folder) =>
      reporting(step, measuringPercent, async (onProgress) => {
        const input = await inputOf(step.services, step.work, folder);
        const result = await step.services.audio.analyze({ ...input, onProgress, onVerified, signal: stop.signal });
        if (await saved) await takeCover(step.services, step.scope, step.work, input.path);
        return result;
      }),
    );
    return (await saved) ? analysis : null;
  } catch (error) {
    if (await saved) throw error;
    return null;
  }
}

/** False when nobody wants the version any more. */
async function saveVerifiedFile(step: Step, { sha256, durationSec }: VerifiedFile): Promise<boolean> {
  const { versionId, work, scope } = step;
  if (work.sha256 !== null) return true;
  return await announce(step, "version.progressed", { state: "running" }, async (tx) => {
    const durationMs = durationSec === null ? null : Math.round(durationSec * 1000);
    await saveVerified(scope, tx, { versionId, sha256, durationMs });
  });
}

async function encodeAndStore(step: Step, folder: string): Promise<UploadObject> {
  const format = step.services.config.previewFormat;
  const preview = await reporting(step, previewPercent, async (onProgress) =>
    step.services.audio.makePreview({
      ...(await inputOf(step.services, step.work, folder)),
      outputFolder: folder,
      format,
      onProgress,
    }),
  );
  const object = readUploadObject(path.basename(preview.path));
  if (!object) throw new AppError("unavailable", "preview_name", "The preview has a name that storage does not take.");
  await step.services.storage.putFile(keyOf(step.work, object), preview, preview.contentType);
  return object;
}

async function reporting<T>(
  step: Step,
  toPercent: (fraction: number) => number,
  work: (onProgress: (fraction: number) => void) => Promise<T>,
): Promise<T> {
  const progress = createLatestOnly<number>({
    everyMs: PROGRESS_EVERY_MS,
    report: async (percent) => {
      await announce(step, "version.progressed", { percent });
    },
    onError: (err) => step.services.log.warn({ err, versionId: step.versionId }, "progress could not be told"),
  });
  try {
    return await work((fraction) => progress.push(toPercent(fraction)));
  } finally {
    await progress.settle();
  }
}

function toKey({ versionId }: Target) {
  return { versionId, engine: ANALYZER_VERSION };
}
