import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { updateAccount } from "@/lib/domains/accounts/commands";
import { seeNotifications } from "@/lib/domains/notifications/commands";
import { changeLevel, changePreferences } from "@/lib/domains/notifications/preferences/commands";
import { readPreferences } from "@/lib/domains/notifications/preferences/reads";
import { createTestClock } from "@/lib/testing/clock";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { unsubscribe } from "../commands";
import { createLoudBand, DAY_MS, HOUR_MS, type LoudBand, MINUTE_MS } from "./at-once.fixture";

const SETTLED_MS = 3 * MINUTE_MS;
let stack: TestStack;
let loud: LoudBand;

beforeAll(async () => {
  stack = await startTestStack({ clock: createTestClock("2026-03-02T12:00:00Z"), env: { MAIL_DAILY_LIMIT: "1000" } });
});
afterAll(() => stack.close());
beforeEach(async () => {
  stack.setMailFaults({ kind: "none" });
  const today = Math.floor(stack.clock.now().getTime() / DAY_MS);
  stack.clock.set(new Date((today + 2) * DAY_MS + 12 * HOUR_MS));
  await stack.services.db.noticeDue.deleteMany();
  // Nobody of an earlier band is due.
  await stack.services.db.account.updateMany({ data: { digestFrequency: "off" } });
  loud = await createLoudBand(stack);
});

const textsTo = async (who: "owner" | "editor" | "listener") =>
  (await loud.mails(loud.band[who])).map((mail) => mail.text);
const settle = async () => {
  stack.clock.advance(SETTLED_MS);
  return loud.send();
};

describe("a mail at once", () => {
  it("B267: tells who is mentioned, a few minutes later and once; the others' digest has it, theirs does not", async () => {
    const { band } = loud;
    await loud.say("@Lars, the snare is late.", band.listener);
    expect(await loud.send()).toBe(0);
    expect(await settle()).toBe(1);
    expect(await settle()).toBe(0);
    const [mail] = await loud.mails(band.listener);
    expect(mail?.subject).toBe("Segno: Carla Commenter mentioned you on First song");
    expect(mail?.text).toContain("@Lars, the snare is late.");
    expect(mail?.text).toContain("“Somebody mentions you”");
    expect(await textsTo("editor")).toEqual([]);
    stack.clock.advance(20 * HOUR_MS);
    await loud.digest();
    expect([(await textsTo("listener")).length, (await textsTo("editor")).length]).toEqual([1, 1]);
  });

  it("B267: many things of one song within minutes are one mail, and the next one keeps its distance", async () => {
    const { band } = loud;
    await changePreferences(stack.services, band.listener, { channels: { "comment.created": "at_once" } });
    for (const words of ["One.", "Two.", "Three."]) {
      await loud.say(words);
      stack.clock.advance(MINUTE_MS);
      await loud.send();
    }
    expect(await settle()).toBe(1);
    const [mail] = await loud.mails(band.listener);
    expect(mail?.subject).toBe("Segno: Carla Commenter left 3 comments on First song");
    await loud.say("Four.");
    expect(await settle()).toBe(0);
    stack.clock.advance(20 * MINUTE_MS);
    expect(await loud.send()).toBe(1);
    const texts = await textsTo("listener");
    expect(texts[1]).toContain("Four.");
    expect(texts[1]).not.toContain("Three.");
  });

  it("B267: somebody who never stops writing is told of after ten minutes all the same", async () => {
    let sent = 0;
    for (let minute = 0; minute < 11; minute++) {
      await loud.say(`Remark ${minute}.`, loud.band.listener);
      stack.clock.advance(MINUTE_MS);
      sent += await loud.send();
    }
    expect(sent).toBe(1);
  });

  it("B267: two at the same moment are one mail, whoever sends and however often at once", async () => {
    const { band } = loud;
    await Promise.all([loud.say("Now.", band.listener), loud.say("Now, too.", band.listener)]);
    stack.clock.advance(SETTLED_MS);
    const sent = await Promise.all([loud.send(), loud.send(), loud.send()]);
    expect(sent.reduce((sum, one) => sum + one, 0)).toBe(1);
    const [text, ...more] = await textsTo("listener");
    expect(text).toContain("Carla Commenter mentioned you 2 times on First song");
    expect(more).toEqual([]);
    expect([text?.includes("Now."), text?.includes("Now, too.")]).toEqual([true, true]);
  });

  it("B267: nothing goes to who has seen it meanwhile, may open it no more, or wants it otherwise by then", async () => {
    const { band } = loud;
    const { services } = stack;
    await loud.say("To three of you.", band.listener, band.editor, band.owner);
    await seeNotifications(services, band.listener, {});
    await services.db.membership.deleteMany({ where: { accountId: band.editor.accountId } });
    await changePreferences(services, band.owner, { channels: { "comment.mentioned": "digest" } });
    expect(await settle()).toBe(0);
    stack.clock.advance(20 * HOUR_MS);
    await loud.digest();
    expect([await textsTo("listener"), await textsTo("editor")]).toEqual([[], []]);
    expect(await textsTo("owner")).toEqual([expect.stringContaining("To three of you.")]);
  });

  it("B265: who muted the song by the time it would be sent gets neither mail", async () => {
    const { band } = loud;
    await loud.say("Muted meanwhile.", band.listener);
    await changeLevel(stack.services, band.listener, band, { level: "nothing" });
    expect(await settle()).toBe(0);
    stack.clock.advance(20 * HOUR_MS);
    await loud.digest();
    expect(await textsTo("listener")).toEqual([]);
  });

  it("B22, B267: one that waits is written anew: what was revoked or seen meanwhile is left out, and its words are gone", async () => {
    const { band } = loud;
    await loud.say("Not for everybody any more.", band.listener, band.editor);
    stack.setMailFaults({ kind: "rate_limit_exceeded", retryAfterSec: 60, times: 1 });
    expect(await settle()).toBe(0);
    await stack.services.db.membership.deleteMany({ where: { accountId: band.listener.accountId } });
    stack.clock.advance(30 * MINUTE_MS);
    expect(await loud.send()).toBe(1);
    expect([(await textsTo("listener")).length, (await textsTo("editor")).length]).toEqual([0, 1]);
    const kept = await stack.services.db.email.findMany({ where: { accountId: band.listener.accountId } });
    for (const email of kept) expect(email).toMatchObject({ state: "expired", html: "", text: "" });
  });

  it("B298: after a month of dead workers nobody is told of old things at once; the digest counts them", async () => {
    const { band } = loud;
    for (let day = 0; day < 30; day += 5) {
      await loud.say(`Day ${day}.`, band.listener);
      stack.clock.advance(5 * DAY_MS);
    }
    expect(await loud.send()).toBe(0);
    await loud.say("Fresh.", band.listener);
    expect(await settle()).toBe(1);
    const [text] = await textsTo("listener");
    expect([text?.includes("Fresh."), text?.includes("Day 25.")]).toEqual([true, false]);
    await loud.say("For all.");
    stack.clock.advance(20 * HOUR_MS);
    await loud.digest();
    const digest = (await textsTo("listener"))[1];
    expect(digest).toContain("For all.");
    expect([digest?.includes("Fresh."), digest?.includes("older things you have not opened")]).toEqual([false, true]);
  });

  it("B298: one that never reached the provider in its time is the digest's", async () => {
    const { band } = loud;
    await loud.say("Told in the morning.", band.listener);
    stack.setMailFaults({ kind: "daily_quota_exceeded", times: 1 });
    expect(await settle()).toBe(0);
    stack.clock.advance(20 * HOUR_MS);
    expect(await loud.send()).toBe(0);
    expect(await loud.digest()).toContain("sent");
    expect(await textsTo("listener")).toEqual([expect.stringContaining("Told in the morning.")]);
  });

  it("B298: a day whose only news is still to be told at once is not over for the digest", async () => {
    const { band } = loud;
    const { accountId } = band.listener;
    await loud.say("Nobody swept.", band.listener);
    await loud.digest();
    expect(await stack.services.db.digestRun.count({ where: { accountId } })).toBe(0);
    stack.clock.advance(3 * HOUR_MS);
    expect(await loud.send()).toBe(0);
    await loud.digest();
    expect(await textsTo("listener")).toEqual([expect.stringContaining("Nobody swept.")]);
  });

  it("B267: the bulk lane's switch holds it, and what is too old when it goes on is left to the digest", async () => {
    const { band } = loud;
    const { db } = stack.services;
    await loud.say("While all mail is stopped.", band.listener);
    await db.mailControl.update({
      where: { lane: "bulk" },
      data: { stoppedAt: stack.clock.now(), stopReason: "person" },
    });
    expect(await settle()).toBe(0);
    await db.mailControl.update({ where: { lane: "bulk" }, data: { stoppedAt: null, stopReason: null } });
    stack.clock.advance(3 * HOUR_MS);
    expect(await loud.send()).toBe(0);
    expect(await textsTo("listener")).toEqual([]);
  });
});

describe("quiet hours", () => {
  it("B268: hold it until they end, in the reader's own zone; nobody else waits", async () => {
    const { band } = loud;
    const { services, clock } = stack;
    // 12:00 UTC is 21:00 in Tokyo.
    await updateAccount(services, band.listener, { timeZone: "Asia/Tokyo", quietHours: { from: 21, to: 7 } });
    await loud.say("Good night.", band.listener, band.editor);
    expect(await settle()).toBe(1);
    expect((await textsTo("editor")).length).toBe(1);
    clock.advance(9 * HOUR_MS);
    expect(await loud.send()).toBe(0);
    clock.advance(HOUR_MS);
    expect(await loud.send()).toBe(1);
    expect(await textsTo("listener")).toEqual([expect.stringContaining("Good night.")]);
  });

  it("B268: hold one that was written before they began and had to wait", async () => {
    const { band } = loud;
    await updateAccount(stack.services, band.listener, { timeZone: "UTC", quietHours: { from: 13, to: 14 } });
    stack.clock.advance(50 * MINUTE_MS);
    await loud.say("Just before lunch.", band.listener);
    stack.setMailFaults({ kind: "rate_limit_exceeded", retryAfterSec: 600, times: 1 });
    expect(await settle()).toBe(0);
    stack.clock.advance(20 * MINUTE_MS);
    expect(await loud.send()).toBe(0);
    stack.clock.advance(HOUR_MS);
    expect(await loud.send()).toBe(1);
  });
});

describe("one press", () => {
  it("B269: of a mail at once puts its kinds into the digest; of a digest, nothing of what others did is mailed", async () => {
    const { band } = loud;
    await loud.say("Once.", band.listener);
    await settle();
    const [mail] = await loud.mails(band.listener);
    const token = /token=([^>]+)>/.exec(mail?.headers["List-Unsubscribe"] ?? "")?.[1] ?? "";
    expect(mail?.text).toContain(`In the digest instead: ${stack.services.config.app.url}/unsubscribe?token=${token}`);
    await expect(unsubscribe(stack.services, { token: `${token}x` })).rejects.toMatchObject({ code: "not_found" });
    await unsubscribe(stack.services, { token });
    await unsubscribe(stack.services, { token });
    expect((await readPreferences(stack.services, band.listener)).channels["comment.mentioned"]).toBe("digest");
    await loud.say("Twice.", band.listener);
    stack.clock.advance(HOUR_MS);
    expect(await loud.send()).toBe(0);
    stack.clock.advance(20 * HOUR_MS);
    await loud.digest();
    const digest = (await loud.mails(band.listener))[1];
    expect(digest?.text).toContain("Twice.");
    const stop = /token=([^>]+)>/.exec(digest?.headers["List-Unsubscribe"] ?? "")?.[1] ?? "";
    await changePreferences(stack.services, band.listener, { channels: { "comment.replied": "at_once" } });
    await unsubscribe(stack.services, { token: stop });
    expect(Object.values((await readPreferences(stack.services, band.listener)).channels)).not.toContain("at_once");
  });
});
