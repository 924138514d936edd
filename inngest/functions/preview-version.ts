import { systemScope } from "@/lib/access/system-scope";
import { queueEventSchemas, VERSION_MEASURED } from "@/lib/core/queue-events";
import {
  failAnalysis,
  finishAnalysis,
  previewVersion,
  type StepOutcome,
} from "@/lib/domains/versions/analysis/commands";
import type { QueueContext } from "../client";
import { runVersionSteps } from "../version-steps";

/**
 * Makes what is listened to, and says that the analysis is done. One at a time: encoding takes several times as long as
 * measuring, and the figures of the other takes should not wait for it.
 */
export function buildPreviewVersion({ inngest, services }: QueueContext) {
  return inngest.createFunction(
    {
      id: "preview-version",
      retries: 3,
      concurrency: [{ limit: 1 }],
      triggers: [{ event: VERSION_MEASURED }],
      onFailure: async ({ event }) => {
        const target = queueEventSchemas[VERSION_MEASURED].parse(event.data.event.data);
        await failAnalysis(services, systemScope, target);
      },
    },
    async ({ event, step }): Promise<{ outcome: StepOutcome }> => {
      const target = queueEventSchemas[VERSION_MEASURED].parse(event.data);
      const commands = { preview: previewVersion, finish: finishAnalysis };
      return { outcome: await runVersionSteps(services, step, target, commands) };
    },
  );
}
