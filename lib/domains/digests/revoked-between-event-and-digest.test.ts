import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { systemScope } from "@/lib/access/system-scope";
import { createTestClock } from "@/lib/testing/clock";
import { planTurns, type Turn, takeTurns } from "@/lib/testing/digests";
import { readMailbox } from "@/lib/testing/mailbox";
import { createReadership, type Readership, tellReaders } from "@/lib/testing/readers";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { sweepMail } from "./sweeping/commands";

const HOUR_MS = 60 * 60 * 1000;
const SECRET = "The words that only members may read.";
let stack: TestStack;
let readership: Readership;

beforeAll(async () => {
  stack = await startTestStack({ clock: createTestClock("2026-03-02T08:00:00Z") });
});
afterAll(() => stack.close());
beforeEach(async () => {
  stack.setMailFaults({ kind: "none" });
  stack.clock.advance(3 * 24 * HOUR_MS);
  await stack.services.db.account.updateMany({ data: { digestFrequency: "off" } });
  const wishes = ["Leaving", "Staying"].map((name) => ({ name, timeZone: "UTC", digestHour: 8 }));
  readership = await createReadership(stack.services, wishes);
  await tellReaders(stack.services, readership, SECRET);
});

const [LEAVING, STAYING] = [0, 1];
const emailOf = (index: number) => readership.readers[index]?.email ?? "";
const revoke = () =>
  stack.services.db.membership.deleteMany({ where: { accountId: readership.readers[LEAVING]?.accountId ?? "" } });
const textsTo = async (index: number) => (await readMailbox(stack, emailOf(index))).map(({ text }) => text);

const plan = () => planTurns(stack.services);
const send = (turns: Turn[]) => takeTurns(stack.services, turns);

async function expectOnlyStaying(): Promise<void> {
  expect(await textsTo(LEAVING)).toEqual([]);
  expect(await textsTo(STAYING)).toEqual([expect.stringContaining(SECRET)]);
}

it("revoked-between-event-and-digest, B22, B44: who lost the right before the plan hears nothing", async () => {
  await revoke();
  await send(await plan());
  await expectOnlyStaying();
});

it("revoked-between-event-and-digest, B22, B44: who loses it between plan and turn hears nothing", async () => {
  const turns = await plan();
  await revoke();
  await send(turns);
  await expectOnlyStaying();
});

it("revoked-between-event-and-digest, B22: who loses it while a written digest waits hears nothing, and its words are gone", async () => {
  stack.setMailFaults({ kind: "daily_quota_exceeded", times: 1 });
  await send(await plan());
  await revoke();
  stack.clock.advance(16 * HOUR_MS + 60_000);
  await sweepMail(stack.services, systemScope);
  await expectOnlyStaying();
  const kept = await stack.services.db.email.findFirst({
    where: { accountId: readership.readers[LEAVING]?.accountId ?? "" },
  });
  expect(kept).toMatchObject({ state: "expired", reason: "nothing_left", html: "", text: "" });
});

it("revoked-between-event-and-digest, B22, B44: what lies in the trash by then is not told", async () => {
  const turns = await plan();
  const now = stack.clock.now();
  await stack.services.db.song.update({ where: { id: readership.songId }, data: { deletedAt: now } });
  await send(turns);
  expect([await textsTo(LEAVING), await textsTo(STAYING)]).toEqual([[], []]);
});
