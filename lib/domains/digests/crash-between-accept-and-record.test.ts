import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { systemScope } from "@/lib/access/system-scope";
import { createTestClock } from "@/lib/testing/clock";
import { planTurns, type Turn, takeTurns } from "@/lib/testing/digests";
import { createDyingServices } from "@/lib/testing/dying-services";
import { readMailbox } from "@/lib/testing/mailbox";
import { createReadership, type Readership, tellReaders } from "@/lib/testing/readers";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { sendDigests } from "./commands";
import { sweepMail } from "./sweeping/commands";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** More than the sending of digests takes; the test fails if it takes as many. */
const MOST_STEPS = 40;
let stack: TestStack;
let readership: Readership;

beforeAll(async () => {
  stack = await startTestStack({ clock: createTestClock("2026-03-02T08:00:00Z") });
});
afterAll(() => stack.close());
beforeEach(async () => {
  stack.setMailFaults({ kind: "none" });
  await stack.services.db.account.updateMany({ data: { digestFrequency: "off" } });
});

async function enroll(...names: string[]): Promise<void> {
  const wishes = names.map((name) => ({ name, timeZone: "UTC", digestHour: 8 }));
  readership = await createReadership(stack.services, wishes);
}

const countMails = () =>
  Promise.all(readership.readers.map(async ({ email }) => (await readMailbox(stack, email)).length));

/** A day on which the sender dies at that step. @returns whether it lived, as it takes fewer. */
async function dieAt(step: number, moment: "before" | "after", wanted: number[]): Promise<boolean> {
  stack.clock.advance(DAY_MS);
  await tellReaders(stack.services, readership, `News of ${stack.clock.now().toISOString()}`);
  const [turn, ...more] = await planTurns(stack.services);
  if (!turn || more.length > 0) throw new Error(`One turn was due before step ${step}.`);
  const before = await countMails();
  const dying = createDyingServices(stack.services, step, moment);
  const end = await Promise.race([sendDigests(dying.services, systemScope, turn), dying.died]);
  await recover(turn);
  const after = await countMails();
  expect([step, moment, after.map((count, at) => count - (before[at] ?? 0))]).toEqual([step, moment, wanted]);
  await expectRecords(`${step} ${moment}`, wanted);
  stack.clock.advance(-4 * MINUTE_MS);
  return end !== "died";
}

/** The queue calls again, the sweeper comes by; the lease of the dead ends; a later look finds the readers. */
async function recover(turn: Turn): Promise<void> {
  for (let minute = 0; minute < 4; minute++) {
    await takeTurns(stack.services, [turn]);
    await sweepMail(stack.services, systemScope);
    stack.clock.advance(MINUTE_MS);
  }
  await takeTurns(stack.services, await planTurns(stack.services));
}

async function expectRecords(name: string, wanted: number[]): Promise<void> {
  const localDate = stack.clock.now().toISOString().slice(0, 10);
  const runs = await stack.services.db.digestRun.findMany({ where: { localDate }, include: { email: true } });
  for (const [at, { accountId }] of readership.readers.entries()) {
    const run = runs.find((one) => one.accountId === accountId);
    const state = wanted[at] ? "sent" : "failed";
    expect([name, run?.state, run?.email?.state]).toEqual([name, state, state]);
    expect(Boolean(run?.email?.providerId)).toBe(Boolean(wanted[at]));
  }
  // Who was sent to has a place; a crash keeps the place of one who was refused, or of a single mail's try, at most.
  const { bulk } = await stack.services.db.mailDay.findUniqueOrThrow({ where: { day: localDate } });
  expect(bulk).toBeGreaterThanOrEqual(wanted.filter(Boolean).length);
  expect(bulk).toBeLessThanOrEqual(wanted.length + (wanted.length === 1 ? 1 : 0));
}

async function dieAtEach(wanted: number[]): Promise<number> {
  let step = 1;
  for (; step < MOST_STEPS; step++) {
    const lived = [await dieAt(step, "before", wanted), await dieAt(step, "after", wanted)];
    if (lived[0]) break;
  }
  return step;
}

it("crash-between-accept-and-record, B42: killed before or after any step of its sending, a digest goes out once and is recorded", async () => {
  await enroll("Mara");
  const step = await dieAtEach([1]);
  // Claim, address, place, handing over, sending, record and the run's end, at least.
  expect(step).toBeGreaterThan(7);
  expect(step).toBeLessThan(MOST_STEPS);
}, 240_000);

it("crash-between-accept-and-record, B42, B329: killed before or after any step of a batch, each of its digests goes out once, the one that is refused fails alone, and all are recorded", async () => {
  await enroll("Mara", "Refused", "Otto");
  await stack.services.db.account.update({
    where: { id: readership.readers[1]?.accountId ?? "" },
    data: { email: "no address" },
  });
  const step = await dieAtEach([1, 0, 1]);
  expect(step).toBeGreaterThan(7);
  expect(step).toBeLessThan(MOST_STEPS);
}, 240_000);
