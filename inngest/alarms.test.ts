import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { systemScope } from "@/lib/access/system-scope";
import { createId } from "@/lib/core/ids";
import { PLAN_REQUESTED, READERS_DUE } from "@/lib/core/queue-events";
import { transact } from "@/lib/db/client";
import { writeOutbox } from "@/lib/db/outbox-store";
import { sweepAccountMail } from "@/lib/domains/digests/sweeping/commands";
import { watchAlerts } from "@/lib/domains/operations/alerts/watching/commands";
import { beat, sayGoodbye } from "@/lib/domains/operations/beating/commands";
import { readPanel } from "@/lib/domains/operations/indicators/reads";
import type { AlertKind } from "@/lib/domains/operations/indicators/schema";
import { setMailLimit } from "@/lib/domains/operations/mail/commands";
import { proveStorage } from "@/lib/domains/operations/proving/commands";
import { checkReadiness } from "@/lib/domains/operations/reads";
import { buildServices, type Services } from "@/lib/services";
import { createTestClock } from "@/lib/testing/clock";
import { readMailbox } from "@/lib/testing/mailbox";
import { buildAdmin, sendMail } from "@/lib/testing/mails";
import { findTomorrow } from "@/lib/testing/month-asleep";
import { startTestQueue, type TestQueue } from "@/lib/testing/queue";
import { startTestStack } from "@/lib/testing/services";
import { describeFunctions } from "./consumers";
import { buildFunctions } from "./functions";
import { relayOnce } from "./relay";

const MINUTE_MS = 60_000;
/** What alerts give a machine that wakes up. */
const MOMENT_MS = 15_000;
const HOUR_MS = 60 * MINUTE_MS;
const ADMIN = "ada@example.test";
const WAIT = { timeout: 60_000, interval: 50 };

let queue: TestQueue;
let services: Services;
let isBeating = true;

beforeAll(async () => {
  const clock = createTestClock(new Date(findTomorrow().getTime() + 9 * HOUR_MS));
  const given = { ADMIN_EMAILS: ADMIN, MAIL_DAILY_LIMIT: "100" };
  queue = await startTestQueue(clock, (env) => startTestStack({ clock, env: { ...env, ...given } }));
  services = queue.stack.services;
});
afterAll(() => queue.close());
beforeEach(async () => {
  isBeating = true;
  // Nothing of the test before: another day's quota, and its mails of an hour ago.
  const { clock } = queue.stack;
  clock.set(new Date(Math.floor(clock.now().getTime() / (24 * HOUR_MS) + 1) * 24 * HOUR_MS + 9 * HOUR_MS));
  await services.db.heartbeat.deleteMany();
  await services.db.alert.deleteMany();
  await look();
  await settle();
  await look();
  expect(await listFiring()).toEqual([]);
});
afterEach(async () => {
  queue.setAsleep(false);
  await queue.server().sync();
});

const admin = buildAdmin(ADMIN);

/** Time passes, and the process does what its timers do. */
async function look(passedMs = 0): Promise<void> {
  queue.stack.clock.advance(passedMs);
  const functions = describeFunctions(buildFunctions(queue.context));
  if (isBeating) await beat(services, systemScope, functions);
  await watchAlerts(services, systemScope);
}

/** The queue calls what is due, and all of it comes to its end. */
async function settle(): Promise<void> {
  await relayOnce(queue.context);
  await queue.server().tick();
  const { stats, settled } = queue.server();
  await expect.poll(async () => (await settled(), stats().queue.depth + stats().running.length), WAIT).toBe(0);
}

/** So many minutes pass as on a machine that works: each brings its ticks. */
async function passMinutes(minutes: number): Promise<void> {
  for (let minute = 0; minute < minutes; minute++) {
    await look(MINUTE_MS);
    await settle();
  }
  await look();
}

/** The same in one go, as when the machine slept; then as awake. */
async function sleepMinutes(minutes: number): Promise<void> {
  queue.stack.clock.advance(minutes * MINUTE_MS);
  await settle();
  await passMinutes(3);
}

async function listFiring(): Promise<string[]> {
  const firing = await services.db.alert.findMany({ where: { state: "firing" }, orderBy: { createdAt: "asc" } });
  return firing.map(({ kind }) => kind);
}

async function readSubjects(): Promise<string[]> {
  await sweepAccountMail(services, systemScope);
  return (await readMailbox(queue.stack, ADMIN)).map(({ subject }) => subject).reverse();
}

/** What happened of one kind since the test began: mails in their order, and what is open. */
async function expectStory(kind: AlertKind, subjects: string[], before: string[]): Promise<void> {
  const alerts = await services.db.alert.findMany({ where: { kind } });
  expect(alerts.map(({ state }) => state)).toEqual(["cleared"]);
  expect((await readSubjects()).slice(before.length)).toEqual(subjects);
}

const ask = () =>
  transact(services.db, (tx) => writeOutbox(tx, { name: PLAN_REQUESTED, data: {} }, services.clock.now()));
const told = (title: string) => [`Segno: ${title}`, `Segno: Well again: ${title[0]?.toLowerCase()}${title.slice(1)}`];
const readState = async (id: string) => (await readPanel(services)).indicators.find((one) => one.id === id);

describe("every alarm is raised by its cause and ends with it", { timeout: 300_000 }, () => {
  it("B113, B134, B421: work that nobody takes, while the queue takes every event, is told after two minutes", async () => {
    const before = await readSubjects();
    queue.setAsleep(true);
    await ask();
    await relayOnce(queue.context);
    await look(MINUTE_MS);
    expect(await listFiring()).toEqual([]);
    expect(await readState("outbox")).toMatchObject({ state: "green" });
    await look(MINUTE_MS);
    await look(MOMENT_MS);
    expect(await listFiring()).toEqual(["work_stands_still"]);
    expect(await readState("work")).toMatchObject({ state: "red", summary: expect.stringContaining("plan-digests") });

    queue.setAsleep(false);
    await queue.server().sync();
    await passMinutes(3);
    await expectStory("work_stands_still", told("Work waits and nothing runs"), before);
  });

  it("B113, B421: a dead queue is told: what waits stands still, and schedules are late", async () => {
    const before = await readSubjects();
    await queue.closeServer();
    await ask();
    await relayOnce(queue.context);
    await look(2 * MINUTE_MS);
    await look(MOMENT_MS);
    expect(await listFiring()).toEqual(["work_stands_still"]);
    expect(await readState("queue")).toMatchObject({ state: "red", cure: expect.stringContaining("INNGEST_BASE_URL") });
    await look(4 * MINUTE_MS);
    await look(MINUTE_MS);
    expect(await listFiring()).toEqual(["work_stands_still", "schedule_late"]);
    expect(await readState("schedules")).toMatchObject({
      state: "red",
      summary: expect.stringContaining("sweep-mail"),
    });

    await queue.reopenServer();
    await queue.server().sync();
    // Until the slowest of the late ones has had its next tick.
    await passMinutes(12);
    expect(await listFiring()).toEqual([]);
    const subjects = (await readSubjects()).slice(before.length);
    const all = [...told("Work waits and nothing runs"), ...told("A schedule is late")];
    expect(subjects.toSorted()).toEqual(all.toSorted());
  });

  it("B421: no sign of life of any process that works is told after two minutes", async () => {
    const before = await readSubjects();
    isBeating = false;
    await look(MINUTE_MS);
    expect(await listFiring()).toEqual([]);
    await look(MINUTE_MS);
    expect(await readState("processes")).toMatchObject({ state: "red" });
    await look(MOMENT_MS);
    expect(await listFiring()).toEqual(["no_worker"]);
    isBeating = true;
    await passMinutes(2);
    await expectStory("no_worker", told("No process does background work"), before);
  });

  it("B421: runs that fail are told, with the reason of the last", async () => {
    const before = await readSubjects();
    for (let run = 0; run < 3; run++) await queue.context.inngest.send({ name: READERS_DUE, data: { readers: [] } });
    await settle();
    await look();
    expect(await listFiring()).toEqual(["failed_rate"]);
    expect((await readState("failures"))?.evidence[0]).toMatch(/send-digests: 3 of 3 failed.*can't be read/);
    await sleepMinutes(61);
    await sleepMinutes(10);
    expect((await services.db.alert.findFirst({ where: { kind: "failed_rate" } }))?.state).toBe("cleared");
    expect((await readSubjects()).slice(before.length)).toEqual(
      expect.arrayContaining(told("Most runs of a function fail")),
    );
  });

  it("B419, B421: a process with another storage is told by name; that it was refused ends the alert", async () => {
    const before = await readSubjects();
    await proveStorage(services);
    const other = await startTestStack({ clock: queue.stack.clock });
    await proveStorage(other.services);
    const config = { ...queue.stack.config, s3: other.config.s3 };
    const crossed = buildServices(config, { clock: queue.stack.clock, log: services.log });
    await beat(crossed, systemScope, []);
    await look();
    expect(await listFiring()).toContain("other_storage");
    const storage = await readState("same_storage");
    // Who sees the right one goes on.
    expect(await checkReadiness(services)).toMatchObject({ status: "ok" });
    expect(storage).toMatchObject({ state: "red", summary: expect.not.stringContaining(other.config.s3.endpoint) });
    expect(storage?.evidence.join("\n")).toContain(`bucket “segno” at ${other.config.s3.endpoint}, another one's`);
    await Promise.all([crossed.close(), other.close()]);
    await sleepMinutes(10);
    await expectStory("other_storage", told("A process sees another storage"), before);
  });

  it("B418, B421: processes that are configured differently are told by variable after two minutes, without a secret", async () => {
    const before = await readSubjects();
    const fingerprints = {
      ...queue.stack.config.fingerprints,
      MAIL_DAILY_LIMIT: "5",
      RESEND_API_KEY: "hash:0123456789abcdef",
    };
    const config = { ...queue.stack.config, fingerprints };
    const other = buildServices(config, { clock: queue.stack.clock, log: services.log });
    await beat(other, systemScope, []);
    await look();
    expect(await listFiring()).toEqual([]);
    const { summary, evidence } = (await readState("configuration")) ?? { summary: "", evidence: [] };
    expect(summary).toBe("Processes differ in MAIL_DAILY_LIMIT, RESEND_API_KEY.");
    expect(evidence[0]).toMatch(/"100" at .*; "5" at|"5" at .*; "100" at/);
    expect(evidence.join("")).not.toContain("hash:");
    for (let minute = 0; minute < 2; minute++) {
      queue.stack.clock.advance(MINUTE_MS);
      await beat(other, systemScope, []);
      await look();
      await settle();
    }
    expect(await listFiring()).toEqual(["configuration_differs"]);
    await sayGoodbye(other, systemScope);
    await other.close();
    await passMinutes(2);
    await expectStory("configuration_differs", told("Processes are configured differently"), before);
  });

  it("B421: a disk that is nearly full is told with its machine; room ends the alert", async () => {
    const before = await readSubjects();
    const id = createId();
    const tell = async (freeBytes: number) => {
      const own = await services.db.heartbeat.findFirstOrThrow({ where: { host: { not: "attic" } } });
      const facts = { ...(own.facts as object), disk: { folder: "/srv/segno", freeBytes, totalBytes: 100 } };
      const row = { host: "attic", startedAt: own.startedAt, lastBeatAt: services.clock.now(), facts };
      await services.db.heartbeat.upsert({ where: { id }, create: { id, ...row }, update: row });
    };
    for (let minute = 0; minute < 2; minute++) {
      await tell(9);
      await look();
      queue.stack.clock.advance(MINUTE_MS);
      await settle();
    }
    await tell(9);
    await look();
    expect(await listFiring()).toEqual(["disk_low"]);
    expect((await readState("disk"))?.evidence.join()).toContain("attic");
    for (let minute = 0; minute < 7; minute++) {
      await tell(40);
      await look(MINUTE_MS);
      await settle();
    }
    await expectStory("disk_low", told("The disk is nearly full"), before);
  });

  it("B421: four fifths of the day's mails are told; its mail is the quota's own, and a higher limit or midnight ends it", async () => {
    const before = await readSubjects();
    const limit = (dailyLimit: number | null) => setMailLimit(services, admin, { dailyLimit });
    await limit(25);
    for (let mail = 0; mail < 20; mail++) expect(await sendMail(services, "transactional")).toBe("sent");
    await look();
    expect(await listFiring()).toEqual(["quota"]);
    expect(await readState("mail")).toMatchObject({ state: "amber" });
    await limit(100);
    await passMinutes(2);
    expect(await listFiring()).toEqual([]);
    await limit(25);
    await look();
    expect(await listFiring()).toEqual(["quota"]);
    queue.stack.clock.advance(24 * HOUR_MS);
    await look();
    await settle();
    await passMinutes(2);
    await limit(null);
    expect((await services.db.alert.findFirst({ where: { kind: "quota" } }))?.state).toBe("cleared");
    expect((await readSubjects()).slice(before.length).filter((subject) => subject.includes("Four fifths"))).toEqual(
      [],
    );
  });
});
