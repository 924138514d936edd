import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createTestClock } from "@/lib/testing/clock";
import { readMailbox } from "@/lib/testing/mailbox";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { deliverEmail, sweepLane } from "./deliver";
import { freezeEmail, type MailLane } from "./email-store";
import { findNextMailDay, readMailDay, reserveMails } from "./ledger-store";

const DAY_MS = 24 * 60 * 60 * 1000;
let stack: TestStack;
let counter = 0;

beforeAll(async () => {
  stack = await startTestStack({
    clock: createTestClock("2026-03-02T08:00:00Z"),
    env: { MAIL_DAILY_LIMIT: "10", MAIL_RESERVED: "3" },
  });
});
afterAll(() => stack.close());
beforeEach(async () => {
  stack.setMailFaults({ kind: "none" });
  await stack.services.db.email.deleteMany();
  await stack.services.db.mailControl.updateMany({ data: { pausedUntil: null } });
  stack.clock.advance(DAY_MS);
});

async function freeze(lane: MailLane = "transactional", toAddress = "mara@example.com"): Promise<string> {
  counter += 1;
  const now = stack.clock.now();
  const words = { subject: `Mail ${counter}`, html: "<p>Words</p>", text: "Words" };
  const rest = { key: `test:${counter}`, lane, accountId: null, toAddress, fromAddress: "Segno <hello@segno.test>" };
  return freezeEmail(stack.services.db, { ...words, ...rest, expiresAt: new Date(now.getTime() + DAY_MS) }, now);
}

const send = (id: string) => deliverEmail(stack.services, id);
const rowOf = (id: string) => stack.services.db.email.findUniqueOrThrow({ where: { id } });
const use = () => readMailDay(stack.services.db, stack.clock.now());
const arrived = async () => (await readMailbox(stack)).filter((mail) => mail.subject === `Mail ${counter}`).length;

describe("delivering", () => {
  it("B42: sends once, however many send at once", async () => {
    const id = await freeze();
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => send(id)));
    expect(outcomes.filter((outcome) => outcome === "sent")).toHaveLength(1);
    expect(await send(id)).toBe("busy");
    expect([await arrived(), (await use()).transactional]).toEqual([1, 1]);
  });

  it("B42: a sender that dies leaves the mail to the next, which sends the same bytes under the same key", async () => {
    const id = await freeze();
    stack.setMailFaults({ kind: "accept_then_drop", times: 1 });
    expect(await send(id)).toBe("pending");
    await stack.services.db.email.update({
      where: { id },
      data: { leaseUntil: new Date(stack.clock.now().getTime() + 1) },
    });
    expect(await send(id)).toBe("busy");
    stack.clock.advance(120_000);
    expect(await sweepLane(stack.services, "transactional")).toBe(1);
    expect(await arrived()).toBe(1);
    expect(await rowOf(id)).toMatchObject({ state: "sent", attempts: 2, html: "", text: "" });
  });

  it("waits longer after each failure and stops the sweep", async () => {
    const ids = [await freeze(), await freeze()];
    stack.setMailFaults({ kind: "rate_limit_exceeded", retryAfterSec: 45 });
    expect(await sweepLane(stack.services, "transactional")).toBe(0);
    const [first, second] = await Promise.all(ids.map(rowOf));
    expect(first?.nextAttemptAt).toEqual(new Date(stack.clock.now().getTime() + 45_000));
    expect([first?.attempts, second?.attempts]).toEqual([1, 0]);
    expect((await use()).transactional).toBe(0);
  });

  it("B37: gives up what is too old", async () => {
    const id = await freeze();
    stack.clock.advance(DAY_MS);
    expect(await send(id)).toBe("expired");
    expect(await arrived()).toBe(0);
  });

  it("B41: a refused address fails alone", async () => {
    const [bad, good] = [await freeze("transactional", "no address"), await freeze()];
    expect(await sweepLane(stack.services, "transactional")).toBe(1);
    expect([(await rowOf(bad)).state, (await rowOf(good)).state]).toEqual(["failed", "sent"]);
  });

  it("B49: transactional mail that met the end of the provider's quota goes out when it returns", async () => {
    const id = await freeze();
    stack.setMailFaults({ kind: "monthly_quota_exceeded", times: 1 });
    expect(await send(id)).toBe("deferred");
    expect((await use()).isBulkClosed).toBe(true);
    expect(await sweepLane(stack.services, "transactional")).toBe(0);
    stack.clock.advance(15 * 60 * 1000);
    expect(await sweepLane(stack.services, "transactional")).toBe(1);
  });
});

describe("the ledger", () => {
  it("B46: those who send a day's first mails at the same moment all get a place", async () => {
    const { db } = stack.services;
    const quota = { dailyLimit: 100, reserved: 10, hourlyLimit: null };
    for (let day = 0; day < 20; day++) {
      stack.clock.advance(24 * 60 * 60 * 1000);
      // A little after one another, so that one finds no day and, asking why, finds one.
      const reserve = async (_: unknown, place: number) => {
        await sleep(place);
        return reserveMails(db, "bulk", 1, quota, stack.clock.now());
      };
      const places = await Promise.all(Array.from({ length: 8 }, reserve));
      expect(places.filter((place) => !place.isGranted)).toEqual([]);
    }
  });

  it("B46, B47: a hundred at once stay within the day's places, bulk before the reserve", async () => {
    const { db } = stack.services;
    const quota = { dailyLimit: 10, reserved: 3, hourlyLimit: null };
    const reserve = (lane: MailLane) => reserveMails(db, lane, 1, quota, stack.clock.now());
    const bulk = await Promise.all(Array.from({ length: 50 }, () => reserve("bulk")));
    expect(bulk.filter((place) => place.isGranted)).toHaveLength(7);
    const rest = await Promise.all(Array.from({ length: 50 }, () => reserve("transactional")));
    expect(rest.filter((place) => place.isGranted)).toHaveLength(3);
    expect(await use()).toMatchObject({ transactional: 3, bulk: 7 });
    const refused = await reserve("transactional");
    expect(refused).toEqual({
      ...{ isGranted: false, reason: "quota", retryAt: findNextMailDay(stack.clock.now()) },
    });
  });
});
