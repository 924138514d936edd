import { shareRuns } from "./share-runs";

/** Something numbered without holes within its topic, in the order in which it was committed. */
export interface Sequenced {
  seq: number;
}

export interface FeedSource<E extends Sequenced> {
  readHead(topic: string): Promise<number>;
  /** At most `limit` events after `seq`, in order. */
  readAfter(topic: string, seq: number, limit: number): Promise<E[]>;
}

const PAGE = 200;
/** How many of the newest events stay in memory for everybody who follows. */
const KEPT = 256;

/** The newest events of one topic, read once for all who follow it. */
export class TopicFeed<E extends Sequenced> {
  private kept: E[] = [];
  private newest = 0;
  private readonly waiting = new Set<() => void>();

  constructor(
    private readonly topic: string,
    private readonly source: FeedSource<E>,
    /** Runs before anything new is handed out. */
    private readonly beforeTelling: () => Promise<void>,
  ) {}

  get head(): number {
    return this.newest;
  }

  async start(): Promise<void> {
    this.newest = await this.source.readHead(this.topic);
  }

  /** Resolves when everything committed before the call is known. */
  readonly refresh = shareRuns(async () => {
    while (await this.readPage());
  });

  /** The events after `seq`: from memory, or from the source for one who is far behind. Empty at the head. */
  async take(seq: number): Promise<E[]> {
    if (seq >= this.newest) return [];
    const oldest = this.kept[0]?.seq;
    if (oldest !== undefined && oldest <= seq + 1) return this.kept.filter((event) => event.seq > seq);
    return await this.source.readAfter(this.topic, seq, PAGE);
  }

  /** Resolves once there is something after `seq`, or at once when `signal` is aborted. */
  waitAfter(seq: number, signal: AbortSignal): Promise<void> {
    if (seq < this.newest || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = () => {
        this.waiting.delete(wake);
        signal.removeEventListener("abort", wake);
        resolve();
      };
      this.waiting.add(wake);
      signal.addEventListener("abort", wake);
    });
  }

  /** @returns whether there may be more. */
  private async readPage(): Promise<boolean> {
    const events = await this.source.readAfter(this.topic, this.newest, PAGE);
    const last = events.at(-1);
    if (!last) return false;
    await this.beforeTelling();
    this.kept = [...this.kept, ...events].slice(-KEPT);
    this.newest = last.seq;
    for (const wake of [...this.waiting]) wake();
    return events.length === PAGE;
  }
}
