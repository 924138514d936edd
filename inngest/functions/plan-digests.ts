import { systemScope } from "@/lib/access/system-scope";
import { PLAN_REQUESTED, type QueueEvent, READER_DUE } from "@/lib/core/queue-events";
import { planDigests } from "@/lib/domains/digests/commands";
import { DIGEST_START_DEADLINE_MS } from "@/lib/domains/digests/schema";
import type { QueueContext } from "../client";
import { withVerdict } from "../verdict";

/** Events in one request to the queue. */
const BATCH = 500;

/** Every quarter of an hour: finds whose digest is due and gives each reader a turn. A tick that is late is dropped. */
export function buildPlanDigests({ inngest, services }: QueueContext) {
  return inngest.createFunction(
    {
      id: "plan-digests",
      triggers: [{ cron: "*/15 * * * *" }, { event: PLAN_REQUESTED }],
      retries: 2,
      concurrency: 1,
      timeouts: { start: "10m" },
    },
    async ({ event, step }) => {
      const tickAt = new Date(event.ts ?? services.clock.now().getTime());
      const expiresAt = new Date(tickAt.getTime() + DIGEST_START_DEADLINE_MS);
      if (services.clock.now() >= expiresAt) return { isExpired: true, count: 0 };
      const plan = await step.run("plan", () =>
        withVerdict(() => planDigests(services, systemScope, { tickAt, expiresAt })),
      );
      for (let at = 0; at < plan.turns.length; at += BATCH) {
        const events = plan.turns.slice(at, at + BATCH).map((turn): QueueEvent => ({ ...turn, name: READER_DUE }));
        await step.sendEvent(`give-turns-${at}`, events);
      }
      return { isExpired: plan.isExpired, count: plan.turns.length };
    },
  );
}
