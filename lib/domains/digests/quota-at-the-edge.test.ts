import { afterAll, beforeAll, expect, it } from "vitest";
import { systemScope } from "@/lib/access/system-scope";
import { askReset } from "@/lib/domains/accounts/commands";
import { createTestClock } from "@/lib/testing/clock";
import { planTurns, takeTurns } from "@/lib/testing/digests";
import { readMailbox } from "@/lib/testing/mailbox";
import { createReadership, type Readership, tellReaders } from "@/lib/testing/readers";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { sweepDigests } from "./commands";

const LIMIT = 100;
const RESET = "Set a new password for Segno";
let stack: TestStack;
let readership: Readership;

beforeAll(async () => {
  stack = await startTestStack({
    clock: createTestClock("2026-03-02T08:00:00Z"),
    env: { MAIL_DAILY_LIMIT: String(LIMIT) },
  });
  const wishes = Array.from({ length: 99 }, (_, i) => ({ name: `Reader${i}`, timeZone: "UTC", digestHour: 8 }));
  readership = await createReadership(stack.services, wishes);
}, 60_000);
afterAll(() => stack.close());

const countUsed = async () => {
  const day = await stack.services.db.mailDay.findFirstOrThrow({ orderBy: { day: "desc" } });
  return day.bulk + day.transactional;
};

it("quota-at-the-edge, B46: of a hundred places and 99 digests that are queued, a reset gets its own, before and after; no day is over its limit", async () => {
  await tellReaders(stack.services, readership, "Everybody at once.");
  const turns = await planTurns(stack.services, 33);
  expect(turns.flatMap(({ readers }) => readers)).toHaveLength(99);
  const outcomes = (await Promise.all(turns.map((turn) => takeTurns(stack.services, [turn])))).flat();
  expect(outcomes.filter((outcome) => outcome === "sent")).toHaveLength(80);
  // Not one digest more fits, and yet the reset leaves in the request that asked for it.
  const last = readership.readers[98] ?? expect.fail("no reader");
  await askReset(stack.services, { email: last.email });
  const mails = await readMailbox(stack, last.email);
  expect(mails.map(({ subject }) => subject)).toContain(RESET);
  expect(await countUsed()).toBe(81);
  expect(await sweepDigests(stack.services, systemScope)).toBe(0);

  stack.clock.set("2026-03-03T00:00:30Z");
  expect(await sweepDigests(stack.services, systemScope)).toBe(19);
  const digests = (await readMailbox(stack)).filter(({ subject }) => subject !== RESET);
  expect(new Set(digests.flatMap(({ to }) => to)).size).toBe(99);
  expect(digests).toHaveLength(99);
  expect(await countUsed()).toBeLessThanOrEqual(LIMIT);
}, 180_000);
