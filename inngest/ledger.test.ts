import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemScope } from "@/lib/access/system-scope";
import { PLAN_REQUESTED, READERS_DUE } from "@/lib/core/queue-events";
import { transact } from "@/lib/db/client";
import { writeOutbox } from "@/lib/db/outbox-store";
import { beat } from "@/lib/domains/operations/beating/commands";
import { readPanel } from "@/lib/domains/operations/indicators/reads";
import { pruneLedger } from "@/lib/domains/operations/ledger/commands";
import type { Services } from "@/lib/services";
import { createTestClock } from "@/lib/testing/clock";
import { findTomorrow } from "@/lib/testing/month-asleep";
import { startTestQueue, type TestQueue } from "@/lib/testing/queue";
import { startTestStack } from "@/lib/testing/services";
import { describeFunctions } from "./consumers";
import { buildFunctions } from "./functions";
import { relayOnce } from "./relay";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const WAIT = { timeout: 60_000, interval: 50 };

let queue: TestQueue;
let services: Services;

beforeAll(async () => {
  const clock = createTestClock(new Date(findTomorrow().getTime() + DAY_MS / 2));
  queue = await startTestQueue(clock, (env) => startTestStack({ clock, env }));
  services = queue.stack.services;
});
afterAll(() => queue.close());

async function settle(): Promise<void> {
  await relayOnce(queue.context);
  await queue.server().tick();
  const { stats, settled } = queue.server();
  await expect.poll(async () => (await settled(), stats().queue.depth + stats().running.length), WAIT).toBe(0);
}

const ask = () =>
  transact(services.db, (tx) => writeOutbox(tx, { name: PLAN_REQUESTED, data: {} }, services.clock.now()));
const readRuns = (where: object) => services.db.queueRun.findMany({ where, orderBy: { startedAt: "asc" } });

describe("the ledger of the queue", { timeout: 120_000 }, () => {
  it("B417: says which events the queue took, and which run each began and how it ended", async () => {
    const eventId = await ask();
    await settle();
    expect(await services.db.queueEvent.findUnique({ where: { id: eventId } })).toMatchObject({ name: PLAN_REQUESTED });
    expect(await readRuns({ eventId })).toMatchObject([
      { functionId: "plan-digests", state: "done", cron: null, error: null, endedAt: expect.any(Date) },
    ]);
  });

  it("B417: keeps why a run failed, once it is not tried again; what tells of it is no run of its own", async () => {
    const { ids } = await queue.context.inngest.send({ name: READERS_DUE, data: { readers: "none" } });
    await settle();
    expect(await readRuns({ eventId: ids[0] })).toMatchObject([
      { functionId: "send-digests", state: "failed", error: "This turn can't be read." },
    ]);
  });

  it("B417: knows the last tick of each schedule", async () => {
    queue.stack.clock.advance(MINUTE_MS);
    await settle();
    const [run] = await readRuns({ functionId: "sweep-mail", cron: "* * * * *" });
    expect(run).toMatchObject({ state: "done", eventId: null });
  });

  it("B417: an event that is dropped by its deadline waits no more, one without waits until it is begun", async () => {
    const functions = describeFunctions(buildFunctions(queue.context));
    const wait = async (id: string) => {
      await beat(services, systemScope, functions);
      return (await readPanel(services)).functions.find((one) => one.id === id)?.waiting;
    };
    queue.setAsleep(true);
    await settleSending();
    expect([await wait("send-digests"), await wait("plan-digests")]).toEqual([1, 1]);
    queue.stack.clock.advance(11 * MINUTE_MS);
    expect([await wait("send-digests"), await wait("plan-digests")]).toEqual([0, 0]);
    queue.setAsleep(false);
    await queue.server().sync();
    await settle();
  });

  async function settleSending(): Promise<void> {
    const expiresAt = new Date(services.clock.now().getTime() + 10 * MINUTE_MS).toISOString();
    await queue.context.inngest.send({ name: READERS_DUE, data: { readers: [], expiresAt } });
    await ask();
    await relayOnce(queue.context);
  }

  it("B417: a run whose row can't be written goes on all the same", async () => {
    const countDone = () =>
      queue
        .server()
        .stats()
        .functions.find((one) => one.id.endsWith("plan-digests"))?.completed ?? 0;
    const before = countDone();
    await services.db.$executeRaw`ALTER TABLE queue_run RENAME TO queue_run_away`;
    await services.db.$executeRaw`ALTER TABLE queue_event RENAME TO queue_event_away`;
    await ask();
    await settle();
    await services.db.$executeRaw`ALTER TABLE queue_run_away RENAME TO queue_run`;
    await services.db.$executeRaw`ALTER TABLE queue_event_away RENAME TO queue_event`;
    expect(countDone()).toBe(before + 1);
  });

  it("B417: two small statements a run, and one for what is sent", async () => {
    const eventId = await ask();
    const counted = await countStatements(settle);
    expect(await readRuns({ eventId })).toMatchObject([{ state: "done" }]);
    expect(counted.filter((sql) => /"?queue_event"?/.test(sql))).toHaveLength(1);
    expect(counted.filter((sql) => /"?queue_run"?/.test(sql))).toHaveLength(2);
  });

  it("B417: forgets what is older than three days", async () => {
    await ask();
    queue.stack.clock.advance(2 * DAY_MS);
    await pruneLedger(services, systemScope);
    expect(await services.db.queueRun.count()).toBeGreaterThan(0);
    queue.stack.clock.advance(2 * DAY_MS);
    await pruneLedger(services, systemScope);
    expect([await services.db.queueRun.count(), await services.db.queueEvent.count()]).toEqual([0, 0]);
  });

  /** What reached the database meanwhile. */
  async function countStatements(work: () => Promise<void>): Promise<string[]> {
    const seen: string[] = [];
    const { pool } = services.database;
    const heard = new Set<unknown>();
    const listen = (client: { query: (...input: unknown[]) => unknown }) => {
      if (heard.has(client)) return;
      heard.add(client);
      const { query } = client;
      client.query = (...input: unknown[]) => {
        const [first] = input;
        seen.push(typeof first === "string" ? first : String((first as { text?: string }).text));
        return Reflect.apply(query, client, input);
      };
    };
    pool.on("acquire", listen);
    await work();
    pool.off("acquire", listen as never);
    return [...seen];
  }
});
