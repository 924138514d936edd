import type { LiveHub } from "./hub";
import type { LiveLog } from "./listener";
import { shareRuns } from "./share-runs";
import { type FeedSource, type Sequenced, TopicFeed } from "./topic-feed";

export interface Feed<E extends Sequenced> {
  /** Where this follower starts, the newest number, and whether something between what it asked for and that is gone. */
  resumedFrom: number;
  head: number;
  hasGap: boolean;
  /** Everything after `resumedFrom`, in order, each once; ends when the follower loses its right or leaves. */
  events: AsyncGenerator<E, void>;
  leave: () => void;
}

interface FeedsOptions<E extends Sequenced, W> extends FeedSource<E> {
  hub: Pick<LiveHub, "subscribe">;
  /** Which of these followers may follow no longer. */
  findLost(watchers: W[]): Promise<W[]>;
  /** The event after which nothing can come. */
  isLast(event: E): boolean;
  log: LiveLog;
}

interface Joined<E extends Sequenced, W> {
  feed: TopicFeed<E>;
  watchers: Map<W, AbortController>;
  /** Looks whether all of them still may. */
  check: () => Promise<void>;
  stop: () => void;
}

/** One who is further behind reads everything anew instead. */
const MAX_REPLAY = 1_000;
/** A right that is lost is noticed within a second, with the time that looking takes. */
const RECHECK_MS = 750;

/** Live topics with replay: hints say when to look, the table says what there is. `W` tells who follows. */
export class Feeds<E extends Sequenced, W extends object> {
  private readonly topics = new Map<string, Promise<Joined<E, W>>>();
  private readonly joined = new Set<Joined<E, W>>();
  private timer: NodeJS.Timeout | null = null;
  private isChecking = false;

  constructor(private readonly options: FeedsOptions<E, W>) {}

  /** Follows `topic` from after `after`, or from now on when that is null. Hears of everything from the first read on. */
  async follow(topic: string, watcher: W, after: number | null): Promise<Feed<E>> {
    const joined = await this.join(topic);
    const abort = new AbortController();
    joined.watchers.set(watcher, abort);
    this.timer ??= setInterval(() => void this.recheckAll(), RECHECK_MS).unref();
    const leave = () => {
      abort.abort();
      this.leave(topic, joined, watcher);
    };
    try {
      await joined.feed.refresh();
      const start = await this.findStart(topic, joined.feed.head, after);
      return { ...start, leave, events: this.tell(joined.feed, start.resumedFrom, abort.signal) };
    } catch (error) {
      leave();
      throw error;
    }
  }

  /** Looks at once whether all who follow `topic` still may: somebody has just changed who may. */
  async check(topic: string): Promise<void> {
    const joined = await this.topics.get(topic);
    await joined?.check();
  }

  private async *tell(feed: TopicFeed<E>, from: number, signal: AbortSignal): AsyncGenerator<E, void> {
    let told = from;
    while (!signal.aborted) {
      for (const event of await feed.take(told)) {
        if (signal.aborted) return;
        yield event;
        told = event.seq;
        if (this.options.isLast(event)) return;
      }
      await feed.waitAfter(told, signal);
    }
  }

  private async findStart(topic: string, head: number, after: number | null) {
    if (after === null || after === head) return { head, resumedFrom: head, hasGap: false };
    const isOutOfReach = after > head || head - after > MAX_REPLAY;
    if (isOutOfReach) return { head, resumedFrom: head, hasGap: true };
    const [next] = await this.options.readAfter(topic, after, 1);
    const hasGap = next?.seq !== after + 1;
    return { head, hasGap, resumedFrom: hasGap ? head : after };
  }

  private join(topic: string): Promise<Joined<E, W>> {
    const known = this.topics.get(topic);
    if (known) return known;
    const opening = this.open(topic);
    this.topics.set(topic, opening);
    opening.catch(() => {
      if (this.topics.get(topic) === opening) this.topics.delete(topic);
    });
    return opening;
  }

  private async open(topic: string): Promise<Joined<E, W>> {
    const watchers = new Map<W, AbortController>();
    const check = shareRuns(() => this.recheck(watchers));
    const feed = new TopicFeed<E>(topic, this.options, check);
    const stop = await this.options.hub.subscribe(topic, () => {
      feed
        .refresh()
        .catch((err: unknown) => this.options.log.warn({ err, topic }, "live events wait for the database"));
    });
    try {
      await feed.start();
    } catch (error) {
      stop();
      throw error;
    }
    const joined = { feed, watchers, check, stop };
    this.joined.add(joined);
    return joined;
  }

  private leave(topic: string, joined: Joined<E, W>, watcher: W): void {
    joined.watchers.delete(watcher);
    if (joined.watchers.size > 0 || !this.joined.delete(joined)) return;
    joined.stop();
    this.topics.delete(topic);
    if (this.joined.size > 0 || !this.timer) return;
    clearInterval(this.timer);
    this.timer = null;
  }

  private async recheckAll(): Promise<void> {
    // A slow database must not be asked again while it still answers the last time.
    if (this.isChecking) return;
    this.isChecking = true;
    const everybody = new Map([...this.joined].flatMap(({ watchers }) => [...watchers]));
    try {
      await this.recheck(everybody);
    } catch (err) {
      this.options.log.warn({ err }, "the right to follow could not be checked; it is tried again");
    } finally {
      this.isChecking = false;
    }
  }

  private async recheck(watchers: Map<W, AbortController>): Promise<void> {
    if (watchers.size === 0) return;
    for (const lost of await this.options.findLost([...watchers.keys()])) watchers.get(lost)?.abort();
  }
}
