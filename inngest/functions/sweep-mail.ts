import { systemScope } from "@/lib/access/system-scope";
import { sweepMail } from "@/lib/domains/digests/sweeping/commands";
import type { QueueContext } from "../client";
import { withVerdict } from "../verdict";

/** Every minute: sends what had to wait, account mail first, and turns invites of verified addresses into access. */
export function buildSweepMail({ inngest, services }: QueueContext) {
  return inngest.createFunction(
    { id: "sweep-mail", triggers: [{ cron: "* * * * *" }], retries: 0, concurrency: 1 },
    async () => withVerdict(() => sweepMail(services, systemScope)),
  );
}
