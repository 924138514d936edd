import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemScope } from "@/lib/access/system-scope";
import { PLAN_REQUESTED, READERS_DUE } from "@/lib/core/queue-events";
import { askReset } from "@/lib/domains/accounts/commands";
import { sweepMail } from "@/lib/domains/digests/sweeping/commands";
import { createTestClock } from "@/lib/testing/clock";
import { readMailbox } from "@/lib/testing/mailbox";
import { findTomorrow, passBusyDays, passHours, WISHES } from "@/lib/testing/month-asleep";
import { startTestQueue, type TestQueue } from "@/lib/testing/queue";
import { createReadership, type Readership, tellReaders } from "@/lib/testing/readers";
import { startTestStack } from "@/lib/testing/services";
import type { InngestReport } from "@/local/inngest/server";
import { relayOnce } from "./relay";

const MINUTE_MS = 60 * 1000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const WAIT = { timeout: 60_000, interval: 50 };
/** Functions that a clock calls. */
const SCHEDULED = ["plan-digests", "sweep-briefs", "sweep-exports", "sweep-mail", "sweep-uploads"];
const RESET = "Set a new password for Segno";
let queue: TestQueue;
let readership: Readership;

beforeAll(async () => {
  const clock = createTestClock(new Date(findTomorrow().getTime() + 9.5 * 60 * MINUTE_MS));
  queue = await startTestQueue(clock, (env) => startTestStack({ clock, env }));
  readership = await createReadership(queue.stack.services, WISHES);
});
afterAll(() => queue.close());

/** Digests by reader since a count was taken. */
async function countDigests(): Promise<number[]> {
  const mails = await readMailbox(queue.stack);
  const digests = mails.filter((mail) => mail.subject !== RESET);
  return readership.readers.map(({ email }) => digests.filter((mail) => mail.to.includes(email)).length);
}

/** All that is due is done, also what only the answer to another call makes due. */
async function settle(): Promise<void> {
  await relayOnce(queue.context);
  const { stats, settled } = queue.server();
  await expect.poll(async () => (await settled(), stats().queue.depth + stats().running.length), WAIT).toBe(0);
}

const subtract = (after: number[], before: number[]) => after.map((count, index) => count - (before[index] ?? 0));
const readTotals = () => queue.server().stats().totals;
const readFunction = (id: string) =>
  queue
    .server()
    .stats()
    .functions.find((one) => one.id.endsWith(id));

/** Seven hundred hours of ticks are some seconds on a quiet machine. */
describe("a-month-of-dead-workers", { timeout: 300_000 }, () => {
  it("B37, B38, B40, B45, B51, B135: thirty days of an app that does not answer, then one digest each at most", async () => {
    const before = await countDigests();
    queue.setAsleep(true);
    const someone = readership.readers[2]?.email ?? "";
    const firstTurns = await passBusyDays(queue, readership, 15);
    await askReset(queue.stack.services, { email: someone });
    expect((await readMailbox(queue.stack)).map((mail) => [mail.subject, mail.to])).toEqual([[RESET, [someone]]]);
    const turnCount = firstTurns + (await passBusyDays(queue, readership, 15));
    expect(subtract(await countDigests(), before)).toEqual(WISHES.map(() => 0));
    const backlog = queue.server().stats();
    // Schedules leave one run each behind, not one for every tick that nobody took.
    expect(backlog.queue.depth).toBeLessThanOrEqual(turnCount + SCHEDULED.length);

    queue.stack.clock.advance(20 * MINUTE_MS);
    queue.setAsleep(false);
    await queue.server().sync();
    await settle();
    await passHours(queue, 1);
    await settle();
    const atOnce = subtract(await countDigests(), before);
    expect(Math.max(...atOnce)).toBe(1);
    await passHours(queue, 23);
    await settle();
    expect(subtract(await countDigests(), before)).toEqual(WISHES.map(() => 1));

    expect(readTotals().failed).toBe(0);
    expect(readFunction("send-digests")).toMatchObject({ expired: turnCount, completed: WISHES.length });
    expect(readFunction("plan-digests")?.expired).toBeGreaterThan(30);
    expect(sumDroppedTurns(queue.reports)).toBe(turnCount);
    const [digest] = (await readMailbox(queue.stack)).filter((mail) => mail.subject !== RESET);
    expect(digest?.text).toMatch(/And \d+ older things you have not opened/);
  });

  it("B32, B38, B51: a queue that was off for thirty days sends no stale turn and no burst of ticks; a reset goes first", async () => {
    const { services } = queue.stack;
    const before = await countDigests();
    const completedBefore = readFunction("plan-digests")?.completed ?? 0;
    await tellReaders(services, readership, "The last words before the cut.");
    queue.setAsleep(true);
    await passBusyDays(queue, readership, 1);
    await queue.closeServer();
    for (let day = 0; day < 30; day++) {
      queue.stack.clock.advance(DAY_MS);
      await tellReaders(services, readership, `Night ${day + 1}.`);
    }
    queue.stack.setMailFaults({ kind: "server_error", status: 503 });
    const someone = readership.readers[4]?.email ?? "";
    await askReset(services, { email: someone });
    await readMailbox(queue.stack);
    queue.stack.clock.advance(5 * MINUTE_MS);
    queue.stack.setMailFaults({ kind: "none" });

    queue.setAsleep(false);
    const reportsBefore = queue.reports.length;
    const mailsBefore = (await readMailbox(queue.stack)).length;
    await sweepMail(services, systemScope);
    await queue.reopenServer();
    await queue.server().sync();
    await settle();
    const reports = queue.reports.slice(reportsBefore);
    expect(sumDroppedTurns(reports)).toBeGreaterThan(0);
    expect(reports.filter((report) => report.kind === "runs_expired").length).toBeLessThanOrEqual(3);
    expect(readFunction("send-digests")?.expired).toBeGreaterThan(0);
    const missed = reports.filter((report) => report.kind === "cron_missed");
    expect(missed.map((report) => report.functionId).sort()).toEqual(
      SCHEDULED.map((id) => expect.stringContaining(id)),
    );
    expect((readFunction("plan-digests")?.completed ?? 0) - completedBefore).toBeLessThanOrEqual(1);

    await passHours(queue, 24);
    await settle();
    expect(subtract(await countDigests(), before)).toEqual(WISHES.map(() => 1));
    const arrived = (await readMailbox(queue.stack)).reverse().slice(mailsBefore);
    expect(arrived[0]).toMatchObject({ subject: RESET, to: [someone] });
    expect(readTotals().failed).toBe(0);
  });

  it("B39, B40, B54: several schedulers at the same tick give each reader one turn and one mail", async () => {
    const { services, clock } = queue.stack;
    const before = await countDigests();
    const givenBefore = readFunction("send-digests")?.completed ?? 0;
    await tellReaders(services, readership, "Everybody at once.");
    const ask = () => queue.context.inngest.send({ name: PLAN_REQUESTED, ts: clock.now().getTime(), data: {} });
    for (let hour = 0; hour < 24; hour++) {
      await Promise.all([ask(), passHours(queue, 1), ask(), ask()]);
      await settle();
    }
    expect(subtract(await countDigests(), before)).toEqual(WISHES.map(() => 1));
    expect((readFunction("send-digests")?.completed ?? 0) - givenBefore).toBe(WISHES.length);
  });

  it("B37: a turn that was dropped is given again on the same day, without asking for more than a few", async () => {
    const { clock } = queue.stack;
    const before = await countDigests();
    const turnsBefore = readTurns();
    queue.server().pause();
    await passBusyDays(queue, readership, 1);
    clock.advance(20 * MINUTE_MS);
    queue.server().resume();
    await settle();
    expect(subtract(await countDigests(), before)).toEqual(WISHES.map(() => 0));
    await passHours(queue, 24);
    expect(subtract(await countDigests(), before)).toEqual(WISHES.map(() => 1));
    expect(readTurns() - turnsBefore).toBeLessThanOrEqual(5 * WISHES.length);
  });
});

/** How many turns the queue's log says it dropped as too old. */
function sumDroppedTurns(reports: InngestReport[]): number {
  const dropped = reports.filter((report) => report.kind === "runs_expired");
  const turns = dropped.filter(({ functionId }) => functionId === "segno-send-digests");
  return turns.reduce((sum, { count }) => sum + count, 0);
}

function readTurns(): number {
  const turns = queue
    .server()
    .stats()
    .functions.find((one) => one.triggers.includes(READERS_DUE));
  return (turns?.completed ?? 0) + (turns?.expired ?? 0);
}
