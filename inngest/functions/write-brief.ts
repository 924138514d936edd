import { systemScope } from "@/lib/access/system-scope";
import { BRIEF_REQUESTED, queueEventSchemas } from "@/lib/core/queue-events";
import { failBrief, type WriteOutcome, writeBrief } from "@/lib/domains/briefs/writing/commands";
import type { QueueContext } from "../client";
import { withVerdict } from "../verdict";

/**
 * Writes what somebody asked of a version's notes. Two more tries, at the time that a model names; an answer that none of them
 * brought is told as failed.
 */
export function buildWriteBrief({ inngest, services }: QueueContext) {
  return inngest.createFunction(
    {
      id: "write-brief",
      retries: 2,
      // Each mostly waits for a model's words.
      concurrency: [{ limit: 200 }, { key: "event.data.turnId", limit: 1 }],
      triggers: [{ event: BRIEF_REQUESTED }],
      onFailure: async ({ event }) => {
        const target = queueEventSchemas[BRIEF_REQUESTED].parse(event.data.event.data);
        await failBrief(services, systemScope, target);
      },
    },
    async ({ event, step }): Promise<{ outcome: WriteOutcome }> => {
      const target = queueEventSchemas[BRIEF_REQUESTED].parse(event.data);
      const outcome = await step.run("write", () => withVerdict(() => writeBrief(services, systemScope, target)));
      return { outcome };
    },
  );
}
