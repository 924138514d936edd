import { afterAll, beforeAll, expect, it } from "vitest";
import { buildServices } from "@/lib/services";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { startWatch } from "./watch";

let stack: TestStack;
beforeAll(async () => {
  stack = await startTestStack();
});
afterAll(() => stack.close());

it("B418: a process gives its first sign of life at once and takes it back when it ends", async () => {
  const count = () => stack.services.db.heartbeat.count();
  const stop = startWatch(stack.services, []);
  await expect.poll(count, { timeout: 15_000 }).toBe(1);
  await stop();
  expect(await count()).toBe(0);
});

it("B418: a process whose database is away goes on, and ends without waiting for it", async () => {
  const config = { ...stack.config, database: { url: "postgres://nobody@127.0.0.1:9/nowhere" } };
  const broken = buildServices(config, { clock: stack.clock, log: stack.services.log });
  const since = performance.now();
  await startWatch(broken, [])();
  expect(performance.now() - since).toBeLessThan(4_000);
  await broken.close();
});
