import { OUTBOX_CHANNEL, SONG_CHANNEL } from "@/lib/core/channels";
import { createListener, type LiveLog } from "./listener";
import { createStreamRegistry } from "./stream-registry";

type Hint = () => void;

export interface LiveHub extends ReturnType<typeof createStreamRegistry> {
  /** Hints whenever something of `topic` (the id of a song, a project, a brief or its turn) may be new. Resolves when nothing committed later can be missed. */
  subscribe(topic: string, onHint: Hint): Promise<Hint>;
  /** Hints whenever the outbox may hold something. Answers the way to stop. */
  onOutbox(onHint: Hint): Hint;
  close(): Promise<void>;
}

const SAFETY_POLL_MS = 10_000;

/**
 * Turns the database's notifications into hints, over one connection a process. Hints may be lost while the connection is
 * down, so everybody is hinted after a reconnect and every ten seconds; who is hinted reads the tables.
 */
export function openLiveHub({ databaseUrl, log }: { databaseUrl: string; log: LiveLog }): LiveHub {
  const topics = new Map<string, Set<Hint>>();
  const outbox = new Set<Hint>();
  const streams = createStreamRegistry();
  const hintEverybody = () => {
    for (const hints of topics.values()) callAll(hints);
    callAll(outbox);
  };
  const listener = createListener({
    databaseUrl,
    log,
    channels: [OUTBOX_CHANNEL, SONG_CHANNEL],
    onConnected: hintEverybody,
    onNotification: (channel, payload) => callAll(channel === OUTBOX_CHANNEL ? outbox : topics.get(payload)),
  });
  let poll: NodeJS.Timeout | null = null;
  const startPoll = () => {
    poll ??= setInterval(hintEverybody, SAFETY_POLL_MS).unref();
  };

  return {
    async subscribe(topic, onHint) {
      startPoll();
      const stop = addTo(topics, topic, onHint);
      try {
        await listener.ready();
      } catch (error) {
        stop();
        throw error;
      }
      return stop;
    },
    onOutbox(onHint) {
      startPoll();
      outbox.add(onHint);
      listener.ready().catch((err: unknown) => log.warn({ err }, "outbox hints wait for the database"));
      return () => outbox.delete(onHint);
    },
    ...streams,
    async close() {
      if (poll) clearInterval(poll);
      await streams.closeAllStreams();
      await listener.close();
    },
  };
}

function addTo(topics: Map<string, Set<Hint>>, topic: string, onHint: Hint): Hint {
  // Wrapped, so that the same function given twice is two subscriptions.
  const hint = () => onHint();
  const hints = topics.get(topic) ?? new Set<Hint>();
  topics.set(topic, hints.add(hint));
  return () => {
    hints.delete(hint);
    if (hints.size === 0 && topics.get(topic) === hints) topics.delete(topic);
  };
}

function callAll(hints: Iterable<Hint> | undefined): void {
  for (const hint of hints ?? []) hint();
}
