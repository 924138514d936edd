import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { systemScope } from "@/lib/access/system-scope";
import { createTestClock } from "@/lib/testing/clock";
import { createDyingServices } from "@/lib/testing/dying-services";
import { readMailbox } from "@/lib/testing/mailbox";
import { createReadership, type Readership, tellReaders } from "@/lib/testing/readers";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { planDigests, sendDigest } from "./commands";
import { DIGEST_START_DEADLINE_MS } from "./schema";
import { sweepMail } from "./sweeping/commands";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** More than a digest's sending takes; the test fails if it takes as many. */
const MOST_STEPS = 40;
let stack: TestStack;
let readership: Readership;

beforeAll(async () => {
  stack = await startTestStack({ clock: createTestClock("2026-03-02T08:00:00Z") });
  readership = await createReadership(stack.services, [{ name: "Mara", timeZone: "UTC", digestHour: 8 }]);
});
afterAll(() => stack.close());
beforeEach(() => stack.setMailFaults({ kind: "none" }));

const reader = () => readership.readers[0] ?? expect.fail("no reader");
const countMails = async () => (await readMailbox(stack, reader().email)).length;

async function plan() {
  const tickAt = stack.clock.now();
  const expiresAt = new Date(tickAt.getTime() + DIGEST_START_DEADLINE_MS);
  return (await planDigests(stack.services, systemScope, { tickAt, expiresAt })).turns;
}

/** A day on which the sender dies at that step. @returns whether it lived, as it takes fewer. */
async function dieAt(step: number, moment: "before" | "after"): Promise<boolean> {
  stack.clock.advance(DAY_MS);
  await tellReaders(stack.services, readership, `News of ${stack.clock.now().toISOString()}`);
  const [turn] = await plan();
  if (!turn) throw new Error(`No turn was due before step ${step}.`);
  const before = await countMails();
  const dying = createDyingServices(stack.services, step, moment);
  const end = await Promise.race([sendDigest(dying.services, systemScope, turn.data), dying.died]);
  // The queue calls again, the sweeper comes by; the lease of the dead ends; a later look finds the reader.
  for (let minute = 0; minute < 4; minute++) {
    await sendDigest(stack.services, systemScope, turn.data);
    await sweepMail(stack.services, systemScope);
    stack.clock.advance(MINUTE_MS);
  }
  for (const again of await plan()) await sendDigest(stack.services, systemScope, again.data);
  expect([step, moment, (await countMails()) - before]).toEqual([step, moment, 1]);
  const run = await stack.services.db.digestRun.findFirstOrThrow({
    orderBy: { createdAt: "desc" },
    where: { accountId: reader().accountId },
    include: { email: true },
  });
  expect([step, moment, run.state, run.email?.state]).toEqual([step, moment, "sent", "sent"]);
  stack.clock.advance(-4 * MINUTE_MS);
  return end !== "died";
}

it("crash-between-accept-and-record, B42: killed before or after any step of its sending, a digest goes out once and is recorded", async () => {
  let step = 1;
  for (; step < MOST_STEPS; step++) {
    const lived = [await dieAt(step, "before"), await dieAt(step, "after")];
    if (lived[0]) break;
  }
  // Claim, address, place, handing over, sending, record and the run's end, at least.
  expect(step).toBeGreaterThan(7);
  expect(step).toBeLessThan(MOST_STEPS);
}, 240_000);
