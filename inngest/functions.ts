import type { InngestFunction } from "inngest";
import type { QueueContext } from "./client";

/** Every function of the app, built for one queue client and one set of services. */
export function buildFunctions(_context: QueueContext): InngestFunction.Any[] {
  return [];
}
