import { afterAll, beforeAll, expect, it } from "vitest";
import { askReset } from "@/lib/domains/accounts/commands";
import { createTestPerson } from "@/lib/testing/actors";
import { createTestClock } from "@/lib/testing/clock";
import { readMailbox } from "@/lib/testing/mailbox";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { startAccountMail } from "./account-mail";

let stack: TestStack;

beforeAll(async () => {
  stack = await startTestStack({ clock: createTestClock("2026-03-02T08:00:00Z") });
});
afterAll(() => stack.close());

it("B344: a reset that the provider refused at first leaves from the process itself, with no queue at all, once", async () => {
  const { email } = await createTestPerson(stack.services, "Mara");
  stack.setMailFaults({ kind: "server_error", status: 503 });
  await askReset(stack.services, { email });
  expect(await readMailbox(stack, email)).toEqual([]);
  const stops = [startAccountMail(stack.services, 30), startAccountMail(stack.services, 30)];
  stack.setMailFaults({ kind: "none" });
  expect(await readMailbox(stack, email)).toEqual([]);
  stack.clock.advance(60_000);
  await expect.poll(async () => (await readMailbox(stack, email)).length, { timeout: 10_000 }).toBe(1);
  await Promise.all(stops.map((stop) => stop()));
  expect(await readMailbox(stack, email)).toHaveLength(1);
});
