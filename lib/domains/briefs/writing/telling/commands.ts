import type { SystemScope } from "@/lib/access/system-scope";
import { SONG_CHANNEL } from "@/lib/core/channels";
import { transact } from "@/lib/db/client";
import { createCoalescer } from "@/lib/live/coalescer";
import type { Services } from "@/lib/services";
import { insertBriefEvent, notifyTopics } from "../../turn-store";
import { GATHER_MS } from "../rules";
import { type Attempt, appendToken, holdsRight, restartText } from "../store";

/** What a composer writes with, for who listens. */
export interface Pen {
  /** Aborted when nobody wants the answer any more: it was stopped, deleted, or another attempt has taken over. */
  signal: AbortSignal;
  write(text: string): void;
  /** What was written so far is void. */
  restart(): Promise<void>;
}

export interface OpenPen extends Pen {
  /** Writes what is left. @throws what a write met. */
  finish(): Promise<void>;
  isLost(): boolean;
  close(): Promise<void>;
}

/** @throws AppError unavailable when the database can't be listened to now. */
export async function openPen(services: Services, scope: SystemScope, attempt: Attempt): Promise<OpenPen> {
  const abort = new AbortController();
  let isLost = false;
  const lose = () => {
    isLost = true;
    abort.abort();
  };
  const stop = await services.live.subscribe(attempt.turnId, () => {
    holdsRight(scope, services.db, attempt)
      .then((isHeld) => {
        if (!isHeld) lose();
      })
      .catch((err: unknown) => services.log.warn({ err }, "whether an answer is still wanted is asked again later"));
  });
  const text = createCoalescer({
    everyMs: GATHER_MS,
    write: async (piece) => {
      const token = { text: piece, channel: SONG_CHANNEL, now: services.clock.now() };
      if (!(await appendToken(scope, services.db, attempt, token))) lose();
    },
    onFailure: () => abort.abort(),
  });
  return {
    signal: abort.signal,
    write: text.add,
    isLost: () => isLost,
    finish: text.flush,
    restart: async () => {
      await text.drop();
      if (!(await tellRestart(services, scope, attempt))) lose();
    },
    close: async () => {
      stop();
      await text.drop();
    },
  };
}

async function tellRestart(services: Services, scope: SystemScope, attempt: Attempt): Promise<boolean> {
  const { briefId, turnId } = attempt;
  const now = services.clock.now();
  return await transact(services.db, async (tx) => {
    const seq = await restartText(scope, tx, attempt);
    if (seq === null) return false;
    await insertBriefEvent(scope, tx, { briefId, seq, now }, "restart", { turnId });
    await notifyTopics(scope, tx, [briefId], SONG_CHANNEL);
    return true;
  });
}
