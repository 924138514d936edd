import { systemScope } from "@/lib/access/system-scope";
import { pruneSongEvents } from "@/lib/domains/activity/commands";
import { purgeCovers } from "@/lib/domains/covers/commands";
import { pruneMail } from "@/lib/domains/digests/sweeping/commands";
import { pruneSentEvents } from "@/lib/domains/operations/commands";
import { forgetWords } from "@/lib/domains/search/commands";
import { failOverdueRequests } from "@/lib/domains/tags/suggesting/commands";
import { removeOrphans } from "@/lib/domains/uploads/orphans/commands";
import { purgeDeleted } from "@/lib/domains/uploads/purging/commands";
import { recordSweep, sweepUploads } from "@/lib/domains/uploads/sweeping/commands";
import { readObjectCursor } from "@/lib/domains/uploads/sweeping/reads";
import { putBackLeft } from "@/lib/domains/versions/reconciling/commands";
import { putBackRemeasuring } from "@/lib/domains/versions/remeasuring/commands";
import type { QueueContext } from "../client";
import { withVerdict } from "../verdict";

/** Every ten minutes: what crashes and closed tabs left of uploads and analyses; events, mails and deleted versions of long ago. */
export function buildSweepUploads({ inngest, services }: QueueContext) {
  return inngest.createFunction(
    { id: "sweep-uploads", retries: 1, concurrency: [{ limit: 1 }], triggers: [{ cron: "*/10 * * * *" }] },
    async ({ step }) => {
      const swept = await step.run("sweep", () => withVerdict(() => sweepUploads(services, systemScope)));
      const analyses = await step.run("put-back-analyses", () => withVerdict(() => putBackLeft(services, systemScope)));
      const remeasuring = await step.run("put-back-remeasuring", () =>
        withVerdict(() => putBackRemeasuring(services, systemScope)),
      );
      const unanswered = await step.run("fail-overdue-tag-requests", () =>
        withVerdict(() => failOverdueRequests(services, systemScope)),
      );
      const pruned = await step.run("prune-outbox", () => withVerdict(() => pruneSentEvents(services, systemScope)));
      const purged = await step.run("purge-deleted", () => withVerdict(() => purgeDeleted(services, systemScope)));
      const covers = await step.run("purge-covers", () => withVerdict(() => purgeCovers(services, systemScope)));
      const objects = await step.run("remove-orphans", () =>
        withVerdict(async () => removeOrphans(services, systemScope, await readObjectCursor(services, systemScope))),
      );
      await step.run("record", () =>
        withVerdict(() => recordSweep(services, systemScope, { ...swept, ...objects, purged })),
      );
      const forgotten = await step.run("prune-song-events", () =>
        withVerdict(() => pruneSongEvents(services, systemScope)),
      );
      const words = await step.run("forget-words", () => withVerdict(() => forgetWords(services, systemScope)));
      const mail = await step.run("prune-mail", () => withVerdict(() => pruneMail(services, systemScope)));
      const gone = { pruned, purged, covers, forgotten, words, mail };
      return { ...swept, ...objects, ...gone, analyses, remeasuring, unanswered };
    },
  );
}
