import { systemScope } from "@/lib/access/system-scope";
import { PLAN_REQUESTED, type QueueEvent, READERS_DUE } from "@/lib/core/queue-events";
import { planDigests } from "@/lib/domains/digests/commands";
import { DIGEST_START_DEADLINE_MS } from "@/lib/domains/digests/schema";
import type { QueueContext } from "../client";
import { withVerdict } from "../verdict";

/** Events in one request to the queue: each names up to a hundred readers, and a request has half a megabyte at most. */
const BATCH = 40;

/** Every quarter of an hour: finds whose digest is due and gives the readers their turns. A tick that is late is dropped. */
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
      // The turns leave within the step: those of very many readers are more than a step's answer may hold. A step that
      // is tried again finds the same turns, which have the same ids.
      return step.run("plan", () =>
        withVerdict(async () => {
          const { isExpired, turns, readerCount } = await planDigests(services, systemScope, { tickAt, expiresAt });
          for (let at = 0; at < turns.length; at += BATCH) {
            const events = turns.slice(at, at + BATCH).map((turn): QueueEvent => ({ ...turn, name: READERS_DUE }));
            await inngest.send(events);
          }
          return { isExpired, count: readerCount };
        }),
      );
    },
  );
}
