import type { Actor } from "@/lib/access/actor";
import { requirePerson } from "@/lib/access/scope";
import { Feeds } from "@/lib/live/feeds";
import type { Services } from "@/lib/services";
import type { NoticesChanged } from "./schema";
import { findLostNoticeWatchers, type NoticeWatcher, readNoticeState } from "./store";

interface ChangeEvent extends NoticesChanged {
  seq: number;
}

export interface NoticeStream {
  events: AsyncGenerator<NoticesChanged, void>;
  leave: () => void;
}

/** What a reader's notices were at the last look. Kept while one of their pages follows. */
interface Seen {
  followers: number;
  seq: number;
  state: string;
}

interface Follows {
  feeds: Feeds<ChangeEvent, NoticeWatcher>;
  seen: Map<string, Seen>;
}

/** A composition's own, so that all pages of one reader cost one look a change. */
const followsOf = new WeakMap<Services, Follows>();

/**
 * Opens the live stream of one's own notices. It tells that something is another and not what; its first event names what
 * there is. Ends with the credential. @throws AppError unauthenticated, unavailable.
 */
export async function openNoticeStream(services: Services, actor: Actor | null): Promise<NoticeStream> {
  const { accountId, credentialId } = requirePerson(actor);
  const { feeds, seen } = getFollows(services);
  const first = { followers: 0, seq: 0, state: await readNoticeState({ accountId }, services.db) };
  // Another page may have begun to follow while this one read.
  const entry = seen.get(accountId) ?? first;
  seen.set(accountId, entry);
  entry.followers++;
  const forget = () => {
    if (--entry.followers === 0) seen.delete(accountId);
  };
  try {
    const feed = await feeds.follow(accountId, { accountId, credentialId }, null);
    let isOpen = true;
    const leave = () => {
      feed.leave();
      if (isOpen) forget();
      isOpen = false;
    };
    return { events: tell(entry.state, feed.events), leave };
  } catch (error) {
    forget();
    throw error;
  }
}

async function* tell(state: string, events: AsyncGenerator<ChangeEvent, void>): AsyncGenerator<NoticesChanged, void> {
  yield { state };
  for await (const event of events) yield { state: event.state };
}

function getFollows(services: Services): Follows {
  const known = followsOf.get(services);
  if (known) return known;
  const { db, live, log, clock } = services;
  const seen = new Map<string, Seen>();
  const feeds = new Feeds<ChangeEvent, NoticeWatcher>({
    log,
    hub: live,
    readHead: (accountId) => Promise.resolve(seen.get(accountId)?.seq ?? 0),
    readAfter: (accountId, seq) => look(services, seen, accountId, seq),
    isLast: () => false,
    findLost: async (watchers) => {
      const places = await findLostNoticeWatchers(watchers, db, clock.now());
      return watchers.filter((_, place) => places.includes(place));
    },
  });
  const follows = { feeds, seen };
  followsOf.set(services, follows);
  return follows;
}

/** Whether anything is another than at the last look. */
async function look(
  services: Services,
  seen: Map<string, Seen>,
  accountId: string,
  after: number,
): Promise<ChangeEvent[]> {
  const state = await readNoticeState({ accountId }, services.db);
  const entry = seen.get(accountId);
  if (!entry) return [];
  if (after < entry.seq) return [{ seq: entry.seq, state: entry.state }];
  if (state === entry.state) return [];
  Object.assign(entry, { state, seq: entry.seq + 1 });
  return [{ seq: entry.seq, state }];
}
