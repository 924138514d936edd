import { Middleware } from "inngest";
import { z } from "zod";
import { systemScope } from "@/lib/access/system-scope";
import {
  type BegunRun,
  recordBegun,
  recordEnded,
  recordSent,
  type SentEvent,
} from "@/lib/domains/operations/ledger/commands";
import type { Services } from "@/lib/services";
import { RUN_FAILED, TICKED } from "./event-names";

/** How an event says until when it is worth anything. */
const deadlineSchema = z.object({ expiresAt: z.iso.datetime() });

/**
 * Writes down which events a queue took, and which runs began and ended how, whatever server the queue is: one statement
 * for each request that sends events, one when a run begins and one when it ends.
 */
export function createLedger(services: Pick<Services, "db" | "clock" | "log">): Middleware.Class {
  return class Ledger extends Middleware.BaseMiddleware {
    readonly id = "segno-ledger";

    override async wrapSendEvent({ events, next }: Middleware.WrapSendEventArgs) {
      const answer = await next();
      const sent = events.flatMap(({ id, name, data }, index): SentEvent[] => {
        const known = id ?? answer.ids[index];
        return known === undefined ? [] : [{ id: known, name, expiresAt: readDeadline(data) }];
      });
      await recordSent(services, systemScope, sent);
      return answer;
    }

    /** Once a request; of the first of a run nothing is known yet. */
    override async transformFunctionInput(call: Middleware.TransformFunctionInputArgs) {
      if (Object.keys(call.steps).length === 0) {
        const run = nameRun(call);
        if (run) await recordBegun(services, systemScope, run);
      }
      return call;
    }

    override async onRunComplete(call: Middleware.OnRunCompleteArgs) {
      const run = nameRun(call);
      if (run) await recordEnded(services, systemScope, run);
    }

    override async onRunError(call: Middleware.OnRunErrorArgs) {
      const run = call.isFinalAttempt ? nameRun(call) : null;
      if (run) await recordEnded(services, systemScope, run, call.error);
    }
  };
}

function readDeadline(data: unknown): Date | null {
  const found = deadlineSchema.safeParse(data);
  return found.success ? new Date(found.data.expiresAt) : null;
}

type Call = Pick<Middleware.OnRunCompleteArgs, "ctx" | "fn">;

function nameRun({ ctx, fn }: Call | Middleware.TransformFunctionInputArgs): BegunRun | null {
  const { event, runId } = ctx;
  if (event.name === RUN_FAILED) return null;
  const isTick = event.name === TICKED;
  const cron: unknown = isTick ? (event.data as { cron?: unknown } | undefined)?.cron : null;
  return {
    id: runId,
    functionId: fn.opts.id,
    eventId: isTick ? null : (event.id ?? null),
    cron: isTick ? (typeof cron === "string" ? cron : "") : null,
  };
}
