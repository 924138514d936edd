import { pino } from "pino";
import { expect, it } from "vitest";
import { createMetrics } from "@/lib/metrics/metrics";
import type { Services } from "@/lib/services";
import { createQueueClient } from "./client";

it("an error that the queue's package speaks of reaches the log with its reason", () => {
  const lines: string[] = [];
  const log = pino({ base: null }, { write: (line: string) => lines.push(line) });
  const inngest = { baseUrl: "http://127.0.0.1:9", eventKey: "key", signingKey: `signkey-prod-${"ab".repeat(32)}` };
  const client = createQueueClient({ config: { inngest }, log, metrics: createMetrics() } as Services);
  client.logger.error({ err: new Error("no room on the disk") }, "a step failed");
  expect(JSON.parse(lines[0] ?? "{}")).toMatchObject({
    from: "inngest",
    err: { message: "no room on the disk" },
    msg: "a step failed",
  });
});
