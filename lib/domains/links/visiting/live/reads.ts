import { type LinkVisitor, scopeLinkSong } from "@/lib/access/link-scope";
import { findLostGuests, type GuestWatcher } from "@/lib/access/link-scope-store";
import { readSongEventTypes, readSongHead } from "@/lib/domains/activity/reads";
import type { StreamReady } from "@/lib/domains/activity/schema";
import { Feeds } from "@/lib/live/feeds";
import type { Services } from "@/lib/services";
import { toVisitChange } from "../rules";
import type { VisitChange } from "../schema";

interface TypedEvent {
  seq: number;
  type: string;
}

/** `seq` is the song's own number of what changed. */
export interface NumberedVisitChange extends VisitChange {
  seq: number;
}

export interface VisitStream {
  ready: StreamReady;
  events: AsyncGenerator<NumberedVisitChange, void>;
  leave: () => void;
}

const feedsOf = new WeakMap<Services, Feeds<TypedEvent, GuestWatcher>>();

/**
 * A song's live stream for a guest, from after `after` or from now on when that is null: which part is another, not what it
 * says, so that each reads what the link shows them. It ends when the guest, the link or what the link allows is another.
 * @throws AppError not_found, unavailable.
 */
export async function openVisitStream(
  services: Services,
  visitor: LinkVisitor,
  songId: string,
  after: number | null,
): Promise<VisitStream> {
  const scope = await scopeLinkSong(services.db, visitor, songId, "listen", services.clock.now());
  const { linkId, guestId, changeNumber, canComment } = scope;
  const feeds = getFeeds(services);
  const feed = await feeds.follow(songId, { songId, linkId, guestId, changeNumber }, after);
  try {
    // Whoever changes the link says so; without that word the check of every second finds it.
    const stop = await services.live.subscribe(linkId, () => {
      feeds
        .check(songId)
        .catch((err: unknown) => services.log.warn({ err }, "a link's followers are checked a second later"));
    });
    const leave = () => {
      stop();
      feed.leave();
    };
    const { resumedFrom, head, hasGap } = feed;
    return { ready: { resumedFrom, head, hasGap }, events: tell(feed.events, canComment), leave };
  } catch (error) {
    feed.leave();
    throw error;
  }
}

async function* tell(
  events: AsyncGenerator<TypedEvent, void>,
  canComment: boolean,
): AsyncGenerator<NumberedVisitChange, void> {
  for await (const { type, seq } of events) {
    const change = toVisitChange(type, canComment);
    if (change) yield { ...change, seq };
  }
}

function getFeeds(services: Services): Feeds<TypedEvent, GuestWatcher> {
  const known = feedsOf.get(services);
  if (known) return known;
  const { db, live, log, clock } = services;
  const feeds = new Feeds<TypedEvent, GuestWatcher>({
    log,
    hub: live,
    readHead: (songId) => readSongHead(services, { songId }),
    readAfter: (songId, seq, limit) => readSongEventTypes(services, { songId }, seq, limit),
    isLast: (event) => event.type === "song.deleted",
    findLost: async (watchers) => {
      const places = await findLostGuests(db, watchers, clock.now());
      return watchers.filter((_, place) => places.includes(place));
    },
  });
  feedsOf.set(services, feeds);
  return feeds;
}
