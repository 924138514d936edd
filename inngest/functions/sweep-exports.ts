import { systemScope } from "@/lib/access/system-scope";
import { sweepExports } from "@/lib/domains/exports/sweeping/commands";
import type { QueueContext } from "../client";
import { withVerdict } from "../verdict";

/** Every ten minutes: files that were kept long enough, what nobody can have any more, and what was lost on its way. */
export function buildSweepExports({ inngest, services }: QueueContext) {
  return inngest.createFunction(
    { id: "sweep-exports", retries: 1, concurrency: [{ limit: 1 }], triggers: [{ cron: "*/10 * * * *" }] },
    ({ step }) => step.run("sweep", () => withVerdict(() => sweepExports(services, systemScope))),
  );
}
