import { type GetStepTools, Inngest } from "inngest";
import { INNGEST_CLOUD_URL } from "@/lib/config/config";
import type { Services } from "@/lib/services";
import { createLedger } from "./ledger";
import { measureRuns } from "./measure-runs";
import { createPausing } from "./pausing";
import { createTracing } from "./tracing";

export type QueueClient = Inngest<{ id: "segno"; isDev: false }>;
export type QueueStep = GetStepTools<QueueClient>;

/** What every function is built from: `buildX({ inngest, services })` answers one `inngest.createFunction(…)`. */
export interface QueueContext {
  inngest: QueueClient;
  services: Services;
}

type QueueServices = Pick<Services, "config" | "log" | "db" | "clock" | "metrics">;

/** The only place that makes an Inngest client: signed mode always, the URL decides which server it speaks to. */
export function createQueueClient(services: QueueServices): QueueClient {
  const { config, log, metrics } = services;
  const queueLog = log.child({ from: "inngest" });
  const write = (level: "info" | "warn" | "error") => (fields: unknown, message?: string) =>
    queueLog[level](fields, message);
  return new Inngest({
    id: "segno",
    isDev: false,
    middleware: [createTracing(services), measureRuns(metrics), createLedger(services), createPausing(services)],
    // The cloud has one address for events and another for the rest; the SDK knows both.
    ...(config.inngest.baseUrl === INNGEST_CLOUD_URL ? {} : { baseUrl: config.inngest.baseUrl }),
    eventKey: config.inngest.eventKey,
    signingKey: config.inngest.signingKey,
    // Given as pino takes them, so that an error is written with its reason.
    logger: {
      debug: () => undefined,
      info: write("info"),
      warn: write("warn"),
      error: write("error"),
    },
  });
}
