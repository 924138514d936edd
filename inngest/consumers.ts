import type { InngestFunction } from "inngest";
import { queueEventSchemas } from "@/lib/core/queue-events";

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
