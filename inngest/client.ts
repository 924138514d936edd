import { Inngest } from "inngest";
import { type Config, INNGEST_CLOUD_URL } from "@/lib/config/config";
import type { Logger } from "@/lib/log/logger";
import type { Services } from "@/lib/services";

export type QueueClient = Inngest<{ id: "segno"; isDev: false }>;

/** What every function is built from: `buildX({ inngest, services })` answers one `inngest.createFunction(…)`. */
export interface QueueContext {
  inngest: QueueClient;
  services: Services;
}

/** The only place that makes an Inngest client: signed mode always, the URL decides which server it speaks to. */
export function createQueueClient(config: Config, log: Logger): QueueClient {
  return new Inngest({
    id: "segno",
    isDev: false,
    // The cloud has one address for events and another for the rest; the SDK knows both.
    ...(config.inngest.baseUrl === INNGEST_CLOUD_URL ? {} : { baseUrl: config.inngest.baseUrl }),
    eventKey: config.inngest.eventKey,
    signingKey: config.inngest.signingKey,
    logger: {
      debug: () => undefined,
      info: (...parts: unknown[]) => log.info({ parts }, "inngest"),
      warn: (...parts: unknown[]) => log.warn({ parts }, "inngest"),
      error: (...parts: unknown[]) => log.error({ parts }, "inngest"),
    },
  });
}
