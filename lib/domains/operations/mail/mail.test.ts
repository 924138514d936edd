import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { systemScope } from "@/lib/access/system-scope";
import { createId } from "@/lib/core/ids";
import { askReset } from "@/lib/domains/accounts/commands";
import { planDigests } from "@/lib/domains/digests/commands";
import { DIGEST_START_DEADLINE_MS } from "@/lib/domains/digests/schema";
import { sweepMail } from "@/lib/domains/digests/sweeping/commands";
import type { MailLane } from "@/lib/mail/email-store";
import { createTestClock } from "@/lib/testing/clock";
import { planTurns, type Turn, takeTurns } from "@/lib/testing/digests";
import { readMailbox } from "@/lib/testing/mailbox";
import { buildAdmin, sendMail } from "@/lib/testing/mails";
import { createReadership, type Readership, tellReaders } from "@/lib/testing/readers";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { changeMail, liftSuppressionOf } from "./commands";
import { readMailOverview, readSuppressions } from "./reads";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const ADMIN = "admin@example.com";
const HOURLY = 5;
let stack: TestStack;
let readership: Readership;

beforeAll(async () => {
  stack = await startTestStack({
    clock: createTestClock("2026-03-02T08:00:00Z"),
    env: { MAIL_DAILY_LIMIT: "40", MAIL_HOURLY_LIMIT: String(HOURLY), ADMIN_EMAILS: ADMIN },
  });
  const wishes = Array.from({ length: 9 }, (_, i) => ({ name: `Reader${i}`, timeZone: "UTC", digestHour: 8 }));
  readership = await createReadership(stack.services, wishes);
});
afterAll(() => stack.close());
beforeEach(async () => {
  stack.setMailFaults({ kind: "none" });
  stack.clock.advance(2 * DAY_MS);
  const { db } = stack.services;
  await db.mailControl.updateMany({ data: { stoppedAt: null, stopReason: null, pausedUntil: null } });
  await db.notification.deleteMany();
});

const admin = buildAdmin(ADMIN);
const overview = () => readMailOverview(stack.services, admin);
const stop = (...lanes: MailLane[]) => changeMail(stack.services, admin, { action: "stop", lanes });
const resume = (...lanes: MailLane[]) => changeMail(stack.services, admin, { action: "resume", lanes });
const stateOf = async (lane: MailLane) => (await overview()).lanes.find((one) => one.lane === lane)?.state;
const readAlerts = async () => (await readMailbox(stack, ADMIN)).map((mail) => mail.subject);
const someone = () => readership.readers[0]?.email ?? "";

async function plan() {
  await tellReaders(stack.services, readership, `News ${createId()}`);
  return planTurns(stack.services, 3);
}

const send = (turns: Turn[]) => takeTurns(stack.services, turns);

const sendOne = (lane: MailLane) => sendMail(stack.services, lane);
const repeat = <T>(count: number, item: T) => Array.from({ length: count }, () => item);

describe("stopping the mail", () => {
  it("B339: holds for the very next mail in the middle of a run, and nothing piles up; then each reader gets one", async () => {
    const turns = await plan();
    expect(turns).toHaveLength(3);
    expect(await send(turns.slice(0, 1))).toEqual(repeat(3, "sent"));
    await stop("bulk");
    expect(await send(turns.slice(1))).toEqual(repeat(6, "stopped"));
    expect(await plan()).toEqual([]);
    expect(await stack.services.db.email.count({ where: { lane: "bulk", state: { not: "sent" } } })).toBe(0);
    await resume("bulk");
    await stack.services.db.mailDay.updateMany({ data: { hourCeiling: 100 } });
    expect(await send(await plan())).toEqual(repeat(6, "sent"));
    for (const { email } of readership.readers) expect(await readMailbox(stack, email)).toHaveLength(1);
  });

  it("B339: leaves account mail alone unless that is stopped, too; what waited leaves when it is let go", async () => {
    await stop("bulk");
    await askReset(stack.services, { email: someone() });
    const before = (await readMailbox(stack, someone())).length;
    await stop("transactional");
    await askReset(stack.services, { email: someone() });
    expect((await readMailbox(stack, someone())).length).toBe(before);
    stack.clock.advance(MINUTE_MS);
    expect(await sweepMail(stack.services, systemScope)).toMatchObject({ transactional: 0 });
    await resume("transactional", "bulk");
    stack.clock.advance(MINUTE_MS);
    expect(await sweepMail(stack.services, systemScope)).toMatchObject({ transactional: 1 });
    expect((await readMailbox(stack, someone())).length).toBe(before + 1);
  });

  it("B339: is written down once with who did it, and is an administrator's alone", async () => {
    const before = await stack.services.db.mailJournal.count();
    await Promise.all([stop("bulk"), stop("bulk")]);
    expect((await overview()).journal[0]).toMatchObject({
      kind: "stopped",
      actorName: "Ada",
      detail: "Digests stopped",
    });
    expect(await stack.services.db.mailJournal.count()).toBe(before + 1);
    const anybody = { ...admin, isAdmin: false };
    for (const work of [
      readMailOverview(stack.services, anybody),
      readSuppressions(stack.services, anybody, {}),
      changeMail(stack.services, anybody, { action: "resume", lanes: ["bulk"] }),
      liftSuppressionOf(stack.services, anybody, { address: "a@b.example" }),
    ])
      await expect(work).rejects.toMatchObject({ reason: "not_admin" });
    expect(await stateOf("bulk")).toBe("stopped");
  });
});

describe("too many digests in an hour", () => {
  it("B340: stop the lane once, however many come at once, and administrators are told; account mail goes on", async () => {
    const before = (await readAlerts()).length;
    const outcomes = await Promise.all(repeat(12, 0).map(() => sendOne("bulk")));
    expect(outcomes.filter((outcome) => outcome === "sent")).toHaveLength(HOURLY);
    expect(outcomes.filter((outcome) => outcome === "deferred")).toHaveLength(12 - HOURLY);
    expect(await stateOf("bulk")).toBe("stopped_by_volume");
    const [alert, ...more] = (await readAlerts()).slice(0, -before || undefined);
    expect([alert, more]).toEqual([`Segno: Digests are stopped: ${HOURLY} in one hour`, []]);
    expect(await sendOne("transactional")).toBe("sent");
    stack.clock.advance(60 * MINUTE_MS);
    expect(await sendOne("bulk")).toBe("deferred");
  });

  it("B340: go on when an administrator lets them, with room for more that day", async () => {
    for (let i = 0; i <= HOURLY; i++) await sendOne("bulk");
    await resume("bulk");
    expect((await overview()).hour).toEqual({ used: HOURLY, ceiling: 4 * HOURLY });
    expect(await sendOne("bulk")).toBe("sent");
  });
});

describe("the quota", () => {
  it("B341: is told of at half, four fifths and the end, once a day each, by mail and on the page", async () => {
    const before = await readAlerts();
    const day = stack.clock.now().toISOString().slice(0, 10);
    for (const used of [18, 19, 30, 31, 31, 37]) {
      await stack.services.db.mailDay.upsert({
        where: { day },
        create: { day, transactional: used, hourCeiling: 100 },
        update: { transactional: used },
      });
      await Promise.all([sendOne("transactional"), sendOne("transactional")]);
    }
    const told = (await readAlerts()).slice(0, -before.length || undefined).reverse();
    expect(told).toEqual([
      "Segno: 50 % of the day's mails are used: 20 of 40",
      "Segno: 80 % of the day's mails are used: 32 of 40",
      "Segno: The day's mails are used up: 40",
    ]);
    const { journal, lanes } = await overview();
    expect(journal.filter(({ kind }) => kind === "quota_share").slice(0, 3)).toHaveLength(3);
    expect(lanes[0]?.used).toBeLessThanOrEqual(40);
  });

  it("B341: that the provider says is used up closes digests until the next day, and that is told once", async () => {
    stack.setMailFaults({ kind: "daily_quota_exceeded", times: 2 });
    expect([await sendOne("bulk"), await sendOne("transactional")]).toEqual(["deferred", "deferred"]);
    const { lanes, journal } = await overview();
    expect(lanes[1]).toMatchObject({ lane: "bulk", state: "closed", until: expect.stringContaining("T00:00:00") });
    expect(journal.filter(({ kind }) => kind === "quota_closed")).toHaveLength(1);
  });
});

it("B342: a provider that asks for a pause gets it from every sender of digests, for as long as it says", async () => {
  stack.setMailFaults({ kind: "rate_limit_exceeded", retryAfterSec: 90, times: 1 });
  expect([await sendOne("bulk"), await sendOne("bulk"), await sendOne("transactional")]).toEqual([
    ...["pending", "deferred", "sent"],
  ]);
  expect((await overview()).lanes[1]).toMatchObject({
    ...{ state: "paused", until: new Date(stack.clock.now().getTime() + 90_000).toISOString() },
  });
  stack.clock.advance(90_000);
  expect(await sendOne("bulk")).toBe("sent");
});

it("B338: an administrator sees which addresses get no mail, finds one, and lets mail go to it again, once", async () => {
  const now = stack.clock.now();
  const rest = { since: now, createdAt: now, detail: "No such box." };
  await stack.services.db.mailSuppression.createMany({
    data: [
      { address: "gone@example.com", reason: "bounced", ...rest },
      { address: "angry@example.com", reason: "complained", ...rest },
    ],
  });
  expect((await overview()).suppressed).toBe(2);
  expect(await readSuppressions(stack.services, admin, { q: "GONE" })).toEqual({
    ...{ count: 1, items: [{ address: "gone@example.com", reason: "bounced", since: now.toISOString() }] },
    items: [expect.objectContaining({ address: "gone@example.com", detail: "No such box." })],
  });
  await liftSuppressionOf(stack.services, admin, { address: "Gone@example.com" });
  await expect(liftSuppressionOf(stack.services, admin, { address: "gone@example.com" })).rejects.toMatchObject({
    code: "not_found",
  });
  expect((await overview()).journal[0]).toMatchObject({ kind: "suppression_lifted", actorName: "Ada" });
  expect((await overview()).suppressed).toBe(1);
});

it("B343: what the schedule did and did not is seen: looks, turns, dropped ones, and how long it stood still", async () => {
  await stack.services.db.digestTick.deleteMany();
  await plan();
  const from = stack.clock.now();
  stack.clock.advance(3 * DAY_MS);
  const late = new Date(stack.clock.now().getTime() - DIGEST_START_DEADLINE_MS);
  await planDigests(stack.services, systemScope, { tickAt: late, expiresAt: stack.clock.now() });
  await plan();
  expect((await overview()).schedule).toEqual({
    ...{ lastTickAt: stack.clock.now().toISOString(), due: 10, turns: 9, dropped: 1 },
    stoodStill: { from: from.toISOString(), to: stack.clock.now().toISOString() },
  });
});
