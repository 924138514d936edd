import { afterAll, beforeAll, expect, it } from "vitest";
import { systemScope } from "@/lib/access/system-scope";
import { createTestClock } from "@/lib/testing/clock";
import { createDyingServices } from "@/lib/testing/dying-services";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { createLoudBand, DAY_MS, HOUR_MS, type LoudBand, MINUTE_MS } from "./at-once.fixture";
import { sendAtOnce } from "./commands";

let stack: TestStack;
let loud: LoudBand;

beforeAll(async () => {
  stack = await startTestStack({ clock: createTestClock("2026-03-02T12:00:00Z"), env: { MAIL_DAILY_LIMIT: "1000" } });
  loud = await createLoudBand(stack);
  const { accountId } = loud.band.listener;
  // Nobody else's digest is looked at.
  await stack.services.db.account.updateMany({ where: { id: { not: accountId } }, data: { digestFrequency: "off" } });
});
afterAll(() => stack.close());

it("B267: killed before or after any of its steps, a mail at once is sent once by whoever goes on, and never by the digest, too", async () => {
  const { band } = loud;
  let isOver = false;
  for (let step = 1; !isOver; step++) {
    for (const moment of ["before", "after"] as const) {
      const words = `Step ${step}, ${moment}.`;
      await loud.say(words, band.listener);
      stack.clock.advance(3 * MINUTE_MS);
      const dying = createDyingServices(stack.services, step, moment);
      const end = await Promise.race([sendAtOnce(dying.services, systemScope), dying.died]);
      isOver = end !== "died";
      // Whoever goes on: the lease of one who died is over by then.
      stack.clock.advance(10 * MINUTE_MS);
      await loud.send();
      stack.clock.advance(20 * HOUR_MS);
      await loud.digest();
      const told = (await loud.mails(band.listener)).filter(({ text }) => text.includes(words));
      expect([words, told.length]).toEqual([words, 1]);
      stack.clock.advance(DAY_MS);
    }
  }
}, 300_000);
