import { afterAll, beforeAll, expect, it } from "vitest";
import { systemScope } from "@/lib/access/system-scope";
import { buildServices, type Services } from "@/lib/services";
import { createTestClock } from "@/lib/testing/clock";
import { takeTurns } from "@/lib/testing/digests";
import { readMailbox } from "@/lib/testing/mailbox";
import { createReadership, type Readership, tellReaders } from "@/lib/testing/readers";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { planDigests, sweepDigests } from "./commands";
import { DIGEST_START_DEADLINE_MS } from "./schema";

const NAMES = ["Mara", "Ines", "Otto", "Aroha", "Theo"];
let stack: TestStack;
let readership: Readership;
let other: Services;

beforeAll(async () => {
  stack = await startTestStack({ clock: createTestClock("2026-03-02T08:00:00Z") });
  other = buildServices(stack.config, { clock: stack.clock, log: stack.services.log });
  const wishes = NAMES.map((name) => ({ name, timeZone: "UTC", digestHour: 8 }));
  readership = await createReadership(stack.services, wishes);
});
afterAll(async () => {
  await other.close();
  await stack.close();
});

it("two-schedulers, B39, B54: two processes that plan, send and sweep at the same moment give each reader one digest", async () => {
  await tellReaders(stack.services, readership, "Once, please.");
  const tickAt = stack.clock.now();
  const expiresAt = new Date(tickAt.getTime() + DIGEST_START_DEADLINE_MS);
  const both = [stack.services, other];
  const plans = await Promise.all(both.map((services) => planDigests(services, systemScope, { tickAt, expiresAt })));
  expect(plans.map(({ turns }) => turns.map(({ id }) => id))).toEqual([expect.any(Array), expect.any(Array)]);
  expect(new Set(plans.flatMap(({ turns }) => turns.map(({ id }) => id))).size).toBe(1);
  const outcomes = await Promise.all(
    plans.flatMap(({ turns }, i) => [
      ...turns.map((turn) => takeTurns(both[i] ?? other, [turn.data])),
      sweepDigests(both[i] ?? other, systemScope).then(() => ["done" as const]),
    ]),
  );
  expect(outcomes.flat().filter((outcome) => !["sent", "done"].includes(outcome))).toEqual([]);
  const counts = await Promise.all(
    readership.readers.map(async ({ email }) => (await readMailbox(stack, email)).length),
  );
  expect(counts).toEqual(NAMES.map(() => 1));
  const runs = await stack.services.db.digestRun.findMany({ where: { itemCount: { gt: 0 } } });
  expect(runs.map(({ state }) => state)).toEqual(NAMES.map(() => "sent"));
}, 60_000);
