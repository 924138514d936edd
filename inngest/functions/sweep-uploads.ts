import { systemScope } from "@/lib/access/system-scope";
import { sweepUploads } from "@/lib/domains/uploads/sweeping/commands";
import type { QueueContext } from "../client";
import { withVerdict } from "../verdict";

/** Every ten minutes: what crashes and closed tabs left of uploads. */
export function buildSweepUploads({ inngest, services }: QueueContext) {
  return inngest.createFunction(
    { id: "sweep-uploads", retries: 1, concurrency: [{ limit: 1 }], triggers: [{ cron: "*/10 * * * *" }] },
    ({ step }) => step.run("sweep", () => withVerdict(() => sweepUploads(services, systemScope))),
  );
}
