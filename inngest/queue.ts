import { getServices } from "@/lib/services";
import { createQueueClient, type QueueContext } from "./client";

const SLOT = Symbol.for("segno.queue");

/** The process's queue context, shared by the route and the relay. */
export function getQueue(): QueueContext {
  const holder = globalThis as { [SLOT]?: QueueContext };
  if (!holder[SLOT]) {
    const services = getServices();
    holder[SLOT] = { services, inngest: createQueueClient(services) };
  }
  return holder[SLOT];
}
