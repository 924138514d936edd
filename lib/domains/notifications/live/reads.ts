import type { Actor } from "@/lib/access/actor";
import { requirePerson } from "@/lib/access/scope";
import { type StateStream, StateTopics } from "@/lib/live/state-topics";
import type { Services } from "@/lib/services";
import { findLostNoticeWatchers, type NoticeState, type NoticeWatcher, readNoticeState } from "./store";

export type NoticeStream = StateStream<NoticeState>;

/** A composition's own, so that all pages of one reader cost one look a change. */
const topicsOf = new WeakMap<Services, StateTopics<NoticeState, NoticeWatcher>>();

/**
 * Opens the live stream of one's own notices from what is called `after`. It tells that something is another and not what.
 * Ends with the credential. @throws AppError unauthenticated, unavailable.
 */
export async function openNoticeStream(
  services: Services,
  actor: Actor | null,
  after: string | null,
): Promise<NoticeStream> {
  const { accountId, credentialId } = requirePerson(actor);
  return getTopics(services).follow(accountId, { accountId, credentialId }, after);
}

function getTopics(services: Services): StateTopics<NoticeState, NoticeWatcher> {
  const known = topicsOf.get(services);
  if (known) return known;
  const { db, live, log, clock } = services;
  const topics = new StateTopics<NoticeState, NoticeWatcher>({
    ...{ hub: live, log, noun: "account" },
    readState: (accountId) => readNoticeState({ accountId }, db),
    findLost: (watchers) => findLostNoticeWatchers(watchers, db, clock.now()),
  });
  topicsOf.set(services, topics);
  return topics;
}
