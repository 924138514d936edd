import { systemScope } from "@/lib/access/system-scope";
import { queueEventSchemas, TAGS_REQUESTED, VERSION_MEASURED } from "@/lib/core/queue-events";
import { askForTags, failTagRequest, saveSuggestions } from "@/lib/domains/tags/suggesting/commands";
import type { StepOutcome } from "@/lib/domains/versions/analysis/commands";
import type { QueueContext } from "../client";
import { runVersionSteps } from "../version-steps";

/**
 * Asks a model for tags of a measured version, where host and owner want it; beside the preview, which waits for no model. Two
 * at once, so that a batch of takes floods no endpoint. Two more tries, at the time that the endpoint names.
 */
export function buildSuggestTags({ inngest, services }: QueueContext) {
  return inngest.createFunction(
    {
      id: "suggest-tags",
      retries: 2,
      concurrency: [{ limit: 2 }, { key: "event.data.versionId", limit: 1 }],
      triggers: [{ event: VERSION_MEASURED }, { event: TAGS_REQUESTED }],
      onFailure: async ({ event }) => {
        const target = queueEventSchemas[TAGS_REQUESTED].parse(event.data.event.data);
        await failTagRequest(services, systemScope, target);
      },
    },
    async ({ event, step }): Promise<{ outcome: StepOutcome }> => {
      const target = queueEventSchemas[TAGS_REQUESTED].parse(event.data);
      const askedAt = new Date(event.ts ?? Date.now());
      const outcome = await runVersionSteps(services, step, target, {
        ask: (hands, scope) => askForTags(hands, scope, { ...target, askedAt }),
        save: saveSuggestions,
      });
      return { outcome };
    },
  );
}
