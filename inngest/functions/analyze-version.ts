import { systemScope } from "@/lib/access/system-scope";
import { queueEventSchemas, VERSION_MEASURED, VERSION_UPLOADED } from "@/lib/core/queue-events";
import { failAnalysis, measureVersion, type StepOutcome } from "@/lib/domains/versions/analysis/commands";
import type { QueueContext } from "../client";
import { runVersionSteps } from "../version-steps";

/**
 * Verifies and measures a new version, and asks for its preview. Two at once: each takes a core. A version that was given to
 * the queue twice is worked on by one at a time, and the other finds it done.
 */
export function buildAnalyzeVersion({ inngest, services }: QueueContext) {
  return inngest.createFunction(
    {
      id: "analyze-version",
      retries: 3,
      concurrency: [{ limit: 2 }, { key: "event.data.versionId", limit: 1 }],
      triggers: [{ event: VERSION_UPLOADED }],
      onFailure: async ({ event }) => {
        const target = queueEventSchemas[VERSION_UPLOADED].parse(event.data.event.data);
        await failAnalysis(services, systemScope, target);
      },
    },
    async ({ event, step }): Promise<{ outcome: StepOutcome }> => {
      const target = queueEventSchemas[VERSION_UPLOADED].parse(event.data);
      const outcome = await runVersionSteps(services, step, target, { measure: measureVersion });
      if (outcome === "done") await step.sendEvent("ask-for-preview", { name: VERSION_MEASURED, data: target });
      return { outcome };
    },
  );
}
