import { NonRetriableError } from "inngest";
import { systemScope } from "@/lib/access/system-scope";
import { queueEventSchemas, READER_DUE } from "@/lib/core/queue-events";
import { sendDigest } from "@/lib/domains/digests/commands";
import type { QueueContext } from "../client";
import { withVerdict } from "../verdict";

/** One reader's turn: their digest, unless it comes too late or there is nothing left to tell. */
export function buildSendDigest({ inngest, services }: QueueContext) {
  return inngest.createFunction(
    { id: "send-digest", triggers: [{ event: READER_DUE }], retries: 3, concurrency: 2 },
    async ({ event }) => {
      const turn = queueEventSchemas[READER_DUE].safeParse(event.data);
      if (!turn.success) throw new NonRetriableError("This turn can't be read.", { cause: turn.error });
      return { outcome: await withVerdict(() => sendDigest(services, systemScope, turn.data)) };
    },
  );
}
