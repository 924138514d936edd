import { afterAll, beforeAll, expect, it } from "vitest";
import { systemScope } from "@/lib/access/system-scope";
import { askReset } from "@/lib/domains/accounts/commands";
import { createTestClock } from "@/lib/testing/clock";
import { readMailbox } from "@/lib/testing/mailbox";
import { createReadership, type Readership, tellReaders } from "@/lib/testing/readers";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { planDigests, sendDigest } from "./commands";
import { DIGEST_START_DEADLINE_MS } from "./schema";

const READERS = 40;
const RESET = "Set a new password for Segno";
let stack: TestStack;
let readership: Readership;

beforeAll(async () => {
  stack = await startTestStack({
    clock: createTestClock("2026-03-02T08:00:00Z"),
    env: { MAIL_DAILY_LIMIT: "200" },
  });
  const wishes = Array.from({ length: READERS }, (_, i) => ({ name: `Reader${i}`, timeZone: "UTC", digestHour: 8 }));
  readership = await createReadership(stack.services, wishes);
}, 60_000);
afterAll(() => stack.close());

it("reset-during-digest-storm, B46: a reset that is asked for in the middle of it does not wait for the digests before it", async () => {
  await tellReaders(stack.services, readership, "Everybody at once.");
  const tickAt = stack.clock.now();
  const expiresAt = new Date(tickAt.getTime() + DIGEST_START_DEADLINE_MS);
  const { turns } = await planDigests(stack.services, systemScope, { tickAt, expiresAt });
  // The queue works two turns at a time, as its function says; the provider takes its time with each.
  stack.setMailFaults({ kind: "slow", delayMs: 40 });
  let isAsked = false;
  const work = async (mine: typeof turns) => {
    for (const [index, turn] of mine.entries()) {
      if (index === 5 && !isAsked) {
        isAsked = true;
        await askReset(stack.services, { email: readership.readers[0]?.email ?? "" });
      }
      expect(await sendDigest(stack.services, systemScope, turn.data)).toBe("sent");
    }
  };
  const even = turns.filter((_, index) => index % 2 === 0);
  await Promise.all([work(even), work(turns.filter((turn) => !even.includes(turn)))]);
  const arrived = (await readMailbox(stack)).reverse().map(({ subject }) => subject);
  expect(arrived).toHaveLength(READERS + 1);
  // Ten were sent before it was asked for; those under way at that moment may come first.
  expect(arrived.indexOf(RESET)).toBeLessThanOrEqual(20);
}, 120_000);
