import type { Actor } from "@/lib/access/actor";
import { requireVerified, type SongScope, scopeSong } from "@/lib/access/scope";
import { SONG_CHANNEL } from "@/lib/core/channels";
import { AppError, notFound } from "@/lib/core/errors";
import { createId } from "@/lib/core/ids";
import { BRIEF_REQUESTED } from "@/lib/core/queue-events";
import { type Tx, transact } from "@/lib/db/client";
import { writeOutbox } from "@/lib/db/outbox-store";
import { recordSongEvent } from "@/lib/domains/activity/commands";
import { recordDeed } from "@/lib/domains/activity/deeds/commands";
import type { VersionTarget } from "@/lib/domains/versions/reads";
import type { Services } from "@/lib/services";
import { type BriefTarget, listComposers, scopeBriefs, viewBrief, viewDocument } from "./reads";
import {
  FIRST_REQUEST,
  findNewestAnswer,
  isOpen,
  OPEN,
  requireOwn,
  requireRetryable,
  requireRoom,
  requireTurn,
  toTurnView,
  UNFINISHED,
} from "./rules";
import type { AskTurnInput, BriefComposer, BriefView, MakeBriefInput } from "./schema";
import { type BriefRow, findBrief } from "./store";
import {
  type Asker,
  findByKey,
  insertBrief,
  insertBriefEvent,
  insertNotesDone,
  insertTurn,
  lockBrief,
  moveTurn,
  notifyTopics,
  removeBrief,
  removeNotesDone,
  takeSeq,
} from "./turn-store";

interface TurnTarget extends BriefTarget {
  turnId: string;
}

type Writer = SongScope & Asker;

/** A first listener releases the work earlier; without one it begins then. */
const HELD_BACK_MS = 5_000;

/**
 * Asks for a to-do list of a version's open notes. The same key answers the same brief.
 * @throws AppError not_found, forbidden, conflict `ai_unavailable`, `key_reused`.
 */
export async function makeBrief(
  services: Services,
  actor: Actor | null,
  target: VersionTarget,
  input: MakeBriefInput,
): Promise<BriefView> {
  const scope = await scopeWriter(services, actor, target);
  const now = services.clock.now();
  const { idempotencyKey } = input;
  return await transact(services.db, async (tx) => {
    const id = createId();
    if (!(await insertBrief(scope, tx, { id, idempotencyKey, createdAt: now }))) {
      return await answerKey(services, tx, scope, idempotencyKey);
    }
    const row = await requireBrief(tx, scope, id);
    const composer = chooseComposer(actor, listComposers(services, row), input.composer);
    await writeRequest(services, tx, scope, row, { text: FIRST_REQUEST, composer, now });
    const payload = { briefId: id, versionId: scope.versionId };
    await recordDeed(tx, scope, { doerId: scope.accountId, kind: "brief.made", payload, now });
    return await tellChange(services, tx, scope, id, now);
  });
}

/** Asks for a change of it. The same key asks once. @throws AppError not_found, forbidden, conflict `brief_busy`, `brief_full`. */
export async function askTurn(
  services: Services,
  actor: Actor | null,
  target: BriefTarget,
  { idempotencyKey, text }: AskTurnInput,
): Promise<BriefView> {
  const scope = await scopeWriter(services, actor, target);
  const now = services.clock.now();
  return await transact(services.db, async (tx) => {
    const row = await requireBrief(tx, scope, target.briefId);
    if (row.turns.some((turn) => turn.idempotencyKey === idempotencyKey)) {
      return await viewBrief(services, tx, scope, row.id);
    }
    requireRoom(row);
    const wanted = findNewestAnswer(row.turns)?.composer ?? "rules";
    const composer = listComposers(services, row).includes(wanted) ? wanted : "rules";
    await writeRequest(services, tx, scope, row, { text, composer, now, idempotencyKey });
    return await tellChange(services, tx, scope, row.id, now);
  });
}

/** Stops an answer that is being written. Of one that has ended nothing changes. @throws AppError not_found, forbidden. */
export async function cancelTurn(services: Services, actor: Actor | null, target: TurnTarget): Promise<BriefView> {
  const scope = await scopeWriter(services, actor, target);
  const now = services.clock.now();
  const view = await transact(services.db, async (tx) => {
    const turn = requireTurn(await requireBrief(tx, scope, target.briefId), target.turnId);
    const change = { state: "cancelled", endedAt: now, movedAt: now } as const;
    if (!(await moveTurn(scope, tx, { turnId: turn.id, from: OPEN }, change))) {
      return await viewBrief(services, tx, scope, target.briefId);
    }
    const seq = await takeSeq(scope, tx, { briefId: target.briefId, count: 1, next: null });
    if (seq === null) throw notFound("brief");
    const payload = { turnId: turn.id, turn: toTurnView({ ...turn, ...change }) };
    await insertBriefEvent(scope, tx, { briefId: target.briefId, seq, now }, "cancelled", payload);
    return await tellChange(services, tx, scope, target.briefId, now);
  });
  await announce(services, scope, [target.briefId, target.turnId]);
  return view;
}

/** Tries an answer again that failed or was stopped: the same turn. @throws AppError not_found, forbidden, conflict `not_retryable`. */
export async function retryTurn(services: Services, actor: Actor | null, target: TurnTarget): Promise<BriefView> {
  const scope = await scopeWriter(services, actor, target);
  return await transact(
    services.db,
    async (tx) =>
      (await retryAnswer(services, tx, scope, target)) ?? (await viewBrief(services, tx, scope, target.briefId)),
  );
}

/** The same for one who may; null when it is being answered. @throws AppError not_found, conflict `not_retryable`. */
export async function retryAnswer(
  services: Services,
  tx: Tx,
  asker: Asker,
  target: Pick<TurnTarget, "briefId" | "turnId">,
): Promise<BriefView | null> {
  const now = services.clock.now();
  const row = await requireBrief(tx, asker, target.briefId);
  const turn = requireTurn(row, target.turnId);
  if (isOpen(turn.state)) return null;
  requireRetryable(row, turn);
  const fresh = { attempt: 0, reason: null, message: null, retryAfterSec: null, endedAt: null };
  const change = { state: "queued" as const, queuedSeq: row.seq, queuedAt: now, movedAt: now, ...fresh };
  const outboxId = await enqueue(tx, turn.id, now);
  await moveTurn(asker, tx, { turnId: turn.id, from: UNFINISHED }, { ...change, outboxId });
  return await tellChange(services, tx, asker, row.id, now);
}

/** Checks a thing off or opens it again, for all who see it. @throws AppError not_found, forbidden. */
export async function checkItem(
  services: Services,
  actor: Actor | null,
  target: BriefTarget & { itemId: string },
  { isDone }: { isDone: boolean },
): Promise<BriefView> {
  const scope = await scopeWriter(services, actor, target);
  const now = services.clock.now();
  return await transact(services.db, async (tx) => {
    const row = await requireBrief(tx, scope, target.briefId);
    const document = await viewDocument(tx, scope, row);
    const item = document?.groups.flatMap((group) => group.items).find((one) => one.id === target.itemId);
    if (!item) throw notFound("item");
    const changed = isDone
      ? await insertNotesDone(scope, tx, row.id, item.noteIds, now)
      : await removeNotesDone(scope, tx, row.id, item.noteIds);
    if (changed === 0) return await viewBrief(services, tx, scope, row.id);
    return await tellChange(services, tx, scope, row.id, now);
  });
}

/** Deletes a brief for good, with its list; the notes stay. @throws AppError not_found, forbidden `not_own_brief`. */
export async function deleteBrief(services: Services, actor: Actor | null, target: BriefTarget): Promise<void> {
  const scope = await scopeWriter(services, actor, target);
  const now = services.clock.now();
  const topics = await transact(services.db, async (tx) => {
    const row = await requireBrief(tx, scope, target.briefId);
    requireOwn(row, scope);
    if (!(await removeBrief(scope, tx, row.id))) throw notFound("brief");
    const change = { briefId: row.id, versionId: row.versionId, seq: row.seq };
    await recordSongEvent(tx, scope, "brief.changed", change, now);
    return [row.id, ...row.turns.map((turn) => turn.id)];
  });
  await announce(services, scope, topics);
}

async function scopeWriter(services: Services, actor: Actor | null, target: VersionTarget): Promise<Writer> {
  const scope = await scopeSong(services.db, actor, target, "song:comment");
  return await scopeBriefs(services.db, scope, target);
}

/** Locks it, too. @throws AppError not_found. */
async function requireBrief(tx: Tx, scope: Asker, briefId: string): Promise<BriefRow> {
  const row = (await lockBrief(scope, tx, briefId)) ? await findBrief(scope, tx, briefId) : null;
  if (!row) throw notFound("brief");
  return row;
}

async function answerKey(services: Services, tx: Tx, scope: Writer, idempotencyKey: string): Promise<BriefView> {
  const known = await findByKey(scope, tx, idempotencyKey);
  if (known?.versionId === scope.versionId) return await viewBrief(services, tx, scope, known.id);
  throw new AppError("conflict", "key_reused", "This key belongs to the brief of another version. Use a new key.");
}

/** A model's work costs somebody money, so it is for people whose address is known. */
function chooseComposer(
  actor: Actor | null,
  available: BriefComposer[],
  wanted: BriefComposer | undefined,
): BriefComposer {
  const mayAsk = actor !== null && actor.kind !== "system" && actor.isVerified;
  if (wanted === undefined) return available.includes("ai") && mayAsk ? "ai" : "rules";
  if (wanted === "rules") return wanted;
  requireVerified(actor);
  if (available.includes("ai")) return wanted;
  const message =
    "No AI model may read this project's notes. Its owner can allow it; until then the rules make a brief.";
  throw new AppError("conflict", "ai_unavailable", message);
}

interface Request {
  text: string;
  composer: BriefComposer;
  now: Date;
  idempotencyKey?: string;
}

/** A person's turn and the answer that waits for it, with the queue's event, which a first listener lets go. */
async function writeRequest(
  services: Services,
  tx: Tx,
  scope: Writer,
  row: BriefRow,
  { text, composer, now, idempotencyKey = createId() }: Request,
): Promise<void> {
  const last = row.turns.at(-1)?.number ?? 0;
  const asked = { id: createId(), number: last + 1, role: "person", state: "done", text } as const;
  await insertTurn(scope, tx, row.id, { ...asked, authorId: scope.accountId, idempotencyKey, endedAt: now }, now);
  const id = createId();
  const outboxId = await enqueue(tx, id, now);
  const model = composer === "ai" ? (services.config.ai?.model ?? null) : null;
  const answer = { id, number: last + 2, role: "assistant", state: "queued", composer, model } as const;
  await insertTurn(scope, tx, row.id, { ...answer, outboxId, queuedSeq: row.seq, attemptSeq: row.seq }, now);
}

function enqueue(tx: Tx, turnId: string, now: Date): Promise<string> {
  return writeOutbox(tx, { name: BRIEF_REQUESTED, data: { turnId } }, now, { heldBackMs: HELD_BACK_MS });
}

async function tellChange(services: Services, tx: Tx, scope: Asker, briefId: string, now: Date): Promise<BriefView> {
  const brief = await viewBrief(services, tx, scope, briefId);
  await recordSongEvent(tx, scope, "brief.changed", { briefId, versionId: brief.versionId, seq: brief.seq }, now);
  return brief;
}

/** After the commit: a word that is lost costs a wait, since everybody looks by themselves every ten seconds. */
async function announce(services: Services, scope: Writer, topics: string[]): Promise<void> {
  try {
    await notifyTopics(scope, services.db, topics, SONG_CHANNEL);
  } catch (err) {
    services.log.warn({ err }, "a change of a brief is seen a little later");
  }
}
