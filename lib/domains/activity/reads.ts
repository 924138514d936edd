import type { Actor } from "@/lib/access/actor";
import { requirePerson, scopeSong } from "@/lib/access/scope";
import { readCurrentVersionId } from "@/lib/access/scope-store";
import { Feeds } from "@/lib/live/feeds";
import type { Services } from "@/lib/services";
import { findVersionId } from "./rules";
import type { StreamReady } from "./schema";
import { type EventTarget, findLostWatchers, readEventHead, readEventsAfter, type StreamWatcher } from "./store";

/** An event as it travels: the payload is written as JSON once for all who follow. */
interface StreamedEvent {
  seq: number;
  type: string;
  json: string;
}

export interface SongStream {
  ready: StreamReady;
  events: AsyncGenerator<StreamedEvent, void>;
  leave: () => void;
}

/** A composition's own feeds, so that a thousand listeners of a song cost one read an event. */
const feedsOf = new WeakMap<Services, Feeds<StreamedEvent, StreamWatcher>>();

/**
 * Opens a song's live stream from after `after`, or from now on when that is null. A reader who is told `hasGap` reads
 * the song anew. The stream ends when the reader's right or credential does.
 * @throws AppError unauthenticated, not_found, unavailable.
 */
export async function openSongStream(
  services: Services,
  actor: Actor | null,
  target: { projectId: string; songId: string },
  after: number | null,
): Promise<SongStream> {
  const scope = await scopeSong(services.db, actor, target, "song:read");
  const { accountId, credentialId } = requirePerson(actor);
  const seesAll = scope.onlyVersionId === undefined;
  const watcher = { songId: scope.songId, accountId, credentialId, seesAll };
  const { resumedFrom, head, hasGap, events, leave } = await getFeeds(services).follow(scope.songId, watcher, after);
  const heard = seesAll ? events : keepCurrent(services, scope.songId, events);
  return { ready: { resumedFrom, head, hasGap }, events: heard, leave };
}

/** What of the events concerns the version that is current when they are told, or no version. */
async function* keepCurrent(
  services: Services,
  songId: string,
  events: AsyncGenerator<StreamedEvent, void>,
): AsyncGenerator<StreamedEvent, void> {
  for await (const event of events) {
    const versionId = findVersionId(JSON.parse(event.json));
    if (versionId === null || versionId === (await readCurrentVersionId(services.db, songId))) yield event;
  }
}

/** The number of a song's newest event. */
export function readSongHead({ db }: Services, song: EventTarget): Promise<number> {
  return readEventHead(song, db);
}

/** Of a song's events after `seq` what kind they are, for whoever is told no more than that. */
export async function readSongEventTypes(
  { db }: Services,
  song: EventTarget,
  seq: number,
  limit: number,
): Promise<{ seq: number; type: string }[]> {
  return (await readEventsAfter(song, db, seq, limit)).map((row) => ({ seq: row.seq, type: row.type }));
}

function getFeeds(services: Services): Feeds<StreamedEvent, StreamWatcher> {
  const known = feedsOf.get(services);
  if (known) return known;
  const { db, live, log, clock } = services;
  const feeds = new Feeds<StreamedEvent, StreamWatcher>({
    log,
    hub: live,
    readHead: (songId) => readEventHead({ songId }, db),
    readAfter: async (songId, seq, limit) => {
      const rows = await readEventsAfter({ songId }, db, seq, limit);
      return rows.map((row) => ({ seq: row.seq, type: row.type, json: JSON.stringify(row.payload) }));
    },
    isLast: (event) => event.type === "song.deleted",
    findLost: async (watchers) => {
      const places = await findLostWatchers(watchers, db, clock.now());
      return watchers.filter((_, place) => places.includes(place));
    },
  });
  feedsOf.set(services, feeds);
  return feeds;
}
