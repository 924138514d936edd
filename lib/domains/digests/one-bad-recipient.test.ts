import { afterAll, beforeAll, expect, it } from "vitest";
import { systemScope } from "@/lib/access/system-scope";
import { createTestClock } from "@/lib/testing/clock";
import { planTurns, takeTurns } from "@/lib/testing/digests";
import { readMailbox } from "@/lib/testing/mailbox";
import { createReadership, type Readership, tellReaders } from "@/lib/testing/readers";
import { startWebhookStack, type WebhookStack } from "@/lib/testing/webhooks";
import { sweepDigests } from "./commands";

const DAY_MS = 24 * 60 * 60 * 1000;
const NAMES = ["Mara", "Refused", "Bouncing", "Complaining", "Otto"];
let stack: WebhookStack;
let readership: Readership;

beforeAll(async () => {
  stack = await startWebhookStack({ clock: createTestClock("2026-03-02T08:00:00Z") });
  readership = await createReadership(
    stack.services,
    NAMES.map((name) => ({ name, timeZone: "UTC", digestHour: 8 })),
  );
  await rename("Refused", "no address");
  await rename("Bouncing", "bounced@resend.dev");
  await rename("Complaining", "complained@resend.dev");
});
afterAll(() => stack.close());

async function rename(name: string, email: string): Promise<void> {
  const reader = readership.readers[NAMES.indexOf(name)] ?? expect.fail("no such reader");
  await stack.services.db.account.update({ where: { id: reader.accountId }, data: { email } });
}

/** What each reader's turn came to, by name. */
async function passDay(): Promise<Record<string, string>> {
  stack.clock.advance(DAY_MS);
  await tellReaders(stack.services, readership, `Take of ${stack.clock.now().toISOString()}`);
  const turns = await planTurns(stack.services);
  expect(turns).toHaveLength(1);
  const outcomes: Record<string, string> = {};
  for (const turn of [...turns, ...turns]) {
    for (const [at, outcome] of (await takeTurns(stack.services, [turn])).entries()) {
      const accountId = turn.readers[at]?.accountId;
      outcomes[NAMES[readership.readers.findIndex((one) => one.accountId === accountId)] ?? ""] ??= outcome;
    }
  }
  await sweepDigests(stack.services, systemScope);
  return outcomes;
}

const countMails = () =>
  Promise.all(
    readership.readers.map(async ({ accountId }) => {
      const { email } = await stack.services.db.account.findUniqueOrThrow({ where: { id: accountId } });
      return (await readMailbox(stack, email)).length;
    }),
  );

it("one-bad-recipient, B41, B338: who is refused, bounces or complains fails alone; the rest get each digest once, and those none", async () => {
  expect(await passDay()).toEqual({
    ...{ Mara: "sent", Refused: "failed", Bouncing: "sent", Complaining: "sent", Otto: "sent" },
  });
  await expect.poll(() => stack.services.db.mailSuppression.count()).toBe(2);
  expect(await passDay()).toEqual({ Mara: "sent", Refused: "failed", Otto: "sent" });
  expect(await passDay()).toEqual({ Mara: "sent", Refused: "failed", Otto: "sent" });
  expect(await countMails()).toEqual([3, 0, 1, 1, 3]);
  const day = await stack.services.db.mailDay.findMany({ orderBy: { day: "asc" }, select: { bulk: true } });
  // A refusal gives its place back.
  expect(day.map(({ bulk }) => bulk)).toEqual([4, 2, 2]);
});
