import { Middleware } from "inngest";
import { readTrace, type Trace, withTrace } from "@/lib/log/trace";
import type { Services } from "@/lib/services";
import { TICKED } from "./event-names";

interface RunArgs {
  ctx: Middleware.WrapFunctionHandlerArgs["ctx"];
  fn: Middleware.WrapFunctionHandlerArgs["fn"];
}

/**
 * Makes what a run does part of the request that caused it: the request's id comes with the event, is in every line of the log,
 * in what is written to the outbox, and goes with the events that the run sends.
 */
export function createTracing({ log }: Pick<Services, "log">): Middleware.Class {
  return class Tracing extends Middleware.BaseMiddleware {
    readonly id = "tracing";

    override wrapFunctionHandler({ ctx, fn, next }: Middleware.WrapFunctionHandlerArgs): Promise<unknown> {
      return withTrace(describeRun({ ctx, fn }), next);
    }

    override wrapStepHandler({ ctx, fn, next }: Middleware.WrapStepHandlerArgs): Promise<unknown> {
      return withTrace(describeRun({ ctx, fn }), next);
    }

    override transformSendEvent(args: Middleware.TransformSendEventArgs): Middleware.TransformSendEventArgs {
      const { requestId } = readTrace();
      if (requestId === undefined) return args;
      return { ...args, events: args.events.map((event) => ({ ...event, data: { requestId, ...event.data } })) };
    }

    override onRunComplete({ ctx, fn, output }: Middleware.OnRunCompleteArgs): void {
      // A schedule's ticks would be most of the log.
      if (ctx.event.name === TICKED) return;
      withTrace(describeRun({ ctx, fn }), () => log.info({ output }, "a run has ended"));
    }

    override onRunError({ ctx, fn, error, isFinalAttempt }: Middleware.OnRunErrorArgs): void {
      const { name, message } = error;
      withTrace(describeRun({ ctx, fn }), () => log.warn({ name, message, isFinalAttempt }, "a run has failed"));
    }
  };
}

function describeRun({ ctx, fn }: RunArgs): Trace {
  const requestId = readRequestId(ctx.event.data);
  return { functionId: fn.id(), runId: ctx.runId, ...(requestId === null ? {} : { requestId }) };
}

/** Of an event of ours, or of the one whose run has failed. */
function readRequestId(data: unknown): string | null {
  if (typeof data !== "object" || data === null) return null;
  const { requestId, event } = data as { requestId?: unknown; event?: { data?: unknown } };
  if (typeof requestId === "string") return requestId;
  return event === undefined ? null : readRequestId(event.data);
}
