import { readFile } from "node:fs/promises";
import type { Actor } from "@/lib/access/actor";
import { requireVerified, scopeSong } from "@/lib/access/scope";
import type { SystemScope } from "@/lib/access/system-scope";
import type { Clip } from "@/lib/ai/tag-request";
import type { AiTagger } from "@/lib/ai/tagger";
import { withPrivateFolder } from "@/lib/audio/private-folder";
import { AppError, notFound } from "@/lib/core/errors";
import { TAGS_REQUESTED } from "@/lib/core/queue-events";
import { type Tx, transact } from "@/lib/db/client";
import { writeOutbox } from "@/lib/db/outbox-store";
import { recordSongEvent } from "@/lib/domains/activity/commands";
import { isPaused } from "@/lib/domains/operations/pausing/reads";
import { proveStorage } from "@/lib/domains/operations/proving/commands";
import { countRepairs } from "@/lib/domains/operations/repairing/commands";
import { readAi } from "@/lib/domains/projects/reads";
import type { StepOutcome } from "@/lib/domains/versions/analysis/commands";
import { type VersionTarget, viewVersion } from "@/lib/domains/versions/reads";
import { type AnalysisFacts, analysisFactsSchema, type VersionView } from "@/lib/domains/versions/schema";
import { inputOf, nameCopies } from "@/lib/domains/versions/source/commands";
import type { Services } from "@/lib/services";
import { lockVersion } from "../store";
import {
  type Answer,
  answerSchema,
  chooseClipStart,
  HANGING_AFTER_MS,
  LATEST_ASK_MS,
  NO_ANSWER,
  TOO_LATE,
  toFeatures,
  toSuggestions,
} from "./rules";
import {
  type AskWork,
  advanceRequest,
  findAskWork,
  findOverdueRequests,
  insertRequest,
  lockVersionRow,
  removeRequest,
  replaceSuggested,
  resetRequest,
} from "./store";

interface Target {
  versionId: string;
}

/** A question that may be asked now. */
interface Question {
  ai: AiTagger;
  work: AskWork;
  facts: AnalysisFacts;
}

/** Asks a model once more, or for the first time. @throws AppError not_found, forbidden, conflict `ai_unavailable`, `ai_off`, `not_measured`, `already_asked`. */
export async function requestTags(
  services: Services,
  actor: Actor | null,
  target: VersionTarget,
): Promise<VersionView> {
  requireVerified(actor);
  const scope = await scopeSong(services.db, actor, target, "song:edit");
  return await transact(services.db, (tx) => askAgain(services, tx, scope, target.versionId));
}

/** The same for one who may. @throws AppError not_found, conflict `ai_unavailable`, `ai_off`, `not_measured`, `already_asked`. */
export async function askAgain(
  services: Services,
  tx: Tx,
  owner: { songId: string },
  versionId: string,
): Promise<VersionView> {
  const now = services.clock.now();
  if (!(await lockVersion(owner, tx, versionId))) throw notFound("version");
  requireAskable(services, await findAskWork(owner, tx, versionId));
  const hangingBefore = new Date(now.getTime() - HANGING_AFTER_MS);
  if (!(await resetRequest(owner, tx, { versionId, hangingBefore, now }))) {
    throw new AppError("conflict", "already_asked", "The AI model is being asked already. Its answer appears here.");
  }
  await writeOutbox(tx, { name: TAGS_REQUESTED, data: { versionId } }, now);
  const version = await viewVersion(tx, owner, versionId);
  await recordSongEvent(tx, owner, "version.tagged", { version }, now);
  return version;
}

/**
 * Asks the model for tags of a measured version, if the host set one and the project's owner allows it now, and keeps the
 * answer. A repeat finds the answer and asks nobody. `askedAt` is when the queue was told.
 * @throws AppError as `AiTagger.suggestTags`, and as `measureVersion` where a clip can't be cut; what no try can mend is told
 * as failed already.
 */
export async function askForTags(
  services: Services,
  scope: SystemScope,
  { versionId, askedAt }: Target & { askedAt: Date },
): Promise<StepOutcome> {
  const question = await openQuestion(services, scope, versionId);
  if (typeof question === "string") return question;
  const { tagRequest } = question.work;
  if (tagRequest?.answer) return "done";
  if (!tagRequest && !(await change(services, scope, versionId, (tx, now) => insertRequest(scope, tx, versionId, now))))
    return "gone";
  if (services.clock.now().getTime() - askedAt.getTime() > LATEST_ASK_MS) {
    await close(services, scope, versionId, TOO_LATE);
    return "ended";
  }
  try {
    const answer = await ask(services, scope, versionId, question);
    if (typeof answer === "string") return answer;
    const isKept = await advanceRequest(scope, services.db, versionId, { answer, reason: null, message: null });
    return isKept ? "done" : "ended";
  } catch (error) {
    if (error instanceof AppError) await noteFailure(services, scope, versionId, error);
    throw error;
  }
}

/** Makes suggestions of the answer that was kept. Repeating it changes nothing. */
export async function saveSuggestions(
  services: Services,
  scope: SystemScope,
  { versionId }: Target,
): Promise<StepOutcome> {
  const question = await openQuestion(services, scope, versionId);
  if (typeof question === "string") return question;
  const kept = question.work.tagRequest?.answer;
  if (!kept) return "ended";
  const suggestions = toSuggestions(answerSchema.parse(kept), toFeatures(question.facts));
  const isSaved = await change(services, scope, versionId, async (tx, now) => {
    const done = { state: "done", finishedAt: now, reason: null, message: null } as const;
    if (!(await advanceRequest(scope, tx, versionId, done))) return false;
    await replaceSuggested(scope, tx, versionId, suggestions, now);
    return true;
  });
  return isSaved ? "done" : "gone";
}

/** Ends a question that waits, with what the last try met; by default that there was no answer. */
export async function failTagRequest(services: Services, scope: SystemScope, { versionId }: Target): Promise<void> {
  const work = await findAskWork(scope, services.db, versionId);
  const { reason, message } = work?.tagRequest ?? {};
  await close(services, scope, versionId, reason && message ? { reason, message } : NO_ANSWER);
}

const OVERDUE_AT_ONCE = 200;

/** Tells as failed what nobody works on any more: an event that was lost, a process that is gone. @returns how many. */
export async function failOverdueRequests(services: Services, scope: SystemScope): Promise<number> {
  if (await isPaused(services, scope, "suggest-tags")) return 0;
  const before = new Date(services.clock.now().getTime() - HANGING_AFTER_MS);
  const overdue = await findOverdueRequests(scope, services.db, before, OVERDUE_AT_ONCE);
  for (const target of overdue) await failTagRequest(services, scope, target);
  await countRepairs(services, { "tags.given_up": overdue.length });
  return overdue.length;
}

/** Looks whether a version's question may be asked now. One that may not, and waits, is withdrawn. */
async function openQuestion(
  services: Services,
  scope: SystemScope,
  versionId: string,
): Promise<Question | Exclude<StepOutcome, "done">> {
  const work = await findAskWork(scope, services.db, versionId);
  if (!work) return "gone";
  if (work.tagRequest && work.tagRequest.state !== "waiting") return "ended";
  const facts = readFacts(work);
  const { ai } = services;
  if (ai && facts && readAi(services, work.song.project).isOn) return { ai, work, facts };
  if (work.tagRequest) await change(services, scope, versionId, (tx) => removeRequest(scope, tx, versionId));
  return "ended";
}

async function ask(
  services: Services,
  scope: SystemScope,
  versionId: string,
  { ai, work, facts }: Question,
): Promise<Answer | Exclude<StepOutcome, "done">> {
  if (facts.isSilent) return { model: ai.model, clip: null, tags: [] };
  const clip = ai.hears ? await cutClip(services, work, facts) : null;
  // Cutting takes a while, and consent may be taken back in it.
  const still = await openQuestion(services, scope, versionId);
  if (typeof still === "string") return still;
  const tags = await ai.suggestTags({ features: toFeatures(facts), clip });
  return { model: ai.model, clip: clip && { startSec: clip.startSec, durationSec: clip.durationSec }, tags };
}

async function cutClip(services: Services, work: AskWork, facts: AnalysisFacts): Promise<Clip> {
  await proveStorage(services);
  return await withPrivateFolder(nameCopies(services), async (outputFolder) => {
    const input = await inputOf(services, work, outputFolder);
    const { path, ...place } = await services.audio.makeClip({
      ...input,
      outputFolder,
      startSec: chooseClipStart(facts),
    });
    return { ...place, bytes: await readFile(path) };
  });
}

/** What no other try can mend ends the question; what it may is kept for the case that none does. */
async function noteFailure(services: Services, scope: SystemScope, versionId: string, error: AppError): Promise<void> {
  const { reason, message } = error;
  const isFinal = error.code === "invalid_input" || error.code === "gone";
  if (isFinal) await close(services, scope, versionId, { reason, message });
  else await advanceRequest(scope, services.db, versionId, { reason, message });
}

async function close(
  services: Services,
  scope: SystemScope,
  versionId: string,
  failure: { reason: string; message: string },
): Promise<void> {
  await change(services, scope, versionId, (tx, finishedAt) =>
    advanceRequest(scope, tx, versionId, { state: "failed", finishedAt, ...failure }),
  );
}

/** Makes a change and tells it, in one transaction; false when there was nothing to change, or nobody wants it any more. */
async function change(
  services: Services,
  scope: SystemScope,
  versionId: string,
  apply: (tx: Tx, now: Date) => Promise<boolean>,
): Promise<boolean> {
  return await transact(services.db, async (tx) => {
    await lockVersionRow(scope, tx, versionId);
    const work = await findAskWork(scope, tx, versionId);
    const now = services.clock.now();
    if (!work || !(await apply(tx, now))) return false;
    const owner = { songId: work.songId };
    const version = await viewVersion(tx, owner, versionId);
    await recordSongEvent(tx, owner, "version.tagged", { version }, now);
    return true;
  });
}

function readFacts(work: AskWork): AnalysisFacts | null {
  const facts = work.analyses[0]?.facts;
  return facts ? analysisFactsSchema.parse(facts) : null;
}

function requireAskable(services: Services, work: AskWork | null): void {
  if (!work) throw notFound("version");
  if (!services.ai) {
    throw new AppError("conflict", "ai_unavailable", "This Segno has no AI model. Ask whoever runs it to set one up.");
  }
  if (!readAi(services, work.song.project).isOn) {
    throw new AppError("conflict", "ai_off", "AI suggestions are off for this project. Its owner can turn them on.");
  }
  if (!readFacts(work)) {
    throw new AppError("conflict", "not_measured", "This version is not measured yet. Ask again when it is.");
  }
}
