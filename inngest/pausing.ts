import { createHash } from "node:crypto";
import { type GetStepTools, type Inngest, Middleware } from "inngest";
import { systemScope } from "@/lib/access/system-scope";
import { FUNCTION_RESUMED } from "@/lib/core/queue-events";
import { forgetHeldRun, noteHeldRun } from "@/lib/domains/operations/pausing/commands";
import { isPaused } from "@/lib/domains/operations/pausing/reads";
import { isPausable, type PausableFunction } from "@/lib/domains/operations/pausing/schema";
import type { Services } from "@/lib/services";
import { RUN_FAILED, TICKED } from "./event-names";

type Hands = Pick<Services, "db" | "clock" | "log">;
type Ctx = Middleware.WrapFunctionHandlerArgs["ctx"];

/** Whoever misses the word looks again by then. A month of waiting is 120 steps. */
const LOOK_AGAIN = "6h";

/**
 * Holds up what begins while its function is paused: the run takes a step that waits for the function to be resumed, so it
 * keeps its event and uses no attempt. A schedule's tick is skipped, and says so. What has begun comes to its end.
 */
export function createPausing(services: Hands): Middleware.Class {
  return class Pausing extends Middleware.BaseMiddleware {
    readonly id = "pausing";
    /** Names of the steps that this run has behind it, as the queue keeps them. */
    #taken = new Set<string>();

    override transformFunctionInput(
      args: Middleware.TransformFunctionInputArgs,
    ): Middleware.TransformFunctionInputArgs {
      this.#taken = new Set(Object.keys(args.steps));
      return args;
    }

    override async wrapFunctionHandler({ ctx, fn, next }: Middleware.WrapFunctionHandlerArgs): Promise<unknown> {
      const functionId = fn.id();
      if (!isPausable(functionId) || ctx.event.name === RUN_FAILED) return await next();
      if (ctx.event.name === TICKED) {
        if (this.#taken.size > 0 || !(await isPaused(services, systemScope, functionId))) return await next();
        services.log.info({ functionId }, "a tick is skipped, as its function is paused");
        return { isSkipped: true, reason: "paused" };
      }
      await waitWhilePaused(services, ctx, { functionId, taken: this.#taken });
      return await next();
    }
  };
}

/** Takes the same steps again each time the run is called, as the queue wants it: those behind it first. */
async function waitWhilePaused(
  services: Hands,
  ctx: Ctx,
  run: { functionId: PausableFunction; taken: ReadonlySet<string> },
): Promise<void> {
  const { functionId, taken } = run;
  const { runId } = ctx;
  const step = ctx.step as Pick<GetStepTools<Inngest.Any>, "waitForEvent">;
  let rounds = 0;
  for (; ; rounds += 1) {
    const name = `wait-to-be-resumed-${rounds}`;
    if (!taken.has(hashStep(name))) {
      const hasBegun = taken.size > rounds;
      if (hasBegun || !(await isPaused(services, systemScope, functionId))) break;
      await noteHeldRun(services, systemScope, { runId, functionId });
    }
    const condition = `async.data.functionId == '${functionId}'`;
    await step.waitForEvent(name, { event: FUNCTION_RESUMED, if: condition, timeout: LOOK_AGAIN });
  }
  if (rounds > 0 && taken.size === rounds) await forgetHeldRun(services, systemScope, runId);
}

/** As the queue's package does. */
function hashStep(name: string): string {
  return createHash("sha1").update(name).digest("hex");
}
