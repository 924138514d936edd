import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { systemScope } from "@/lib/access/system-scope";
import { createTestClock } from "@/lib/testing/clock";
import { planTurns, takeTurns } from "@/lib/testing/digests";
import { readMailbox } from "@/lib/testing/mailbox";
import { createReadership, type Readership, tellReaders } from "@/lib/testing/readers";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { pruneMail, sweepMail } from "./sweeping/commands";

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
let stack: TestStack;
let readership: Readership;

beforeAll(async () => {
  stack = await startTestStack({ clock: createTestClock("2026-03-02T08:30:00Z") });
});
afterAll(() => stack.close());
beforeEach(async () => {
  stack.setMailFaults({ kind: "none" });
  stack.clock.advance(3 * DAY_MS);
  await stack.services.db.account.updateMany({ data: { digestFrequency: "off" } });
  readership = await createReadership(stack.services, [{ name: "Mara", timeZone: "UTC", digestHour: 8 }]);
});

const reader = () => readership.readers[0] ?? { accountId: "", email: "" };
const texts = async () => (await readMailbox(stack, reader().email)).map((mail) => mail.text).reverse();
const closeSong = () => stack.services.db.membership.deleteMany({ where: { accountId: reader().accountId } });
const endings = async () =>
  (await stack.services.db.digestRun.findMany({ where: { accountId: reader().accountId } })).map((run) => run.state);

async function tell(words: string, ageMs = HOUR_MS / 4): Promise<void> {
  await tellReaders(stack.services, readership, words);
  const createdAt = new Date(stack.clock.now().getTime() - ageMs);
  await stack.services.db.notification.updateMany({
    where: { payload: { path: ["excerpt"], equals: words } },
    data: { createdAt },
  });
}

async function tick() {
  return takeTurns(stack.services, await planTurns(stack.services));
}

describe("what a digest tells", () => {
  it("B45: what committed while a digest was being read is told by the next one, once", async () => {
    await tell("In time.");
    expect(await tick()).toEqual(["sent"]);
    // Its transaction began before the digest was read, and ended after.
    await tell("A little late.", 3_000);
    stack.clock.advance(DAY_MS);
    expect(await tick()).toEqual(["sent"]);
    stack.clock.advance(DAY_MS);
    expect(await tick()).toEqual([]);
    const [first, second] = await texts();
    expect([first?.includes("In time."), first?.includes("A little late.")]).toEqual([true, false]);
    expect([second?.includes("In time."), second?.includes("A little late.")]).toEqual([false, true]);
    expect(second).toContain("And 1 older thing you have not opened");
  });

  it("B22: one that the provider refused is written anew before it is tried again", async () => {
    await tell("Nobody may read this any more.");
    stack.setMailFaults({ kind: "rate_limit_exceeded", retryAfterSec: 60, times: 1 });
    expect(await tick()).toEqual(["waiting"]);
    await closeSong();
    stack.clock.advance(HOUR_MS);
    await sweepMail(stack.services, systemScope);
    expect([await texts(), await endings()]).toEqual([[], ["empty"]]);
  });

  it("B42: one that the provider may have keeps its bytes, whatever a later try says", async () => {
    await tell("Sent, as it turns out.");
    stack.setMailFaults({ kind: "accept_then_drop", times: 1 });
    expect(await tick()).toEqual(["waiting"]);
    stack.setMailFaults({ kind: "rate_limit_exceeded", retryAfterSec: 60, times: 1 });
    stack.clock.advance(HOUR_MS);
    await sweepMail(stack.services, systemScope);
    await closeSong();
    stack.clock.advance(HOUR_MS);
    await sweepMail(stack.services, systemScope);
    expect([(await texts()).length, await endings()]).toEqual([1, ["sent"]]);
  });

  it("is forgotten when it is long over; quiet days too, and nothing that is not", async () => {
    await tell("Once upon a time.");
    await tick();
    stack.clock.advance(DAY_MS);
    await tick();
    expect(await endings()).toEqual(["sent", "empty"]);
    expect(await pruneMail(stack.services, systemScope)).toMatchObject({ words: 0 });
    expect(await endings()).toEqual(["sent", "empty"]);
    stack.clock.advance(95 * DAY_MS);
    expect((await pruneMail(stack.services, systemScope)).words).toBeGreaterThan(0);
    expect(await endings()).toEqual(["sent"]);
    const mail = await stack.services.db.email.findFirst({ where: { accountId: reader().accountId } });
    expect(mail).toMatchObject({ state: "sent", html: "", text: "" });
  });
});
