import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createTestClock } from "@/lib/testing/clock";
import { readMailbox } from "@/lib/testing/mailbox";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { freezeEmails } from "./batch-store";
import { stopLane } from "./control-store";
import { deliverEmail } from "./deliver";
import { deliverEmails } from "./deliver-batch";
import { readMailDay } from "./ledger-store";
import { openMailProvider } from "./provider";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
let stack: TestStack;
let counter = 0;

beforeAll(async () => {
  stack = await startTestStack({
    clock: createTestClock("2026-03-02T08:00:00Z"),
    env: { MAIL_DAILY_LIMIT: "20", MAIL_RESERVED: "4" },
  });
});
afterAll(() => stack.close());
beforeEach(async () => {
  stack.setMailFaults({ kind: "none" });
  await stack.services.db.email.deleteMany();
  await stack.services.db.mailControl.updateMany({ data: { stoppedAt: null, stopReason: null, pausedUntil: null } });
  stack.clock.advance(DAY_MS);
});

/** Mails that wait, to these addresses, or to that many of their own. @returns their ids. */
async function freeze(to: number | string[]): Promise<string[]> {
  const addresses = typeof to === "number" ? Array.from({ length: to }, () => `reader${++counter}@example.com`) : to;
  const now = stack.clock.now();
  const mails = addresses.map((toAddress) => ({
    ...{ key: `test:${++counter}`, lane: "bulk" as const, accountId: null, toAddress, subject: `Mail ${counter}` },
    ...{ html: "<p>Words</p>", text: "Words", fromAddress: "Segno <hello@segno.test>" },
    headers: { "List-Unsubscribe": `<https://segno.test/u?token=${counter}>`, "List-Id": "Segno <digest.segno.test>" },
    expiresAt: new Date(now.getTime() + DAY_MS / 2),
  }));
  const ids = await freezeEmails(stack.services.db, mails, now);
  return mails.map(({ key }) => ids.get(key) ?? "");
}

const send = async (ids: string[]) => {
  const ends = await deliverEmails(stack.services, ids);
  return ids.map((id) => ends.get(id));
};
const rowsOf = async (ids: string[]) => {
  const rows = await stack.services.db.email.findMany({ where: { id: { in: ids } } });
  return ids.map((id) => rows.find((row) => row.id === id) ?? expect.fail("no such mail"));
};
const countMails = async () => (await readMailbox(stack)).length;
const used = async () => (await readMailDay(stack.services.db, stack.clock.now())).bulk;
const repeat = <T>(count: number, item: T) => Array.from({ length: count }, () => item);

describe("a batch", () => {
  it("B329: is one call; each mail keeps its own headers and gets its own id", async () => {
    const ids = await freeze(5);
    // A second call would be refused.
    stack.setMailFaults({ kind: "server_error", after: 1 });
    expect(await send(ids)).toEqual(repeat(5, "sent"));
    const rows = await rowsOf(ids);
    const mails = await readMailbox(stack);
    for (const row of rows) {
      const mail = mails.find(({ id }) => id === row.providerId);
      expect([mail?.to, mail?.headers]).toEqual([[row.toAddress], row.headers]);
    }
    expect(new Set(rows.map(({ batchId }) => batchId)).size).toBe(1);
    expect(await used()).toBe(5);
    expect(await send(ids)).toEqual(repeat(5, undefined));
  });

  it("B329: one that is refused, suppressed or too late fails alone and gives its place back", async () => {
    const now = stack.clock.now();
    await stack.services.db.mailSuppression.createMany({
      data: [{ address: "angry@example.com", reason: "complained", since: now, createdAt: now }],
      skipDuplicates: true,
    });
    const ids = await freeze([
      "one@example.com",
      "no address",
      "Angry@example.com",
      "late@example.com",
      "two@example.com",
    ]);
    await stack.services.db.email.update({ where: { id: ids[3] ?? "" }, data: { expiresAt: now } });
    expect(await send(ids)).toEqual(["sent", "failed", "failed", "expired", "sent"]);
    expect((await rowsOf(ids)).map(({ reason }) => reason)).toEqual([
      ...[null, "validation_error", "suppressed_complained", "too_late", null],
    ]);
    expect(await used()).toBe(2);
  });

  it("B330: whose outcome is not known is repeated with exactly its mails, also beside others; none arrives twice", async () => {
    const first = await freeze(3);
    stack.setMailFaults({ kind: "accept_then_drop", times: 1 });
    expect(await send(first)).toEqual(repeat(3, "pending"));
    const before = await countMails();
    // What is no longer so may not change what was handed over; nor may another way send one of them.
    await stack.services.db.email.update({ where: { id: first[1] ?? "" }, data: { nextAttemptAt: stack.clock.now() } });
    expect(await deliverEmail(stack.services, first[1] ?? "")).toBe("busy");
    const more = await freeze(2);
    stack.clock.advance(3 * MINUTE_MS);
    expect(await send([...more, ...first.slice(0, 1)])).toEqual(repeat(3, "sent"));
    expect((await rowsOf(first)).map(({ state }) => state)).toEqual(repeat(3, "sent"));
    expect(await countMails()).toBe(before + 2);
    expect(await used()).toBe(5);
  });

  it("B330: a certain refusal after one that is not known changes nothing of it; it ends with its deadline", async () => {
    const ids = await freeze(3);
    stack.setMailFaults({ kind: "accept_then_drop", times: 1 });
    await send(ids);
    const before = await rowsOf(ids);
    stack.setMailFaults({ kind: "none" });
    await stopLane(stack.services.db, "bulk", "person", stack.clock.now());
    stack.clock.advance(3 * MINUTE_MS);
    expect(await send(ids)).toEqual(repeat(3, "deferred"));
    const after = await rowsOf(ids);
    expect(after.map(({ batchId, batchPosition, html }) => [batchId, batchPosition, html])).toEqual(
      before.map(({ batchId, batchPosition, html }) => [batchId, batchPosition, html]),
    );
    stack.clock.advance(DAY_MS);
    expect(await send(ids)).toEqual(repeat(3, "expired"));
  });

  it("B330: that certainly was not taken is no batch any more, and its places are free", async () => {
    const ids = await freeze(3);
    stack.setMailFaults({ kind: "rate_limit_exceeded", retryAfterSec: 60, times: 1 });
    expect(await send(ids)).toEqual(repeat(3, "pending"));
    expect((await rowsOf(ids)).map(({ batchId, handedOverAt }) => [batchId, handedOverAt])).toEqual(
      repeat(3, [null, null]),
    );
    expect(await used()).toBe(0);
    stack.clock.advance(3 * MINUTE_MS);
    expect(await send(ids)).toEqual(repeat(3, "sent"));
  });

  it("B330: of another day takes places of this one, all or none", async () => {
    const ids = await freeze(10);
    stack.setMailFaults({ kind: "accept_then_drop", times: 1 });
    await send(ids);
    expect(await used()).toBe(10);
    const before = await countMails();
    stack.clock.set(new Date(Math.ceil(stack.clock.now().getTime() / DAY_MS) * DAY_MS));
    await stack.services.db.email.updateMany({ data: { expiresAt: new Date(stack.clock.now().getTime() + DAY_MS) } });
    expect(await send(await freeze(8))).toEqual(repeat(8, "sent"));
    expect(await send(ids)).toEqual(repeat(10, "deferred"));
    expect(await used()).toBe(8);
    await stack.services.db.mailDay.updateMany({ data: { bulk: 2 } });
    stack.clock.advance(3 * MINUTE_MS);
    expect(await send(ids)).toEqual(repeat(10, "sent"));
    expect([await used(), await countMails()]).toEqual([12, before + 8]);
  });

  it("B331: gets as many places as there are, those first who come first; many at once stay within the day", async () => {
    const ids = await freeze(24);
    const parts = [ids.slice(0, 8), ids.slice(8, 16), ids.slice(16)];
    const outcomes = (await Promise.all(parts.map(send))).flat();
    expect(outcomes.filter((outcome) => outcome === "sent")).toHaveLength(16);
    expect(outcomes.filter((outcome) => outcome === "deferred")).toHaveLength(8);
    expect(await used()).toBe(16);
    for (let part = 0; part < 3; part++) {
      const states = outcomes.slice(8 * part, 8 * part + 8);
      expect(states).toEqual([...states].sort().reverse());
    }
  });

  it("B331: of two that take the same mails at once, one sends them", async () => {
    const ids = await freeze(6);
    const outcomes = await Promise.all([send(ids), send([...ids].reverse())]);
    expect(outcomes.flat().filter((outcome) => outcome === "sent")).toHaveLength(6);
    expect(await used()).toBe(6);
  });

  it("B341: that the provider's quota is used up closes the lane, and the batch waits as single mails", async () => {
    const ids = await freeze(3);
    stack.setMailFaults({ kind: "daily_quota_exceeded", times: 1 });
    expect(await send(ids)).toEqual(repeat(3, "deferred"));
    expect((await readMailDay(stack.services.db, stack.clock.now())).isBulkClosed).toBe(true);
    expect((await rowsOf(ids)).every(({ batchId }) => batchId === null)).toBe(true);
  });

  it("B329: that is refused as a whole for no mail of it goes one by one", async () => {
    const ids = await freeze(3);
    const refusing = { ...stack.services.mail, sendBatch: () => openBroken().sendBatch("x", []) };
    const ends = await deliverEmails({ ...stack.services, mail: refusing }, ids);
    expect(ids.map((id) => ends.get(id))).toEqual(repeat(3, "sent"));
    expect(await used()).toBe(3);
  });
});

/** The stand-in refuses an empty batch as a whole, as the provider does one it can't read. */
const openBroken = () => openMailProvider({ apiKey: "re_test_key", baseUrl: stack.mailUrl });

describe("the provider's rate", () => {
  it("B332: a last call of its window is followed by none before the next: the batch behind it waits, and goes", async () => {
    const [first, second] = [await freeze(2), await freeze(2)];
    stack.setMailFaults({ kind: "last_in_window", resetSec: 1, times: 1 });
    expect(await send(first)).toEqual(repeat(2, "sent"));
    const waiting = send(second);
    await sleep(300);
    expect((await rowsOf(second)).map(({ state }) => state)).toEqual(repeat(2, "pending"));
    stack.clock.advance(1_000);
    expect(await waiting).toEqual(repeat(2, "sent"));
  });

  it("B332: holds for a single mail's answer, too; account mail does not wait for it", async () => {
    const [only] = await freeze(1);
    stack.setMailFaults({ kind: "last_in_window", resetSec: 30, times: 1 });
    expect(await send([only ?? ""])).toEqual(["sent"]);
    const ids = await freeze(2);
    expect(await send(ids)).toEqual(repeat(2, "deferred"));
    expect((await rowsOf(ids))[0]?.nextAttemptAt).toEqual(new Date(stack.clock.now().getTime() + 30_000));
    await stack.services.db.email.update({ where: { id: ids[0] ?? "" }, data: { lane: "transactional" } });
    expect(await deliverEmail(stack.services, ids[0] ?? "")).toBe("sent");
  });
});
