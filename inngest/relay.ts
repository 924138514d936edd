import { systemScope } from "@/lib/access/system-scope";
import { relayOutbox } from "@/lib/domains/operations/commands";
import type { QueueContext } from "./client";

const POLL_MS = 2_000;

export interface Relay {
  stop(): Promise<void>;
}

/**
 * Carries committed events from the outbox to the queue: at once when a commit hints, and every two seconds in case a
 * hint was lost. Several processes may run one each; a claimed event is left to its claimer for a while.
 */
export function startRelay({ inngest, services }: QueueContext): Relay {
  let isStopped = false;
  let isHinted = false;
  let wake: () => void = () => undefined;
  const unsubscribe = services.live.onOutbox(() => {
    isHinted = true;
    wake();
  });

  const pause = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, isHinted ? 0 : POLL_MS);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const loop = async () => {
    while (!isStopped) {
      isHinted = false;
      await relayOnce({ inngest, services });
      if (!isStopped) await pause();
    }
  };
  const running = loop();

  return {
    stop: async () => {
      isStopped = true;
      unsubscribe();
      wake();
      await running;
    },
  };
}

/** Sends what waits now. A failure is logged and tried again with the next round. */
export async function relayOnce({ inngest, services }: QueueContext): Promise<void> {
  try {
    await relayOutbox(services, systemScope, async (events) => {
      await inngest.send(events);
    });
  } catch (err) {
    services.log.warn({ err }, "outbox relay failed; it tries again");
  }
}
