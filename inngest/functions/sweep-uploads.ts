import { type SystemScope, systemScope } from "@/lib/access/system-scope";
import { pruneSongEvents } from "@/lib/domains/activity/commands";
import { purgeCovers } from "@/lib/domains/covers/commands";
import { pruneMail } from "@/lib/domains/digests/sweeping/commands";
import { pruneSentEvents } from "@/lib/domains/operations/commands";
import { pruneHeldRuns } from "@/lib/domains/operations/pausing/commands";
import { forgetWords } from "@/lib/domains/search/commands";
import { failOverdueRequests } from "@/lib/domains/tags/suggesting/commands";
import { removeOrphans } from "@/lib/domains/uploads/orphans/commands";
import { purgeDeleted } from "@/lib/domains/uploads/purging/commands";
import { recordSweep, sweepUploads } from "@/lib/domains/uploads/sweeping/commands";
import { readObjectCursor } from "@/lib/domains/uploads/sweeping/reads";
import { putBackLeft } from "@/lib/domains/versions/reconciling/commands";
import { remakeMissingPreviews } from "@/lib/domains/versions/remaking/commands";
import { putBackRemeasuring } from "@/lib/domains/versions/remeasuring/commands";
import type { Services } from "@/lib/services";
import type { QueueContext } from "../client";
import { withVerdict } from "../verdict";

/** Every ten minutes: what crashes and closed tabs left of uploads and analyses; events, mails and deleted versions of long ago. */
export function buildSweepUploads({ inngest, services }: QueueContext) {
  return inngest.createFunction(
    { id: "sweep-uploads", retries: 1, concurrency: [{ limit: 1 }], triggers: [{ cron: "*/10 * * * *" }] },
    async ({ step }) => {
      const run = <T>(name: string, work: (hands: Services, scope: SystemScope) => Promise<T>) =>
        step.run(name, () => withVerdict(() => work(services, systemScope)));
      const swept = await run("sweep", sweepUploads);
      const analyses = await run("put-back-analyses", putBackLeft);
      const previews = await run("remake-missing-previews", remakeMissingPreviews);
      const remeasuring = await run("put-back-remeasuring", putBackRemeasuring);
      const unanswered = await run("fail-overdue-tag-requests", failOverdueRequests);
      const pruned = await run("prune-outbox", pruneSentEvents);
      const held = await run("prune-held-runs", pruneHeldRuns);
      const purged = await run("purge-deleted", purgeDeleted);
      const covers = await run("purge-covers", purgeCovers);
      const objects = await run("remove-orphans", async (hands, scope) =>
        removeOrphans(hands, scope, await readObjectCursor(hands, scope)),
      );
      await run("record", (hands, scope) => recordSweep(hands, scope, { ...swept, ...objects, purged }));
      const forgotten = await run("prune-song-events", pruneSongEvents);
      const words = await run("forget-words", forgetWords);
      const mail = await run("prune-mail", pruneMail);
      const gone = { pruned, held, purged, covers, forgotten, words, mail };
      return { ...swept, ...objects, ...gone, analyses, previews, remeasuring, unanswered };
    },
  );
}
