import { systemScope } from "@/lib/access/system-scope";
import { sweepBriefs } from "@/lib/domains/briefs/writing/commands";
import type { QueueContext } from "../client";
import { withVerdict } from "../verdict";

/** Every ten minutes: answers that nobody works on any more, and words that streams told of those that ended. */
export function buildSweepBriefs({ inngest, services }: QueueContext) {
  return inngest.createFunction(
    { id: "sweep-briefs", retries: 1, concurrency: [{ limit: 1 }], triggers: [{ cron: "5-59/10 * * * *" }] },
    async ({ step }) => await step.run("sweep", () => withVerdict(() => sweepBriefs(services, systemScope))),
  );
}
