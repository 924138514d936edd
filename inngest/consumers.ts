import type { InngestFunction } from "inngest";
import { queueEventSchemas } from "@/lib/core/queue-events";
import type { ServedFunction } from "@/lib/domains/operations/beating/schema";

/**
 * The events the app can send that start none of these functions, by name.
 * A work queue that nobody empties looks healthy for weeks: that is why it is asked before the first event is sent.
 */
export function findUnconsumedEvents(functions: InngestFunction.Any[]): string[] {
  const consumed = new Set(functions.flatMap(listTriggerEvents));
  return Object.keys(queueEventSchemas).filter((name) => !consumed.has(name));
}

/** @throws Error that names each event without a function. */
export function requireConsumers(functions: InngestFunction.Any[]): void {
  const unconsumed = findUnconsumedEvents(functions);
  if (unconsumed.length === 0) return;
  throw new Error(
    `No function consumes ${unconsumed.join(", ")}: give each a function in inngest/functions.ts, or take it out of lib/core/queue-events.ts.`,
  );
}

function listTriggerEvents(fn: InngestFunction.Any): string[] {
  const { triggers = [] } = fn.opts as InngestFunction.Options;
  return triggers.flatMap(({ event }) => {
    if (event === undefined) return [];
    return [typeof event === "string" ? event : event.name];
  });
}

const UNIT_MS: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** What a process that serves these functions tells of them. */
export function describeFunctions(functions: InngestFunction.Any[]): ServedFunction[] {
  return functions.map((fn) => {
    const { id, triggers = [], timeouts } = fn.opts as InngestFunction.Options;
    const crons = triggers.flatMap(({ cron }) => (typeof cron === "string" ? [cron] : []));
    return { id, events: listTriggerEvents(fn), crons, startWithinMs: parseDuration(timeouts?.start) };
  });
}

/** Such as "10m". @throws Error on what the queue may understand and we do not. */
function parseDuration(text: string | undefined): number | null {
  if (text === undefined) return null;
  const [, count, unit = ""] = /^(\d+)([smhd])$/.exec(text) ?? [];
  const unitMs = UNIT_MS[unit];
  if (unitMs === undefined) throw new Error(`A time to start within must look like 10m, not like ${text}.`);
  return Number(count) * unitMs;
}
