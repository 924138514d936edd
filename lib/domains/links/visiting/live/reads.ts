import { type LinkVisitor, scopeLinkSong } from "@/lib/access/link-scope";
import { findLostGuests, type GuestWatcher } from "@/lib/access/link-scope-store";
import { readSongEventTypes, readSongHead } from "@/lib/domains/activity/reads";
import { Feeds } from "@/lib/live/feeds";
import type { Services } from "@/lib/services";
import { toVisitChange } from "../rules";
import type { VisitChange } from "../schema";

interface TypedEvent {
  seq: number;
  type: string;
}

export interface VisitStream {
  ready: { head: number };
  events: AsyncGenerator<VisitChange, void>;
  leave: () => void;
}

const feedsOf = new WeakMap<Services, Feeds<TypedEvent, GuestWatcher>>();

/**
 * A song's live stream for a guest: which part is another, not what it says, so that each reads what the link shows them. It
 * ends when the guest, the link or what the link allows is another. @throws AppError not_found, unavailable.
 */
export async function openVisitStream(services: Services, visitor: LinkVisitor, songId: string): Promise<VisitStream> {
  const scope = await scopeLinkSong(services.db, visitor, songId, "listen", services.clock.now());
  const { linkId, guestId, changeNumber, canComment } = scope;
  const feeds = getFeeds(services);
  const feed = await feeds.follow(songId, { songId, linkId, guestId, changeNumber }, null);
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
    return { ready: { head: feed.head }, events: tell(feed.events, canComment), leave };
  } catch (error) {
    feed.leave();
    throw error;
  }
}

async function* tell(events: AsyncGenerator<TypedEvent, void>, canComment: boolean): AsyncGenerator<VisitChange, void> {
  for await (const { type } of events) {
    const change = toVisitChange(type, canComment);
    if (change) yield change;
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
