import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { systemScope } from "@/lib/access/system-scope";
import { createId } from "@/lib/core/ids";
import { askReset } from "@/lib/domains/accounts/commands";
import { seeNotifications } from "@/lib/domains/notifications/commands";
import { createTestPerson, type TestPerson } from "@/lib/testing/actors";
import { createTestClock } from "@/lib/testing/clock";
import { planTurns, takeTurns } from "@/lib/testing/digests";
import { readMailbox } from "@/lib/testing/mailbox";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { planDigests, sweepDigests, unsubscribe } from "./commands";
import { DIGEST_START_DEADLINE_MS } from "./schema";
import { sweepMail } from "./sweeping/commands";

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
const LIMIT = 10;
let stack: TestStack;
let doer: TestPerson;
let project: { id: string; songId: string };

beforeAll(async () => {
  stack = await startTestStack({
    clock: createTestClock("2026-03-02T08:00:00Z"),
    env: { MAIL_DAILY_LIMIT: String(LIMIT), MAIL_RESERVED: "3" },
  });
  doer = await createTestPerson(stack.services, "Jonas");
  project = await createSong("Nightferry", "Paper Lanterns");
});
afterAll(() => stack.close());

beforeEach(async () => {
  stack.setMailFaults({ kind: "none" });
  const { db } = stack.services;
  await db.digestRun.deleteMany();
  await db.email.deleteMany();
  await db.notification.deleteMany();
  await db.account.deleteMany({ where: { id: { not: doer.accountId } } });
  const today = Math.floor(stack.clock.now().getTime() / DAY_MS);
  stack.clock.set(new Date((today + 2) * DAY_MS + 8 * HOUR_MS));
});

async function createSong(projectName: string, name: string) {
  const { db } = stack.services;
  const [id, songId] = [createId(), createId()];
  await db.project.create({ data: { id, ownerId: doer.accountId, name: projectName } });
  await db.song.create({
    data: { id: songId, projectId: id, createdById: doer.accountId, name, updatedAt: stack.clock.now() },
  });
  return { id, songId };
}

async function createReader(name: string, options: { isMember?: boolean } = {}): Promise<TestPerson> {
  const person = await createTestPerson(stack.services, name);
  const longAgo = new Date(stack.clock.now().getTime() - 90 * DAY_MS);
  await stack.services.db.account.update({ where: { id: person.accountId }, data: { digestWatermark: longAgo } });
  if (options.isMember !== false) {
    const row = { id: createId(), accountId: person.accountId, projectId: project.id, role: "listener" } as const;
    await stack.services.db.membership.create({ data: row });
  }
  return person;
}

async function tell(reader: TestPerson, ageHours = 1, words = "Bass and kick sit on each other."): Promise<string> {
  const id = createId();
  await stack.services.db.notification.create({
    data: {
      ...{ id, readerId: reader.accountId, doerId: doer.accountId, projectId: project.id, songId: project.songId },
      ...{ kind: "version.uploaded", sourceKey: `version:${id}`, payload: { excerpt: words } },
      createdAt: new Date(stack.clock.now().getTime() - ageHours * HOUR_MS),
    },
  });
  return id;
}

function plan() {
  const tickAt = stack.clock.now();
  return planDigests(stack.services, systemScope, {
    tickAt,
    expiresAt: new Date(tickAt.getTime() + DIGEST_START_DEADLINE_MS),
  });
}

async function tick() {
  return takeTurns(stack.services, await planTurns(stack.services));
}

const digestsTo = async (reader: TestPerson) => (await readMailbox(stack, reader.email)).length;
const runsOf = (reader: TestPerson) =>
  stack.services.db.digestRun.findMany({ where: { accountId: reader.accountId }, orderBy: { localDate: "asc" } });

describe("a day's digest", () => {
  it("B36: one for a reader with news, none without, none twice", async () => {
    const [told, quiet] = await Promise.all([createReader("Mara"), createReader("Ines")]);
    await tell(told);
    expect(await tick()).toEqual(["sent"]);
    stack.clock.advance(15 * 60 * 1000);
    await tell(told, 0);
    await tell(quiet, 0);
    expect(await tick()).toEqual([]);
    expect([await digestsTo(told), await digestsTo(quiet)]).toEqual([1, 0]);
    stack.clock.advance(DAY_MS);
    expect(await tick()).toEqual(["sent", "sent"]);
  });

  it("B37: a tick or a turn that starts too late does nothing, and the next finds the readers again", async () => {
    const reader = await createReader("Mara");
    await tell(reader);
    const turns = await planTurns(stack.services);
    stack.clock.advance(DIGEST_START_DEADLINE_MS);
    expect(await takeTurns(stack.services, turns)).toEqual(["expired"]);
    const tickAt = new Date(stack.clock.now().getTime() - DIGEST_START_DEADLINE_MS);
    const late = { tickAt, expiresAt: stack.clock.now() };
    expect(await planDigests(stack.services, systemScope, late)).toEqual({
      ...{ isExpired: true, turns: [], readerCount: 0 },
    });
    expect(await digestsTo(reader)).toBe(0);
    expect(await tick()).toEqual(["sent"]);
  });

  it("B38: after a month of dead workers everybody gets one at most", async () => {
    const readers = await Promise.all(["Mara", "Ines", "Otto"].map((name) => createReader(name)));
    const backlog = [];
    for (let day = 0; day < 30; day++) {
      for (const reader of readers) await tell(reader);
      backlog.push(...(await planTurns(stack.services, 1)));
      stack.clock.advance(DAY_MS);
    }
    expect(backlog.length).toBe(90);
    await takeTurns(stack.services, backlog);
    for (const reader of readers) await tell(reader);
    for (let late = 0; late < 4; late++) {
      await tick();
      stack.clock.advance(15 * 60 * 1000);
    }
    expect(await Promise.all(readers.map(digestsTo))).toEqual([1, 1, 1]);
    const [mail] = await readMailbox(stack, readers[0]?.email);
    expect(mail?.text).toContain("And 30 older things you have not opened");
  });

  it("B39, B54: two schedulers and four senders at once send one", async () => {
    const reader = await createReader("Mara");
    await tell(reader);
    const plans = await Promise.all([plan(), plan()]);
    expect(new Set(plans.flatMap(({ turns }) => turns.map((turn) => turn.id))).size).toBe(1);
    const turns = plans.flatMap((one) => [...one.turns, ...one.turns]);
    await Promise.all(turns.map((turn) => takeTurns(stack.services, [turn.data])));
    expect(await digestsTo(reader)).toBe(1);
    expect(await runsOf(reader)).toMatchObject([{ state: "sent", itemCount: 1 }]);
  });

  it("B22, B44: what was seen or closed to its reader meanwhile is left out; with nothing left there is no mail", async () => {
    const [seeing, losing] = await Promise.all([createReader("Mara"), createReader("Ines")]);
    const id = await tell(seeing);
    await tell(losing);
    const turns = await planTurns(stack.services);
    const actor = { kind: "session", accountId: seeing.accountId, name: "", email: "", isVerified: true } as const;
    await seeNotifications(stack.services, { ...actor, isAdmin: false, credentialId: "" }, { ids: [id] });
    await stack.services.db.membership.deleteMany({ where: { accountId: losing.accountId } });
    expect(await takeTurns(stack.services, turns)).toEqual(["empty", "empty"]);
    expect(await readMailbox(stack, losing.email)).toEqual([]);
    const account = await stack.services.db.account.findUniqueOrThrow({ where: { id: seeing.accountId } });
    expect(account.digestWatermark).toEqual(stack.clock.now());
  });

  it("B45: older things are counted, not told again", async () => {
    const reader = await createReader("Mara");
    await tell(reader, 50, "Older words.");
    await tell(reader, 2, "Fresh words.");
    await tick();
    const [mail] = await readMailbox(stack, reader.email);
    expect(mail?.text).toContain("Fresh words.");
    expect(mail?.text).not.toContain("Older words.");
    expect(mail?.text).toContain("And 1 older thing you have not opened");
  });

  it("B42: a crash between the provider's yes and the record sends it once", async () => {
    const reader = await createReader("Mara");
    await tell(reader);
    stack.setMailFaults({ kind: "accept_then_drop", times: 1 });
    expect(await tick()).toEqual(["waiting"]);
    expect(await digestsTo(reader)).toBe(1);
    stack.clock.advance(HOUR_MS);
    expect(await sweepDigests(stack.services, systemScope)).toBe(1);
    expect(await digestsTo(reader)).toBe(1);
    expect(await runsOf(reader)).toMatchObject([{ state: "sent" }]);
  });

  it("B41: one address that is refused keeps nobody else waiting", async () => {
    const readers = await Promise.all(["Mara", "Ines", "Otto"].map((name) => createReader(name)));
    for (const reader of readers) await tell(reader);
    const bad = readers[1];
    await stack.services.db.account.update({ where: { id: bad?.accountId }, data: { email: "not an address" } });
    expect((await tick()).sort()).toEqual(["failed", "sent", "sent"]);
    expect(await tick()).toEqual([]);
    const sent = await Promise.all([readers[0], readers[2]].map(async (reader) => (reader ? digestsTo(reader) : 0)));
    expect(sent).toEqual([1, 1]);
  });
});

describe("the day's quota", () => {
  it("B46, B48: digests stop before the reserve, a reset still leaves, and who waited is served first", async () => {
    const readers = await Promise.all(Array.from({ length: 20 }, (_, i) => createReader(`Reader${i}`)));
    for (const reader of readers) await tell(reader);
    const outcomes = await tick();
    expect(outcomes.filter((outcome) => outcome === "sent")).toHaveLength(LIMIT - 3);
    expect(outcomes.filter((outcome) => outcome === "waiting")).toHaveLength(13);
    await askReset(stack.services, { email: readers[0]?.email ?? "" });
    const [reset] = await readMailbox(stack, readers[0]?.email);
    expect(reset?.subject).toBe("Set a new password for Segno");
    expect(await sweepDigests(stack.services, systemScope)).toBe(0);

    stack.clock.advance(16 * HOUR_MS);
    expect(await sweepDigests(stack.services, systemScope)).toBe(LIMIT - 3);
    const runs = await stack.services.db.digestRun.groupBy({
      by: ["state"],
      _count: true,
      where: { accountId: { not: doer.accountId } },
    });
    expect(Object.fromEntries(runs.map((row) => [row.state, row._count]))).toEqual({ sent: 14, frozen: 6 });
  });

  it("B22: a digest that waited is written anew before it leaves", async () => {
    const readers = await Promise.all(Array.from({ length: 8 }, (_, i) => createReader(`Reader${i}`)));
    for (const reader of readers) await tell(reader);
    await tick();
    const waiting = await stack.services.db.digestRun.findFirstOrThrow({ where: { state: "frozen" } });
    await stack.services.db.membership.deleteMany({ where: { accountId: waiting.accountId } });
    stack.clock.advance(16 * HOUR_MS);
    await sweepMail(stack.services, systemScope);
    const ended = await stack.services.db.digestRun.findUniqueOrThrow({
      where: { id: waiting.id },
      include: { email: true },
    });
    expect([ended.state, ended.email?.state]).toEqual(["empty", "expired"]);
  });

  it("B49: a digest that waited too long is given up", async () => {
    const readers = await Promise.all(Array.from({ length: 8 }, (_, i) => createReader(`Reader${i}`)));
    for (const reader of readers) await tell(reader);
    await tick();
    stack.clock.advance(30 * HOUR_MS);
    await sweepDigests(stack.services, systemScope);
    expect(await stack.services.db.digestRun.count({ where: { state: "expired" } })).toBe(1);
  });

  it("stops bulk for the day when the provider says that it is over", async () => {
    const readers = await Promise.all(["Mara", "Ines"].map((name) => createReader(name)));
    for (const reader of readers) await tell(reader);
    stack.setMailFaults({ kind: "daily_quota_exceeded", times: 1 });
    expect(await tick()).toEqual(["waiting", "waiting"]);
    stack.clock.advance(16 * HOUR_MS);
    expect(await sweepDigests(stack.services, systemScope)).toBe(2);
  });
});

describe("the mail", () => {
  it("B53: says how to hear no more, and one click does it without a session", async () => {
    const reader = await createReader("Mara");
    await tell(reader);
    await tick();
    const [mail] = await readMailbox(stack, reader.email);
    expect(mail?.from).toBe("Segno digest <digest@segno.test>");
    expect(mail?.headers).toMatchObject({
      "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
      "List-Id": "Segno digest <digest.127.0.0.1>",
    });
    const token = /token=([^>]+)>/.exec(mail?.headers["List-Unsubscribe"] ?? "")?.[1] ?? "";
    expect(mail?.text).toContain(`/unsubscribe?token=${token}`);
    await unsubscribe(stack.services, { token });
    await expect(unsubscribe(stack.services, { token: `${token}x` })).rejects.toMatchObject({ code: "not_found" });
    stack.clock.advance(DAY_MS);
    await tell(reader);
    expect(await tick()).toEqual([]);
  });
});
