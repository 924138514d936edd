import { Inngest } from "inngest";
import { describe, expect, it } from "vitest";
import { queueEventSchemas } from "@/lib/core/queue-events";
import type { QueueContext } from "./client";
import { findUnconsumedEvents, requireConsumers } from "./consumers";
import { buildFunctions } from "./functions";

const inngest = new Inngest({ id: "segno", isDev: false });
const functions = buildFunctions({ inngest, services: {} } as QueueContext);

describe("queues nobody consumed: an event the app can send", () => {
  it("B112: starts at least one of the app's functions", () => {
    expect(Object.keys(queueEventSchemas).length).toBeGreaterThan(0);
    expect(findUnconsumedEvents(functions)).toEqual([]);
  });

  it.each(Object.keys(queueEventSchemas))(
    "B112: %s without its function keeps the app from starting, by name",
    (name) => {
      const others = functions.filter((fn) => !JSON.stringify(fn.opts.triggers).includes(name));
      expect(others.length).toBeLessThan(functions.length);
      expect(() => requireConsumers(others)).toThrow(`No function consumes ${name}`);
    },
  );
});
