import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { systemScope } from "@/lib/access/system-scope";
import { sweepMail } from "@/lib/domains/digests/sweeping/commands";
import { deliverEmail } from "@/lib/mail/deliver";
import type { MailLane } from "@/lib/mail/email-store";
import { createTestClock } from "@/lib/testing/clock";
import { readMailbox } from "@/lib/testing/mailbox";
import { buildAdmin, freezeMail, sendMail } from "@/lib/testing/mails";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { setMailLimit } from "./commands";
import { readMailOverview } from "./reads";
import { setMailLimitSchema } from "./schema";

const DAY_MS = 24 * 60 * 60_000;
const ADMIN = "admin@example.com";
let stack: TestStack;

beforeAll(async () => {
  const env = { MAIL_DAILY_LIMIT: "40", MAIL_HOURLY_LIMIT: "100", ADMIN_EMAILS: ADMIN };
  stack = await startTestStack({ clock: createTestClock("2026-03-02T08:00:00Z"), env });
});
afterAll(() => stack.close());
beforeEach(() => {
  stack.setMailFaults({ kind: "none" });
  stack.clock.advance(2 * DAY_MS);
});

const admin = buildAdmin(ADMIN);
const overview = () => readMailOverview(stack.services, admin);
const stateOf = async (lane: MailLane) => (await overview()).lanes.find((one) => one.lane === lane)?.state;
const readAlerts = async () => (await readMailbox(stack, ADMIN)).map((mail) => mail.subject);

const sendOne = (lane: MailLane) => sendMail(stack.services, lane);

describe("how many mails a day may go", () => {
  const set = (dailyLimit: number | null) => setMailLimit(stack.services, admin, { dailyLimit });
  const fill = async (used: number) => {
    const day = stack.clock.now().toISOString().slice(0, 10);
    const row = { transactional: used, hourCeiling: 100 };
    await stack.services.db.mailDay.upsert({ where: { day }, create: { day, ...row }, update: row });
  };
  const countActs = () => stack.services.db.auditEntry.count({ where: { act: "mail.limit_set" } });
  afterEach(async () => {
    await set(null);
  });

  it("B477: is raised by an administrator: what waited for the next day goes now, and the next alert is of the new limit", async () => {
    await fill(40);
    const before = (await readAlerts()).length;
    const digest = await freezeMail(stack.services, "bulk");
    expect([await sendOne("transactional"), await deliverEmail(stack.services, digest)]).toEqual([
      ...["deferred", "deferred"],
    ]);
    const view = await set(90);
    expect(view).toMatchObject({ dailyLimit: 90, setLimit: { configured: 40, actorName: "Ada" } });
    expect(view.lanes.map(({ limit }) => limit)).toEqual([90, 82]);
    expect(view.journal[0]).toMatchObject({ kind: "limit_set", detail: "90 mails a day may go, it was 40" });
    expect(await sweepMail(stack.services, systemScope)).toMatchObject({ transactional: 1 });
    expect(await deliverEmail(stack.services, digest)).toBe("sent");
    await fill(45);
    await sendOne("transactional");
    expect((await readAlerts()).slice(0, -before || undefined)).toContain(
      "Segno: 50 % of the day's mails are used: 47 of 90",
    );
  });

  it("B477: opens digests again that the provider had closed for the day", async () => {
    stack.setMailFaults({ kind: "daily_quota_exceeded", times: 1 });
    expect(await sendOne("bulk")).toBe("deferred");
    expect(await stateOf("bulk")).toBe("closed");
    await set(100);
    expect(await stateOf("bulk")).toBe("open");
    expect(await sendOne("bulk")).toBe("sent");
  });

  it("B477: holds for the very next mail when it is lowered, never takes what account mail needs, and ends with none set", async () => {
    await fill(10);
    await set(12);
    expect(await sendOne("bulk")).toBe("deferred");
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => sendOne("transactional")));
    expect(outcomes.filter((outcome) => outcome === "sent")).toHaveLength(2);
    expect(await set(null)).toMatchObject({ dailyLimit: 40, setLimit: null });
    expect(await sendOne("transactional")).toBe("sent");
  });

  it("B477: is nobody's to say where the host lets no mail go: a copy of the data that holds a number sends none", async () => {
    await set(90);
    const { mail } = stack.config;
    const configured = mail.dailyLimit;
    mail.dailyLimit = 0;
    try {
      expect([await sendOne("transactional"), await sendOne("bulk")]).toEqual(["deferred", "deferred"]);
      expect(await overview()).toMatchObject({ dailyLimit: 0, setLimit: null });
      await expect(set(100)).rejects.toMatchObject({ code: "conflict", reason: "mail_off" });
    } finally {
      mail.dailyLimit = configured;
    }
    expect(await sendOne("transactional")).toBe("sent");
  });

  it("B477: is written down once with who did it, and is an administrator's alone", async () => {
    const before = await countActs();
    await set(50);
    await set(50);
    expect(await countActs()).toBe(before + 1);
    const anybody = { ...admin, isAdmin: false };
    const refused = setMailLimit(stack.services, anybody, { dailyLimit: 1_000 });
    await expect(refused).rejects.toMatchObject({ reason: "not_admin" });
    expect((await overview()).dailyLimit).toBe(50);
    for (const dailyLimit of [-1, 1.5, 10_000_001, "50"])
      expect(setMailLimitSchema.safeParse({ dailyLimit }).error?.issues[0]?.message).toMatch(/whole number of mails/);
  });
});
