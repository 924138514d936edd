import { afterAll, beforeAll, expect, it } from "vitest";
import { addDays, HISTORY_DAYS } from "@/lib/mail/volume";
import { createTestClock } from "@/lib/testing/clock";
import { readMailbox } from "@/lib/testing/mailbox";
import { findTomorrow, passBusyDays, passHours } from "@/lib/testing/month-asleep";
import { startTestQueue, type TestQueue } from "@/lib/testing/queue";
import { createReadership, type Readership } from "@/lib/testing/readers";
import { startTestStack } from "@/lib/testing/services";
import { relayOnce } from "./relay";

const MINUTE_MS = 60 * 1000;
const READERS = 1000;
const WAIT = { timeout: 60_000, interval: 50 };
const PLACES = [
  { timeZone: "Europe/Berlin", digestHour: 8 },
  { timeZone: "America/New_York", digestHour: 8 },
  { timeZone: "Asia/Kolkata", digestHour: 7 },
] as const;
let queue: TestQueue;
let readership: Readership;

beforeAll(async () => {
  const clock = createTestClock(new Date(findTomorrow().getTime() + 9.5 * 60 * MINUTE_MS));
  const env = { MAIL_DAILY_LIMIT: String(3 * READERS) };
  queue = await startTestQueue(clock, (own) => startTestStack({ clock, env: { ...own, ...env } }));
  const wishes = Array.from({ length: READERS }, (_, at) => {
    const place = PLACES[at % PLACES.length] ?? PLACES[0];
    return { name: `Reader${at}`, ...place };
  });
  readership = await createReadership(queue.stack.services, wishes);
  await rememberUsualDays();
});
afterAll(() => queue.close());

/** Before it fell asleep this Segno had its digests every day, a third of them in the busiest hour. */
async function rememberUsualDays(): Promise<void> {
  const { db, clock } = queue.stack.services;
  const today = clock.now().toISOString().slice(0, 10);
  const peak = Math.ceil(READERS / PLACES.length);
  const bulkByHour = Array.from({ length: 24 }, (_, hour) => (hour === 7 ? peak : 0));
  const days = Array.from({ length: HISTORY_DAYS }, (_, ago) => addDays(today, -ago - 1));
  await db.mailDay.createMany({
    data: days.map((day) => ({ day, bulk: READERS, bulkByHour, createdAt: clock.now() })),
  });
}

async function countDigests(): Promise<number[]> {
  const counts: number[] = [];
  for (const { email } of readership.readers) counts.push((await readMailbox(queue.stack, email)).length);
  return counts;
}

async function settle(): Promise<void> {
  await relayOnce(queue.context);
  const { stats, settled } = queue.server();
  await expect.poll(async () => (await settled(), stats().queue.depth + stats().running.length), WAIT).toBe(0);
}

it("a-month-of-dead-workers, B37, B38, B51, B333: thirty days for a thousand readers, then one digest each at most, in a few turns; what was too old is counted", {
  timeout: 600_000,
}, async () => {
  queue.setAsleep(true);
  const turnCount = await passBusyDays(queue, readership, 30);
  // A hundred readers share a turn; nobody's turns pile up by the number of ticks.
  expect(turnCount).toBeGreaterThan(30 * (READERS / 100));
  expect(turnCount).toBeLessThan(30 * 5 * PLACES.length * Math.ceil(READERS / PLACES.length / 100));
  expect(await queue.stack.services.db.email.count()).toBe(0);

  queue.stack.clock.advance(20 * MINUTE_MS);
  queue.setAsleep(false);
  await queue.server().sync();
  await settle();
  await passHours(queue, 1);
  await settle();
  expect(Math.max(...(await countDigests()))).toBe(1);
  await passHours(queue, 23);
  await settle();
  expect(await countDigests()).toEqual(readership.readers.map(() => 1));

  const { totals, functions } = queue.server().stats();
  const sending = functions.find(({ id }) => id.endsWith("send-digests"));
  expect(totals.failed).toBe(0);
  // All of them; and one of today's that the next hour overtook comes again.
  const turnsOfDay = PLACES.length * Math.ceil(READERS / PLACES.length / 100);
  expect(sending?.expired).toBeGreaterThanOrEqual(turnCount);
  expect(sending?.expired).toBeLessThanOrEqual(turnCount + turnsOfDay);
  expect(sending?.completed).toBeLessThanOrEqual(2 * turnsOfDay);
  const control = await queue.stack.services.db.mailControl.findUniqueOrThrow({ where: { lane: "bulk" } });
  expect(control.stoppedAt).toBeNull();
});
