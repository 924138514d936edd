import { MAX_TOPICS } from "@/lib/core/live-topics";
import { createLiveConnection, type LiveEvent, type LiveState } from "./live-connection";

/** What the tabs of a browser say to one another. `to` is one of them, where it is not for all. */
export type LiveMessage =
  | { kind: "want"; tab: string; topics: [name: string, cursor: string | null][] }
  /** Somebody leads from now on, or still does: everybody says what they want. */
  | { kind: "lead"; state: LiveState }
  /** One that is looked at asks whether anybody leads. */
  | { kind: "ask" }
  | { kind: "here"; state: LiveState }
  | { kind: "event"; event: LiveEvent; to?: string };

export interface LiveLeader {
  /** Tells all tabs. */
  announce(): void;
  take(message: LiveMessage): void;
  retryNow(): void;
  close(): void;
}

/** How often the tabs are asked what they want; browsers let a tab that is not looked at do so once a minute. */
const BEAT_MS = 30_000;
/** A tab that said nothing for so long crashed. One that sleeps says again where it is when it wakes. */
const FORGOTTEN_AFTER_MS = 5 * 60_000;

/** Leads: holds the browser's one stream with what all of its tabs want, and tells them. */
export function createLiveLeader(post: (message: LiveMessage) => void): LiveLeader {
  const tabs = new Map<string, { topics: Set<string>; heardAt: number }>();
  let state: LiveState = "waiting";
  const connection = createLiveConnection({
    onEvent: (event) => post({ kind: "event", event }),
    onState: (next) => {
      if (next === state) return;
      state = next;
      post({ kind: "here", state });
    },
  });

  const announce = () => post({ kind: "lead", state });

  /** What all want, as much as fits, that of the newest tabs first; each from where the first one is who asked for it. */
  const follow = (said: ReadonlyMap<string, string | null>) => {
    const union = new Map<string, string | null>();
    for (const { topics } of [...tabs.values()].reverse()) {
      for (const topic of topics) union.set(topic, connection.readCursor(topic) ?? said.get(topic) ?? null);
    }
    connection.setTopics(new Map([...union].slice(0, MAX_TOPICS)));
  };

  const beat = setInterval(() => {
    for (const [tab, { heardAt }] of tabs) if (Date.now() - heardAt > FORGOTTEN_AFTER_MS) tabs.delete(tab);
    follow(new Map());
    announce();
  }, BEAT_MS);

  return {
    announce,
    take(message) {
      if (message.kind === "ask") post({ kind: "here", state });
      if (message.kind !== "want") return;
      const { tab, topics } = message;
      const before = tabs.get(tab)?.topics;
      if (topics.length === 0) tabs.delete(tab);
      else tabs.set(tab, { topics: new Set(topics.map(([name]) => name)), heardAt: Date.now() });
      for (const [topic, cursor] of topics) {
        const known = connection.readCursor(topic);
        // It comes in while the stream is elsewhere: what it lacks it reads anew.
        if (known === undefined || known === null || known === cursor || before?.has(topic)) continue;
        post({ kind: "event", to: tab, event: { kind: "ready", topic, cursor: known, hasGap: true } });
      }
      follow(new Map(topics));
    },
    retryNow: () => connection.retryNow(),
    close() {
      clearInterval(beat);
      connection.close();
    },
  };
}
