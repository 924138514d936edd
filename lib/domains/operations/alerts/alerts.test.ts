import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { PersonActor } from "@/lib/access/actor";
import { systemScope } from "@/lib/access/system-scope";
import { createId } from "@/lib/core/ids";
import { sweepAccountMail } from "@/lib/domains/digests/sweeping/commands";
import { createBand } from "@/lib/domains/projects/band.fixture";
import { buildServices, type Services } from "@/lib/services";
import { createDyingServices } from "@/lib/testing/dying-services";
import { readMailbox } from "@/lib/testing/mailbox";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { type Receiver, startReceiver, verifyWebhook } from "@/local/mail/testing/webhook-receiver";
import { beat } from "../beating/commands";
import { readOverview } from "../overview/reads";
import { changeAlert } from "./commands";
import { watchAlerts } from "./watching/commands";

const ADMIN = "ada@example.test";
const SECRET = `whsec_${Buffer.from("a secret of the alerts alone").toString("base64")}`;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const FUNCTIONS = [{ id: "some-work", events: [], crons: [], startWithinMs: null }];
const FIRED = "Segno: No process does background work";
const CLEARED = "Segno: Well again: no process does background work";

let stack: TestStack;
let services: Services;
let receiver: Receiver;
let admin: PersonActor;

beforeAll(async () => {
  receiver = await startReceiver();
  const env = { ADMIN_EMAILS: ADMIN, ALERT_WEBHOOK_URL: `${receiver.url}?token=hidden`, ALERT_WEBHOOK_SECRET: SECRET };
  stack = await startTestStack({ env });
  services = stack.services;
  admin = { ...(await createBand(services)).owner, isAdmin: true };
});
afterAll(async () => {
  await stack.close();
  await receiver.close();
});
beforeEach(async () => {
  stack.clock.advance(25 * HOUR_MS);
  await services.db.alert.deleteMany();
  await services.db.email.deleteMany();
  receiver.received.length = 0;
  receiver.answerWith(200);
  await wake();
});

/** Time passes without a sign of life. */
async function sleep(ms: number): Promise<void> {
  stack.clock.advance(ms);
  await watchAlerts(services, systemScope);
}

/** A process gives a sign of life after that time. */
async function wake(ms = 0): Promise<void> {
  stack.clock.advance(ms);
  await beat(services, systemScope, FUNCTIONS);
  await watchAlerts(services, systemScope);
}

async function fire(): Promise<string> {
  await sleep(2 * MINUTE_MS);
  await sleep(20_000);
  return (await services.db.alert.findFirstOrThrow({ where: { state: "firing" } })).id;
}

async function clear(): Promise<void> {
  await wake();
  await wake(MINUTE_MS);
}

const readSubjects = async () =>
  (await services.db.email.findMany({ orderBy: { createdAt: "asc" } })).map(({ subject }) => subject);
const readTypes = () => receiver.received.map(({ body }) => (JSON.parse(body) as { type: string }).type);

describe("alerts", () => {
  it("B422: one mail tells that it began and one that it ended, and both arrive", async () => {
    const mailedBefore = (await readMailbox(stack, ADMIN)).length;
    await fire();
    for (let look = 0; look < 5; look++) await sleep(10_000);
    await clear();
    await wake(10_000);
    await sweepAccountMail(services, systemScope);
    const mails = (await readMailbox(stack, ADMIN)).slice(0, -mailedBefore || undefined).reverse();
    expect(mails.map(({ subject }) => subject)).toEqual([FIRED, CLEARED]);
    expect(mails[0]?.text).toContain("/operations");
  });

  it("B422: what holds for a moment only is not told, and what is well for a moment only has not ended", async () => {
    await sleep(2 * MINUTE_MS);
    await wake(5_000);
    expect(await services.db.alert.count()).toBe(0);
    await fire();
    for (let flap = 0; flap < 5; flap++) {
      await wake(10_000);
      await sleep(2 * MINUTE_MS);
    }
    expect(await services.db.alert.findMany()).toMatchObject([{ state: "firing", goodSince: null }]);
    expect(await readSubjects()).toEqual([FIRED]);
  });

  it("B422: one that comes back within the hour is on the page, not in the mail", async () => {
    await fire();
    await clear();
    await fire();
    await clear();
    expect(await readSubjects()).toEqual([FIRED, CLEARED]);
    const { alerts } = await readOverview(services, admin);
    expect(alerts.history.map(({ isMailed }) => isMailed)).toEqual([false, true]);
    expect(alerts.current).toEqual([]);
  });

  it("B422: an hour has six mails at most; what was left out is told when there is room, if it still holds", async () => {
    const now = services.clock.now();
    const row = {
      kind: "disk_low",
      state: "cleared" as const,
      detail: "",
      badSince: now,
      firedAt: now,
      createdAt: now,
    };
    for (let i = 0; i < 3; i++) {
      await services.db.alert.create({ data: { ...row, clearedAt: now, mailedAt: now, clearMailedAt: now } });
    }
    await fire();
    expect(await readSubjects()).toEqual([]);
    await sleep(HOUR_MS);
    expect(await readSubjects()).toEqual([FIRED]);
  });

  it("B422: many processes that look at once write one alert and one mail", async () => {
    const others = Array.from({ length: 4 }, () =>
      buildServices(stack.config, { clock: stack.clock, log: services.log }),
    );
    const lookAll = () => Promise.all([services, ...others].map((one) => watchAlerts(one, systemScope)));
    stack.clock.advance(2 * MINUTE_MS);
    await lookAll();
    stack.clock.advance(20_000);
    await lookAll();
    await lookAll();
    expect(await services.db.alert.count()).toBe(1);
    expect(await readSubjects()).toEqual([FIRED]);
    await expect.poll(() => readTypes()).toEqual(["alert.fired"]);
    await Promise.all(others.map((one) => one.close()));
  });

  it("B422: whoever dies at any statement of a look leaves one alert and one mail all the same", async () => {
    await sleep(2 * MINUTE_MS);
    stack.clock.advance(20_000);
    for (let step = 1; step < 20; step++) {
      const dying = createDyingServices(services, step, step % 2 === 0 ? "before" : "after");
      const ended = await Promise.race([watchAlerts(dying.services, systemScope).then(() => "ended"), dying.died]);
      if (ended === "ended") break;
    }
    await watchAlerts(services, systemScope);
    expect(await services.db.alert.findMany()).toMatchObject([{ state: "firing" }]);
    expect(await readSubjects()).toEqual([FIRED]);
  });

  it("B423: the webhook is told in order, signed, again until it takes it, under one id", async () => {
    receiver.answerWith(500, null, 302, 200);
    await fire();
    await clear();
    await wake(30_000);
    await wake(30_000);
    await wake(MINUTE_MS);
    expect(new Set(readTypes())).toEqual(new Set(["alert.fired", "alert.cleared"]));
    expect(readTypes().at(-1)).toBe("alert.cleared");
    const ids = receiver.received.map(({ headers }) => headers["webhook-id"]);
    expect(new Set(ids).size).toBe(2);
    for (const { headers, body } of receiver.received) {
      const named = Object.entries(headers).map(([name, value]) => [name.replace("webhook-", "svix-"), value]);
      const signed = { body, headers: Object.fromEntries(named) as typeof headers };
      // The package refuses what is not of now; now is the test's.
      vi.useFakeTimers({ toFake: ["Date"], now: services.clock.now() });
      const verify = (secret: string) => verifyWebhook(signed, secret);
      expect(JSON.stringify(verify(SECRET))).toBe(body);
      expect(() => verify(`whsec_${Buffer.from("another secret altogether").toString("base64")}`)).toThrow(
        /signature/i,
      );
      vi.useRealTimers();
    }
    const { alerts } = await readOverview(services, admin);
    expect(alerts.history[0]).toMatchObject({ hook: "told" });
    expect(JSON.stringify(alerts)).not.toContain("hidden");
  });

  it("B423: what a redirect would lead to is not called, and a failure is shown without the address", async () => {
    receiver.answerWith(302);
    await fire();
    expect(receiver.received.length).toBe(1);
    const [hook] = await services.db.alertHook.findMany();
    expect(hook).toMatchObject({ failure: "It answered 302.", deliveredAt: null });
    expect((await readOverview(services, admin)).alerts.current[0]).toMatchObject({ hook: "failed" });
  });

  it("B424: a muted kind is told nowhere but on the page, also when it comes again; then it is told again", async () => {
    const alertId = await fire();
    const muted = await changeAlert(services, admin, { alertId, action: "mute", minutes: 120 });
    expect(muted).toMatchObject({ mutedBy: admin.name });
    await clear();
    await fire();
    await clear();
    expect(await readSubjects()).toEqual([FIRED]);
    expect(readTypes()).toEqual(["alert.fired"]);
    await changeAlert(services, admin, { alertId, action: "unmute" });
    await wake();
    expect(await readSubjects()).toEqual([FIRED, CLEARED]);
    expect(readTypes().slice(0, 2)).toEqual(["alert.fired", "alert.cleared"]);
  });

  it("B424: who has seen an alert is kept, the first of them; one that is over, or never was, says so", async () => {
    const alertId = await fire();
    const seen = await changeAlert(services, admin, { alertId, action: "acknowledge" });
    expect(seen).toMatchObject({ acknowledgedBy: admin.name });
    const again = await changeAlert(services, { ...admin, name: "Somebody else" }, { alertId, action: "acknowledge" });
    expect(again).toEqual(seen);
    await clear();
    const refuse = (id: string) => changeAlert(services, admin, { alertId: id, action: "acknowledge" });
    await expect(refuse(alertId)).rejects.toMatchObject({ code: "conflict", reason: "alert_over" });
    await expect(refuse(createId())).rejects.toMatchObject({ code: "not_found" });
    await expect(
      changeAlert(services, { ...admin, isAdmin: false }, { alertId: createId(), action: "unmute" }),
    ).rejects.toMatchObject({ code: "forbidden" });
  });

  it("B424: what is over for thirty days is forgotten", async () => {
    await fire();
    await clear();
    await wake(29 * 24 * HOUR_MS);
    expect((await readOverview(services, admin)).alerts.history).toHaveLength(1);
    await wake(2 * 24 * HOUR_MS);
    expect(await services.db.alert.count()).toBe(0);
  });
});
