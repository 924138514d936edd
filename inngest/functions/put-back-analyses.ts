import { systemScope } from "@/lib/access/system-scope";
import { putBackLeft } from "@/lib/domains/versions/reconciling/commands";
import type { QueueContext } from "../client";
import { withVerdict } from "../verdict";

/** Every five minutes: gives analyses that nobody works on to the queue anew. */
export function buildPutBackAnalyses({ inngest, services }: QueueContext) {
  return inngest.createFunction(
    { id: "put-back-analyses", triggers: [{ cron: "*/5 * * * *" }], retries: 0, concurrency: 1 },
    async () => withVerdict(() => putBackLeft(services, systemScope)),
  );
}
