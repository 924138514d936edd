import type { SystemScope } from "@/lib/access/system-scope";
import { SONG_CHANNEL } from "@/lib/core/channels";
import { AppError } from "@/lib/core/errors";
import { createId } from "@/lib/core/ids";
import { type Tx, transact } from "@/lib/db/client";
import { recordSongEvent } from "@/lib/domains/activity/commands";
import { isPaused } from "@/lib/domains/operations/pausing/reads";
import { countRepairs } from "@/lib/domains/operations/repairing/commands";
import type { Services } from "@/lib/services";
import { compose } from "../composing/commands";
import type { Composed } from "../composing/schema";
import { viewDocument } from "../reads";
import { OPEN, toTurnView } from "../rules";
import { findBrief } from "../store";
import { insertBriefEvent, insertDocument, lockBrief, moveTurn, notifyTopics, takeSeq } from "../turn-store";
import { EVENTS_KEPT_MS, GONE, HANGING_AFTER_MS, isFinal, isGone, NO_ANSWER } from "./rules";
import {
  type Attempt,
  beginAttempt,
  findOverdueTurns,
  findWork,
  noteFailure,
  removeOldEvents,
  type Work,
} from "./store";
import { openPen } from "./telling/commands";

interface Target {
  turnId: string;
}

/** `ended`: nothing was left to do, since it is answered, stopped or gone. */
export type WriteOutcome = "done" | "ended";

/**
 * Writes an answer, telling its words as they come, and keeps it in one transaction. Repeating it after that does nothing;
 * before that it begins anew. Ends at once when somebody stops it.
 * @throws AppError as the composer; what no other try can mend is told as failed already.
 */
export async function writeBrief(services: Services, scope: SystemScope, { turnId }: Target): Promise<WriteOutcome> {
  const attempt = await begin(services, scope, turnId);
  if (!attempt) return "ended";
  try {
    return await write(services, scope, attempt);
  } catch (error) {
    await keepFailure(services, scope, attempt, error);
    throw error;
  }
}

/** Ends an answer that waits or is written, with what the last attempt met; by default that there was no answer. */
export async function failBrief(services: Services, scope: SystemScope, { turnId }: Target): Promise<void> {
  await end(services, scope, turnId, {});
}

const OVERDUE_AT_ONCE = 200;

/**
 * Tells as failed what nobody works on any more, and forgets the words that streams told of answers that ended some time ago.
 * @returns how many of each.
 */
export async function sweepBriefs(
  services: Services,
  scope: SystemScope,
): Promise<{ failed: number; forgotten: number }> {
  const now = services.clock.now().getTime();
  const isHeld = await isPaused(services, scope, "write-brief");
  const before = new Date(now - HANGING_AFTER_MS);
  const overdue = isHeld ? [] : await findOverdueTurns(scope, services.db, before, OVERDUE_AT_ONCE);
  for (const turnId of overdue) await failBrief(services, scope, { turnId });
  await countRepairs(services, { "brief.given_up": overdue.length });
  const forgotten = await removeOldEvents(scope, services.db, new Date(now - EVENTS_KEPT_MS));
  return { failed: overdue.length, forgotten };
}

async function begin(services: Services, scope: SystemScope, turnId: string): Promise<Attempt | null> {
  const now = services.clock.now();
  const begun = await transact(services.db, async (tx) => {
    const found = await beginAttempt(scope, tx, { turnId, attemptId: createId(), now });
    if (found?.restartSeq) {
      const place = { briefId: found.attempt.briefId, seq: found.restartSeq, now };
      await insertBriefEvent(scope, tx, place, "restart", { turnId });
    }
    return found;
  });
  // Who wrote until now hears that it is over, and whoever listens that it begins anew.
  if (begun?.restartSeq) await announce(services, scope, begun.attempt);
  return begun?.attempt ?? null;
}

async function write(services: Services, scope: SystemScope, attempt: Attempt): Promise<WriteOutcome> {
  const work = await findWork(scope, services.db, attempt.turnId);
  if (!work || isGone(work.brief.version)) {
    await end(services, scope, attempt.turnId, { failure: GONE });
    return "ended";
  }
  const pen = await openPen(services, scope, attempt);
  try {
    const composed = await compose(services, scope, work, pen);
    await pen.finish();
    return (await keep(services, scope, attempt, work, composed)) ? "done" : "ended";
  } catch (error) {
    // An attempt that was stopped or overtaken may fail in any way; nobody asks for it any more.
    if (pen.isLost()) return "ended";
    throw error;
  } finally {
    await pen.close();
  }
}

/** Text, to-do list, usage and the stream's end, or nothing of it: false when somebody stopped it or was first. */
async function keep(
  services: Services,
  scope: SystemScope,
  attempt: Attempt,
  work: Work,
  { text, content, usage }: Composed,
): Promise<boolean> {
  const { briefId, turnId } = attempt;
  const now = services.clock.now();
  const isKept = await transact(services.db, async (tx) => {
    const seq = await takeSeq(scope, tx, { briefId, count: 2, heldBy: attempt.id, next: null });
    if (seq === null) return false;
    const failure = { reason: null, message: null, retryAfterSec: null };
    const change = { state: "done" as const, text, ...usage, ...failure, endedAt: now, movedAt: now };
    if (!(await moveTurn(scope, tx, { turnId, from: ["writing"] }, change))) return false;
    await insertDocument(scope, tx, turnId, content, now);
    const { turn, document } = await viewAnswer(tx, work, turnId);
    await insertBriefEvent(scope, tx, { briefId, seq: seq - 1, now }, "document", { turnId, document });
    await insertBriefEvent(scope, tx, { briefId, seq, now }, "done", { turnId, turn });
    await tellSong(tx, work, seq, now);
    return true;
  });
  if (isKept) await announce(services, scope, attempt);
  return isKept;
}

async function viewAnswer(tx: Tx, { brief }: Work, turnId: string) {
  const row = await findBrief(brief, tx, brief.id);
  const turn = row?.turns.find((one) => one.id === turnId);
  const document = row && (await viewDocument(tx, brief, row));
  if (!turn || !document) throw new Error("An answer that was just written is not there.");
  return { turn: toTurnView(turn), document };
}

async function keepFailure(services: Services, scope: SystemScope, attempt: Attempt, error: unknown): Promise<void> {
  if (!(error instanceof AppError)) return;
  const { reason, message, retryAfterSec = null } = error;
  if (isFinal(error)) await end(services, scope, attempt.turnId, { failure: { reason, message }, attempt });
  else {
    const movedAt = services.clock.now();
    await noteFailure(scope, services.db, attempt.turnId, { reason, message, retryAfterSec, movedAt });
  }
}

async function end(
  services: Services,
  scope: SystemScope,
  turnId: string,
  { failure, attempt }: { failure?: { reason: string; message: string }; attempt?: Attempt },
): Promise<void> {
  const now = services.clock.now();
  const briefId = await transact(services.db, async (tx) => {
    const work = await findWork(scope, tx, turnId);
    if (!work) return null;
    const { brief, reason, message, retryAfterSec } = work;
    const locked = await lockBrief(brief, tx, brief.id);
    if (!locked || (attempt && locked.attemptId !== attempt.id)) return null;
    const met = reason && message ? { reason, message, retryAfterSec } : NO_ANSWER;
    const change = { state: "failed" as const, ...(failure ?? met), endedAt: now, movedAt: now };
    if (!(await moveTurn(scope, tx, { turnId, from: OPEN }, change))) return null;
    const seq = await takeSeq(scope, tx, { briefId: brief.id, count: 1, next: null });
    const row = await findBrief(brief, tx, brief.id);
    const turn = row?.turns.find((one) => one.id === turnId);
    if (!turn || seq === null) return null;
    await insertBriefEvent(scope, tx, { briefId: brief.id, seq, now }, "failed", { turnId, turn: toTurnView(turn) });
    await tellSong(tx, work, seq, now);
    return brief.id;
  });
  if (briefId) await announce(services, scope, { briefId, turnId });
}

async function tellSong(tx: Tx, { brief }: Work, seq: number, now: Date): Promise<void> {
  await recordSongEvent(tx, brief, "brief.changed", { briefId: brief.id, versionId: brief.versionId, seq }, now);
}

/** The work is kept by now: that nobody hears of it at once must not make anybody do it again. */
async function announce(
  services: Services,
  scope: SystemScope,
  { briefId, turnId }: Pick<Attempt, "briefId" | "turnId">,
): Promise<void> {
  try {
    await notifyTopics(scope, services.db, [briefId, turnId], SONG_CHANNEL);
  } catch (err) {
    services.log.warn({ err, turnId }, "an answer was kept but not announced; readers see it a little later");
  }
}
