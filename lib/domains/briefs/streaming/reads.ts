import type { Actor } from "@/lib/access/actor";
import { requirePerson, scopeSong } from "@/lib/access/scope";
import { notFound } from "@/lib/core/errors";
import { releaseOutbox } from "@/lib/db/outbox-store";
import { Feeds } from "@/lib/live/feeds";
import type { Services } from "@/lib/services";
import { type BriefTarget, scopeBriefs } from "../reads";
import { findNewestAnswer, isOpen, toTurnView } from "../rules";
import type { BriefReady } from "../schema";
import { type BriefOwner, findBrief, type TurnRow } from "../store";
import { IDLE_MS, isLastEvent, untilSilent } from "./rules";
import { type BriefEventRow, type BriefWatcher, findLostBriefWatchers, readBriefEvents, readBriefHead } from "./store";

/** A message as it travels. Without a number it moves nobody's place. */
interface BriefMessage {
  seq: number | null;
  type: string;
  json: string;
}

export interface BriefStream {
  messages: AsyncGenerator<BriefMessage, void>;
  leave: () => void;
}

const feedsOf = new WeakMap<Services, Feeds<BriefEventRow, BriefWatcher>>();

/**
 * Opens a brief's stream from after `after`, or with all that the newest answer's words are made of when that is null. Only
 * when nothing can be missed any more is the work let go that waits for a listener. docs/streams.md says what is told when.
 * @throws AppError unauthenticated, not_found, unavailable.
 */
export async function openBriefStream(
  services: Services,
  actor: Actor | null,
  target: BriefTarget,
  after: number | null,
  { idleMs = IDLE_MS }: { idleMs?: number } = {},
): Promise<BriefStream> {
  const scope = await scopeSong(services.db, actor, target, "song:read");
  const owner = await scopeBriefs(services.db, scope, target);
  const { accountId, credentialId } = requirePerson(actor);
  const { briefId } = target;
  const before = await readAnswer(services, owner, briefId);
  // What was told of earlier answers is not told again, since its end would end the stream.
  const isTooOld = after !== null && after < before.queuedSeq;
  const from = after === null || isTooOld ? findStart(before) : after;
  const feed = await getFeeds(services).follow(briefId, { briefId, accountId, credentialId }, from);
  try {
    const turn = await readAnswer(services, owner, briefId);
    if (turn.state === "queued" && turn.outboxId) await releaseOutbox(services.db, turn.outboxId, services.clock.now());
    const { resumedFrom, head } = feed;
    const place = { resumedFrom, head, hasGap: feed.hasGap || isTooOld };
    const ready: BriefReady = { briefId, turnId: turn.id, state: turn.state, ...place };
    return { messages: tell(ready, turn, feed.events, idleMs), leave: feed.leave };
  } catch (error) {
    feed.leave();
    throw error;
  }
}

async function* tell(
  ready: BriefReady,
  turn: TurnRow,
  events: AsyncGenerator<BriefEventRow, void>,
  idleMs: number,
): AsyncGenerator<BriefMessage, void> {
  const turnId = turn.id;
  yield { seq: ready.resumedFrom, type: "ready", json: JSON.stringify(ready) };
  if (!isOpen(turn.state) && ready.resumedFrom >= ready.head) {
    yield { seq: ready.resumedFrom, type: turn.state, json: JSON.stringify({ turnId, turn: toTurnView(turn) }) };
    return;
  }
  for await (const event of untilSilent(events, idleMs)) {
    if (event === "silent") yield { seq: null, type: "idle", json: JSON.stringify({ turnId }) };
    else yield event;
  }
}

/** Of an answer that has ended its end alone is told. */
function findStart(turn: TurnRow): number | null {
  return isOpen(turn.state) ? turn.queuedSeq : null;
}

async function readAnswer(services: Services, owner: BriefOwner, briefId: string): Promise<TurnRow> {
  const turn = findNewestAnswer((await findBrief(owner, services.db, briefId))?.turns ?? []);
  if (!turn) throw notFound("brief");
  return turn;
}

function getFeeds(services: Services): Feeds<BriefEventRow, BriefWatcher> {
  const known = feedsOf.get(services);
  if (known) return known;
  const { db, live, log, clock } = services;
  const feeds = new Feeds<BriefEventRow, BriefWatcher>({
    log,
    hub: live,
    readHead: (briefId) => readBriefHead({ briefId }, db),
    readAfter: (briefId, seq, limit) => readBriefEvents({ briefId }, db, seq, limit),
    isLast: (event) => isLastEvent(event.type),
    findLost: async (watchers) => {
      const places = await findLostBriefWatchers(watchers, db, clock.now());
      return watchers.filter((_, place) => places.includes(place));
    },
  });
  feedsOf.set(services, feeds);
  return feeds;
}
