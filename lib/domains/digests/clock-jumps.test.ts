import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { systemScope } from "@/lib/access/system-scope";
import { createTestClock } from "@/lib/testing/clock";
import { planTurns, takeTurns } from "@/lib/testing/digests";
import { readMailbox } from "@/lib/testing/mailbox";
import { createReadership, type Readership, tellReaders } from "@/lib/testing/readers";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { sweepMail } from "./sweeping/commands";

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
let stack: TestStack;
let readership: Readership;
let days = 0;

beforeAll(async () => {
  stack = await startTestStack({ clock: createTestClock("2026-03-02T08:00:00Z") });
});
afterAll(() => stack.close());
beforeEach(async () => {
  stack.setMailFaults({ kind: "none" });
  stack.clock.set(new Date(Date.parse("2026-03-02T08:00:00Z") + 20 * DAY_MS * ++days));
  await stack.services.db.account.updateMany({ data: { digestFrequency: "off" } });
  const wishes = ["Mara", "Ines"].map((name) => ({ name, timeZone: "UTC", digestHour: 8 }));
  readership = await createReadership(stack.services, wishes);
});

const tell = () => tellReaders(stack.services, readership, `At ${stack.clock.now().toISOString()}.`);
const countMails = () =>
  Promise.all(readership.readers.map(async ({ email }) => (await readMailbox(stack, email)).length));

const plan = () => planTurns(stack.services);

async function tick() {
  const outcomes = await takeTurns(stack.services, await plan());
  await sweepMail(stack.services, systemScope);
  return outcomes;
}

it("clock-jumps, B36, B38: two days ahead is one digest, not three", async () => {
  await tell();
  expect(await tick()).toEqual(["sent", "sent"]);
  await tell();
  stack.clock.advance(2 * DAY_MS);
  await tell();
  expect(await tick()).toEqual(["sent", "sent"]);
  expect(await tick()).toEqual([]);
  expect(await countMails()).toEqual([2, 2]);
});

it("clock-jumps, B36: a day back sends nothing again; when the day comes anew its digest was sent, and the next comes", async () => {
  await tell();
  expect(await tick()).toEqual(["sent", "sent"]);
  stack.clock.advance(-DAY_MS);
  await tell();
  const outcomes = await tick();
  // The day before was never served, so one digest for it is right, but no more than that.
  expect(outcomes.length).toBeLessThanOrEqual(2);
  const once = await countMails();
  expect(Math.max(...once)).toBeLessThanOrEqual(2);
  stack.clock.advance(DAY_MS);
  await tell();
  expect(await tick()).toEqual([]);
  expect(await countMails()).toEqual(once);
  stack.clock.advance(DAY_MS);
  expect(await tick()).toEqual(["sent", "sent"]);
});

it("clock-jumps, B37: a step between planning and sending drops what is late by it, and loses nothing", async () => {
  await tell();
  const turns = await plan();
  stack.clock.advance(HOUR_MS);
  expect(await takeTurns(stack.services, turns)).toEqual(["expired", "expired"]);
  stack.clock.advance(-HOUR_MS);
  expect(await takeTurns(stack.services, turns)).toEqual(["sent", "sent"]);
  expect(await countMails()).toEqual([1, 1]);
});

it("clock-jumps, B42: a clock that goes back while a mail is held delays it until its lease ends, and sends it once", async () => {
  await tell();
  stack.setMailFaults({ kind: "accept_then_drop", times: 1 });
  const [turn] = await planTurns(stack.services, 1);
  if (!turn) throw new Error("a turn was due");
  expect(await takeTurns(stack.services, [turn])).toEqual(["waiting"]);
  stack.clock.advance(-2 * HOUR_MS);
  await sweepMail(stack.services, systemScope);
  stack.clock.advance(2 * HOUR_MS + HOUR_MS / 2);
  await sweepMail(stack.services, systemScope);
  expect((await countMails()).sort()).toEqual([0, 1]);
});
