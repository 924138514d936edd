import { Middleware } from "inngest";
import type { Services } from "@/lib/services";

type Metrics = Services["metrics"];
/** What it needs of a function: the hooks are given one that can only be read. */
type Named = { id(): string };

/** Counts the runs of functions and how long their steps take. Only names in the code become labels. */
export function measureRuns(metrics: Metrics): Middleware.Class {
  return class MeasureRuns extends Middleware.BaseMiddleware {
    readonly id = "measure-runs";

    override async wrapStepHandler({ fn, next }: Middleware.WrapStepHandlerArgs): Promise<unknown> {
      const startedAt = performance.now();
      const note = (outcome: "done" | "failed") =>
        metrics.noteStep({ function: (fn as Named).id(), outcome }, (performance.now() - startedAt) / 1_000);
      try {
        const answer = await next();
        note("done");
        return answer;
      } catch (error) {
        note("failed");
        throw error;
      }
    }

    override onRunComplete({ fn }: Middleware.OnRunCompleteArgs): void {
      metrics.noteRun({ function: (fn as Named).id(), outcome: "done" });
    }

    override onRunError({ fn, isFinalAttempt }: Middleware.OnRunErrorArgs): void {
      metrics.noteRun({ function: (fn as Named).id(), outcome: isFinalAttempt ? "gave_up" : "failed" });
    }
  };
}
