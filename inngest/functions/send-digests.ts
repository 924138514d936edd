import { NonRetriableError } from "inngest";
import { systemScope } from "@/lib/access/system-scope";
import { queueEventSchemas, READERS_DUE } from "@/lib/core/queue-events";
import { sendDigests } from "@/lib/domains/digests/commands";
import type { QueueContext } from "../client";
import { withVerdict } from "../verdict";

/** Some readers' turn: their digests, unless they come too late or there is nothing left to tell. */
export function buildSendDigests({ inngest, services }: QueueContext) {
  return inngest.createFunction(
    { id: "send-digests", triggers: [{ event: READERS_DUE }], retries: 3, concurrency: 2 },
    async ({ event }) => {
      const turn = queueEventSchemas[READERS_DUE].safeParse(event.data);
      if (!turn.success) throw new NonRetriableError("This turn can't be read.", { cause: turn.error });
      const outcomes = await withVerdict(() => sendDigests(services, systemScope, turn.data));
      const counts: Record<string, number> = {};
      for (const outcome of outcomes) counts[outcome] = (counts[outcome] ?? 0) + 1;
      return counts;
    },
  );
}
