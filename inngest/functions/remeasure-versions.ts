import { systemScope } from "@/lib/access/system-scope";
import { queueEventSchemas, REMEASURE_REQUESTED } from "@/lib/core/queue-events";
import { type RemeasuringStep, remeasureNext } from "@/lib/domains/versions/remeasuring/commands";
import type { QueueContext } from "../client";
import { withVerdict } from "../verdict";

/** Steps of one run: each run keeps what its steps answered, so a long list is cut into several. */
const STRETCH = 25;

/**
 * Measures versions again, one after another, as long as no new take waits: then it looks again every ten seconds. What it
 * has reached stands in the database, so a run that is lost or cut off costs nothing.
 */
export function buildRemeasureVersions({ inngest, services }: QueueContext) {
  return inngest.createFunction(
    {
      id: "remeasure-versions",
      retries: 3,
      concurrency: [{ limit: 1 }],
      triggers: [{ event: REMEASURE_REQUESTED }],
    },
    async ({ event, step }): Promise<{ outcome: RemeasuringStep }> => {
      const data = queueEventSchemas[REMEASURE_REQUESTED].parse(event.data);
      for (let at = 1; at <= STRETCH; at += 1) {
        const next = () => withVerdict(() => remeasureNext(services, systemScope));
        const outcome: RemeasuringStep = await step.run(`measure-${at}`, next);
        if (outcome === "stopped" || outcome === "finished") return { outcome };
        if (outcome === "yielded") await step.sleep(`let-new-takes-go-first-${at}`, "10s");
      }
      await step.sendEvent("go-on", { name: REMEASURE_REQUESTED, data });
      return { outcome: "measured" };
    },
  );
}
