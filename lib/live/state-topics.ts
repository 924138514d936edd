import { notFound } from "@/lib/core/errors";
import { Feeds } from "./feeds";
import type { LiveHub } from "./hub";
import type { LiveLog } from "./listener";

/** Names of what there is, by part: two looks whose names are alike mean that nothing changed in between. */
export type TopicState = Record<string, string>;

/** Something changed: how what there is now is called, and which parts of it are another. */
export interface StateChange<S extends TopicState> {
  state: string;
  parts: (keyof S & string)[];
}

export interface StateStream<S extends TopicState> {
  /** One whose own `state` is another reads everything anew. */
  ready: { state: string; hasGap: boolean };
  events: AsyncGenerator<StateChange<S>, void>;
  leave: () => void;
}

interface StateTopicsOptions<S extends TopicState, W> {
  hub: Pick<LiveHub, "subscribe">;
  log: LiveLog;
  /** What a topic is called that is not there. */
  noun: string;
  /** Null when there is no such topic. */
  readState(topic: string): Promise<S | null>;
  /** Places of those who may follow no longer. */
  findLost(watchers: W[]): Promise<number[]>;
}

/** What a topic was at the last look, numbered by looks that found a change. Kept while somebody follows. */
interface Seen<S> {
  followers: number;
  seq: number;
  state: S;
}

/**
 * Live topics that tell *that* something changed, and not what: each reader reads what they may see. Hints say when to look,
 * and all who follow a topic in this process cost one look a change.
 */
export class StateTopics<S extends TopicState, W extends object> {
  private readonly seen = new Map<string, Seen<S>>();
  private readonly feeds: Feeds<StateChange<S> & { seq: number }, W>;

  constructor(private readonly options: StateTopicsOptions<S, W>) {
    this.feeds = new Feeds({
      ...{ hub: options.hub, log: options.log, isLast: () => false },
      readHead: (topic) => Promise.resolve(this.seen.get(topic)?.seq ?? 0),
      readAfter: (topic, seq) => this.look(topic, seq),
      findLost: async (watchers) => {
        const places = await options.findLost(watchers);
        return watchers.filter((_, place) => places.includes(place));
      },
    });
  }

  /** Follows `topic` from what is called `after`. @throws AppError not_found, unavailable. */
  async follow(topic: string, watcher: W, after: string | null): Promise<StateStream<S>> {
    const first = this.seen.get(topic) ?? { followers: 0, seq: 0, state: await this.requireState(topic) };
    // Another may have begun to follow while this one read.
    const entry = this.seen.get(topic) ?? first;
    this.seen.set(topic, entry);
    entry.followers++;
    let isFollowing = true;
    const forget = () => {
      if (isFollowing && --entry.followers === 0) this.seen.delete(topic);
      isFollowing = false;
    };
    try {
      const feed = await this.feeds.follow(topic, watcher, null);
      const state = nameState(entry.state);
      const leave = () => {
        feed.leave();
        forget();
      };
      return { ready: { state, hasGap: after !== state }, events: feed.events, leave };
    } catch (error) {
      forget();
      throw error;
    }
  }

  /** How what there is of a topic is called. @throws AppError not_found. */
  async name(topic: string): Promise<string> {
    return nameState(await this.requireState(topic));
  }

  /** What is another than at the last look; that a topic is gone its followers are told by the end of the stream. */
  private async look(topic: string, after: number): Promise<(StateChange<S> & { seq: number })[]> {
    const state = await this.options.readState(topic);
    const entry = this.seen.get(topic);
    if (!state || !entry) return [];
    const all = Object.keys(state);
    // What changed when is not kept: to one who is behind everything is another.
    if (after < entry.seq) return [{ seq: entry.seq, state: nameState(entry.state), parts: all }];
    const parts = all.filter((part) => state[part] !== entry.state[part]);
    if (parts.length === 0) return [];
    Object.assign(entry, { state, seq: entry.seq + 1 });
    return [{ seq: entry.seq, state: nameState(state), parts }];
  }

  private async requireState(topic: string): Promise<S> {
    const state = await this.options.readState(topic);
    if (!state) throw notFound(this.options.noun);
    return state;
  }
}

function nameState(state: TopicState): string {
  return Object.values(state).join(".");
}
