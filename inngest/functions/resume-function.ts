import { systemScope } from "@/lib/access/system-scope";
import { FUNCTION_RESUMED, queueEventSchemas, RESUME_REQUESTED } from "@/lib/core/queue-events";
import { countLeftWaiting } from "@/lib/domains/operations/pausing/reads";
import { isPausable } from "@/lib/domains/operations/pausing/schema";
import type { QueueContext } from "../client";
import { withVerdict } from "../verdict";

/** A run that does not hear it in so many rounds has been given up by the queue. */
const ROUNDS = 10;

/**
 * Tells the runs of a function that wait that it goes again, until none does: one that was just about to wait when it was
 * told hears it the next time.
 */
export function buildResumeFunction({ inngest, services }: QueueContext) {
  return inngest.createFunction(
    { id: "resume-function", retries: 3, concurrency: 2, triggers: [{ event: RESUME_REQUESTED }] },
    async ({ event, step }): Promise<{ left: number }> => {
      const { functionId } = queueEventSchemas[RESUME_REQUESTED].parse(event.data);
      if (!isPausable(functionId)) return { left: 0 };
      let left = 0;
      for (let round = 1; round <= ROUNDS; round += 1) {
        await step.sendEvent(`tell-${round}`, { name: FUNCTION_RESUMED, data: { functionId } });
        await step.sleep(`let-them-go-${round}`, "2s");
        const count = () => withVerdict(() => countLeftWaiting(services, systemScope, functionId));
        left = await step.run(`count-${round}`, count);
        if (left === 0) break;
      }
      return { left };
    },
  );
}
