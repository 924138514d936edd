import { systemScope } from "@/lib/access/system-scope";
import { EXPORT_REQUESTED, queueEventSchemas } from "@/lib/core/queue-events";
import { failExport, type MakingOutcome, makeExport } from "@/lib/domains/exports/making/commands";
import type { QueueContext } from "../client";
import { withVerdict } from "../verdict";

/** Makes the file that somebody asked for. Two archives and two lists of notes at once, so that neither waits for the other. */
export function buildMakeExport({ inngest, services }: QueueContext) {
  return inngest.createFunction(
    {
      id: "make-export",
      retries: 3,
      concurrency: [{ limit: 4 }, { key: "event.data.kind", limit: 2 }],
      triggers: [{ event: EXPORT_REQUESTED }],
      onFailure: async ({ event }) => {
        await failExport(services, systemScope, queueEventSchemas[EXPORT_REQUESTED].parse(event.data.event.data));
      },
    },
    async ({ event, step }): Promise<{ outcome: MakingOutcome }> => {
      const target = queueEventSchemas[EXPORT_REQUESTED].parse(event.data);
      const outcome: MakingOutcome = await step.run("make", () =>
        withVerdict(() => makeExport(services, systemScope, target)),
      );
      return { outcome };
    },
  );
}
