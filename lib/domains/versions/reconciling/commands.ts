import type { SystemScope } from "@/lib/access/system-scope";
import { ANALYZER_VERSION } from "@/lib/audio/audio-analysis";
import { VERSION_MEASURED, VERSION_UPLOADED } from "@/lib/core/queue-events";
import { transact } from "@/lib/db/client";
import { writeOutbox } from "@/lib/db/outbox-store";
import { readPausedFunctions } from "@/lib/domains/operations/pausing/reads";
import type { PausableFunction } from "@/lib/domains/operations/pausing/schema";
import { countRepairs } from "@/lib/domains/operations/repairing/commands";
import type { Services } from "@/lib/services";
import { failAnalysis } from "../analysis/commands";
import type { AnalysisStage } from "../schema";
import { countPutBack, findLeftAnalyses } from "./store";

const AT_ONCE = 200;
/** What nobody finished in so many rounds is told as failed, for a person to decide. */
const MOST_PUT_BACKS = 5;
/** What leads into the line of each stage. */
const EVENTS = { measuring: VERSION_UPLOADED, preview: VERSION_MEASURED } as const satisfies Record<
  AnalysisStage,
  string
>;
const STAGES = ["measuring", "preview"] as const satisfies AnalysisStage[];
/** Who works on each stage. What waits because that is paused is not lost. */
const FUNCTIONS = { measuring: "analyze-version", preview: "preview-version" } as const satisfies Record<
  AnalysisStage,
  PausableFunction
>;
const NOBODY_FINISHED = {
  reason: "nobody_finished",
  message:
    "The analysis was begun several times and never came to an end. The file is safe. Ask whoever runs this Segno to look at the background work, then press Try again.",
} as const;

export interface PutBackCounts {
  putBack: number;
  givenUp: number;
}

/**
 * Finds analyses that nobody works on or will, although they are not finished: an event that was lost, a worker that is gone.
 * Gives them to the queue anew, each once a lease, and counts it. An analysis that goes on all the same is not done twice.
 */
export async function putBackLeft(services: Services, scope: SystemScope): Promise<PutBackCounts> {
  const { db, clock, log } = services;
  const counts: PutBackCounts = { putBack: 0, givenUp: 0 };
  const now = clock.now();
  const paused = await readPausedFunctions(services, scope);
  const stages = STAGES.filter((stage) => !paused.has(FUNCTIONS[stage]));
  const found = await findLeftAnalyses(scope, db, { engine: ANALYZER_VERSION, now, limit: AT_ONCE, stages });
  for (const left of found) {
    const { versionId } = left;
    if (left.putBack >= MOST_PUT_BACKS) {
      await failAnalysis(services, scope, { versionId }, NOBODY_FINISHED);
      counts.givenUp += 1;
      continue;
    }
    const isOurs = await transact(db, async (tx) => {
      if (!(await countPutBack(scope, tx, left, now))) return false;
      await writeOutbox(tx, { name: EVENTS[left.stage], data: { versionId } }, now);
      return true;
    });
    if (isOurs) counts.putBack += 1;
  }
  if (counts.putBack + counts.givenUp > 0) log.warn(counts, "analyses that nobody worked on");
  await countRepairs(services, { "analysis.put_back": counts.putBack, "analysis.given_up": counts.givenUp });
  return counts;
}
