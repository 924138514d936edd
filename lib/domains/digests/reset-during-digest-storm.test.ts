import { afterAll, beforeAll, expect, it } from "vitest";
import { askReset } from "@/lib/domains/accounts/commands";
import { createTestClock } from "@/lib/testing/clock";
import { planTurns, type Turn, takeTurns } from "@/lib/testing/digests";
import { readMailbox } from "@/lib/testing/mailbox";
import { createReadership, type Readership, tellReaders } from "@/lib/testing/readers";
import { startTestStack, type TestStack } from "@/lib/testing/services";

const READERS = 100;
const TURN = 10;
const RESET = "Set a new password for Segno";
let stack: TestStack;
let readership: Readership;

beforeAll(async () => {
  stack = await startTestStack({
    clock: createTestClock("2026-03-02T08:00:00Z"),
    env: { MAIL_DAILY_LIMIT: "200", MAIL_HOURLY_LIMIT: "200" },
  });
  const wishes = Array.from({ length: READERS }, (_, i) => ({ name: `Reader${i}`, timeZone: "UTC", digestHour: 8 }));
  readership = await createReadership(stack.services, wishes);
}, 60_000);
afterAll(() => stack.close());

it("reset-during-digest-storm, B46: a reset that is asked for in the middle of it does not wait for the digests before it", async () => {
  await tellReaders(stack.services, readership, "Everybody at once.");
  const turns = await planTurns(stack.services, TURN);
  expect(turns).toHaveLength(READERS / TURN);
  // The queue works two turns at a time, as its function says; the provider takes its time with each.
  stack.setMailFaults({ kind: "slow", delayMs: 40 });
  let isAsked = false;
  const work = async (mine: Turn[]) => {
    for (const [index, turn] of mine.entries()) {
      if (index === 2 && !isAsked) {
        isAsked = true;
        await askReset(stack.services, { email: readership.readers[0]?.email ?? "" });
      }
      expect(new Set(await takeTurns(stack.services, [turn]))).toEqual(new Set(["sent"]));
    }
  };
  const even = turns.filter((_, index) => index % 2 === 0);
  await Promise.all([work(even), work(turns.filter((turn) => !even.includes(turn)))]);
  const arrived = (await readMailbox(stack)).reverse().map(({ subject }) => subject);
  expect(arrived).toHaveLength(READERS + 1);
  // Four batches were sent before it was asked for; those under way at that moment may come first.
  expect(arrived.indexOf(RESET)).toBeLessThanOrEqual(7 * TURN);
}, 120_000);
