import { createParser, type EventSourceMessage } from "eventsource-parser";
import { writeTopics } from "@/lib/core/live-topics";
import { pickDelayMs, RETRY_MS, readRetryAfterMs } from "./live-delays";

/** What a browser's one stream tells of a topic: where it resumed, what happened, or that it is over. */
export type LiveEvent =
  | { kind: "ready"; topic: string; cursor: string; hasGap: boolean }
  | { kind: "told"; topic: string; cursor: string; type: string; data: unknown }
  /** Refused: there is nothing for this reader. Otherwise it was followed until now, and is asked for again. */
  | { kind: "ended"; topic: string; isRefused: boolean; reason: string; detail: string };

export type LiveState = "live" | "waiting";

interface ConnectionOptions {
  onEvent: (event: LiveEvent) => void;
  onState: (state: LiveState) => void;
  /** Answers `/api/live`; the browser's own, if none is given. */
  request?: (path: string, init: { headers: Record<string, string>; signal: AbortSignal }) => Promise<Response>;
}

export interface LiveConnection {
  /** Follows exactly these; each that is new from its cursor. One connection carries all. */
  setTopics(topics: ReadonlyMap<string, string | null>): void;
  /** Where a topic is that is followed; undefined for any other. */
  readCursor(topic: string): string | null | undefined;
  /** Tries at once what waits for its next try. */
  retryNow(): void;
  close(): void;
}

/** Nothing came for so long, beats of every 15 seconds included: the line is dead, whatever it looks like. */
const SILENCE_MS = 40_000;
/** A topic that ended may be another one now: a share that shows less, a link with a password. */
const AGAIN_MS = 1_000;
/** Pages that come and go change the topics several times in one go. */
const SETTLE_MS = 30;

/**
 * One stream of several topics, kept open. What changes the set, and what cuts it, makes it anew from the cursors of what was
 * told, so that nothing is missed. Comes back sooner or later as the server asks, each browser at its own moment.
 */
export function createLiveConnection(options: ConnectionOptions): LiveConnection {
  const request = options.request ?? ((path, init) => fetch(path, { ...init, cache: "no-store" }));
  const cursors = new Map<string, string | null>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let current: AbortController | null = null;
  let retryMs = RETRY_MS;
  let failures = 0;
  let isClosed = false;

  const openIn = (delayMs: number) => {
    clearTimeout(timer);
    timer = undefined;
    if (cursors.size > 0 && !isClosed) timer = setTimeout(() => void open(), delayMs);
  };

  async function open(): Promise<void> {
    timer = undefined;
    current?.abort();
    const own = new AbortController();
    current = own;
    let waitMs: number | null = null;
    try {
      const path = `/api/live?${new URLSearchParams({ topics: writeTopics(cursors) })}`;
      const response = await request(path, { headers: { accept: "text/event-stream" }, signal: own.signal });
      if (response.ok && response.body) await read(response.body, own);
      else waitMs = readRetryAfterMs(response.headers);
    } catch {
      // Cut or refused on the way: told like any other end, by the next try.
    }
    own.abort();
    if (current !== own) return;
    current = null;
    if (cursors.size === 0 || isClosed) return;
    options.onState("waiting");
    openIn(waitMs ?? pickDelayMs(retryMs, failures++));
  }

  async function read(body: ReadableStream<Uint8Array>, own: AbortController): Promise<void> {
    const parser = createParser({
      onEvent: (event) => {
        if (current === own) take(event);
      },
      onRetry: (ms) => {
        retryMs = ms;
      },
    });
    const decoder = new TextDecoder();
    const reader = body.getReader();
    const onAbort = () => void reader.cancel().catch(() => undefined);
    own.signal.addEventListener("abort", onAbort);
    while (!own.signal.aborted) {
      const silence = setTimeout(() => own.abort(), SILENCE_MS);
      const { done, value } = await reader.read().finally(() => clearTimeout(silence));
      if (done) return;
      parser.feed(decoder.decode(value, { stream: true }));
    }
  }

  function take({ event: kind, data }: EventSourceMessage): void {
    if (kind !== "ready" && kind !== "told" && kind !== "ended") return;
    const event = { ...(JSON.parse(data) as object), kind } as LiveEvent;
    if (!cursors.has(event.topic)) return;
    failures = 0;
    if (event.kind !== "ended") {
      cursors.set(event.topic, event.cursor);
      options.onState("live");
    } else if (event.isRefused) cursors.delete(event.topic);
    else openIn(AGAIN_MS);
    options.onEvent(event);
  }

  return {
    setTopics(topics) {
      const gone = [...cursors.keys()].filter((topic) => !topics.has(topic));
      const added = [...topics].filter(([topic]) => !cursors.has(topic));
      if (gone.length === 0 && added.length === 0) return;
      for (const topic of gone) cursors.delete(topic);
      for (const [topic, cursor] of added) cursors.set(topic, cursor);
      if (cursors.size === 0) current?.abort();
      openIn(SETTLE_MS);
    },
    readCursor: (topic) => cursors.get(topic),
    retryNow() {
      if (timer !== undefined) openIn(0);
    },
    close() {
      isClosed = true;
      clearTimeout(timer);
      current?.abort();
    },
  };
}
