import { systemScope } from "@/lib/access/system-scope";
import { queueEventSchemas, VERSION_UPLOADED } from "@/lib/core/queue-events";
import {
  failAnalysis,
  finishAnalysis,
  measureVersion,
  previewVersion,
  type StepOutcome,
  verifyVersion,
} from "@/lib/domains/versions/analysis/commands";
import type { QueueContext } from "../client";
import { withVerdict } from "../verdict";

const STEPS = {
  verify: verifyVersion,
  measure: measureVersion,
  preview: previewVersion,
  finish: finishAnalysis,
} as const;

/** Verifies and measures a new version, makes its preview and says so. Two at once: each takes a core. */
export function buildAnalyzeVersion({ inngest, services }: QueueContext) {
  return inngest.createFunction(
    {
      id: "analyze-version",
      retries: 3,
      // The second: a version that was given to the queue twice is worked on by one at a time, and the other finds it done.
      concurrency: [{ limit: 2 }, { key: "event.data.versionId", limit: 1 }],
      triggers: [{ event: VERSION_UPLOADED }],
      onFailure: async ({ event }) => {
        const target = queueEventSchemas[VERSION_UPLOADED].parse(event.data.event.data);
        await failAnalysis(services, systemScope, target);
      },
    },
    async ({ event, step }): Promise<{ outcome: StepOutcome }> => {
      const target = queueEventSchemas[VERSION_UPLOADED].parse(event.data);
      for (const [name, run] of Object.entries(STEPS)) {
        const outcome: StepOutcome = await step.run(name, () => withVerdict(() => run(services, systemScope, target)));
        if (outcome !== "done") return { outcome };
      }
      return { outcome: "done" };
    },
  );
}
