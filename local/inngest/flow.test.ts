import { afterEach, describe, expect, it } from "vitest";
import { type Harness, startHarness } from "./harness";
import { waitUntil } from "./test-app";

let harness: Harness | undefined;
afterEach(async () => {
  await harness?.close();
  harness = undefined;
});

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const dayMs = 24 * 3_600_000;

describe("duplicates", () => {
  it("starts one run for a hundred sends of one id at once, and a second one after 24 hours", async () => {
    let runs = 0;
    harness = await startHarness((client) => [
      client.createFunction({ id: "f", triggers: [{ event: "t/f" }] }, async () => void (runs += 1)),
    ]);
    const { send, server, clock } = harness;
    const ids = await Promise.all(Array.from({ length: 100 }, () => send("t/f", {}, "same")));
    expect(new Set(ids).size).toBe(1);
    await server.settled();
    await waitUntil(() => runs === 1);
    clock.move(dayMs + 1_000);
    expect(await send("t/f", {}, "same")).not.toBe(ids[0]);
    await waitUntil(() => runs === 2);
  });

  it("skips a run by its idempotency key and by its singleton", async () => {
    let keyed = 0;
    let single = 0;
    harness = await startHarness((client) => [
      client.createFunction({ id: "keyed", triggers: [{ event: "t/k" }], idempotency: "event.data.k" }, async () => {
        keyed += 1;
      }),
      client.createFunction(
        { id: "single", triggers: [{ event: "t/k" }], singleton: { key: "event.data.k", mode: "skip" } },
        async () => {
          single += 1;
          await wait(50);
        },
      ),
    ]);
    const { send, server } = harness;
    await Promise.all([send("t/k", { k: "a" }), send("t/k", { k: "a" }), send("t/k", { k: "b" })]);
    await waitUntil(() => server.stats().totals.completed === 4);
    expect([keyed, single]).toEqual([2, 2]);
    expect(server.stats().totals.skipped).toBe(2);
  });
});

describe("expiry", () => {
  it("B37, B51: counts 200 late events as expired, says so once, and calls nothing; in time all are called", async () => {
    let calls = 0;
    harness = await startHarness(
      (client) => [client.createFunction({ id: "due", triggers: [{ event: "t/due" }] }, async () => void (calls += 1))],
      { isPaused: true },
    );
    const { client, server, clock } = harness;
    const expiresAt = new Date(clock.now().getTime() + 25 * 60_000).toISOString();
    const makeBatch = (at: string) =>
      Array.from({ length: 200 }, (_, n) => ({ name: "t/due", data: { n, expiresAt: at } }));
    await client.send(makeBatch(expiresAt));
    clock.move(31 * 60_000);
    server.resume();
    await server.settled();
    expect(calls).toBe(0);
    expect(server.stats().totals).toMatchObject({ expired: 200, completed: 0, failed: 0 });
    expect(harness.reports.filter(({ kind }) => kind === "runs_expired")).toMatchObject([{ count: 200 }]);
    server.pause();
    await client.send(makeBatch(new Date(clock.now().getTime() + 25 * 60_000).toISOString()));
    clock.move(10 * 60_000);
    server.resume();
    await server.settled();
    expect(calls).toBe(200);
    expect(server.stats().totals).toMatchObject({ expired: 200, completed: 200 });
  });

  it("closes a run between two attempts, and one that was not started within timeouts.start", async () => {
    let calls = 0;
    harness = await startHarness((client) => [
      client.createFunction({ id: "retry", triggers: [{ event: "t/retry" }], retries: 9 }, async () => {
        calls += 1;
        throw new Error("again");
      }),
      client.createFunction(
        { id: "start", triggers: [{ event: "t/start" }], timeouts: { start: "90s" } },
        async () => void (calls += 100),
      ),
    ]);
    const { send, server, clock, finish } = harness;
    const expiresAt = new Date(clock.now().getTime() + 10 * 60_000).toISOString();
    const retried = await send("t/retry", { expiresAt });
    await waitUntil(() => calls === 1);
    await server.settled();
    server.pause();
    const started = await send("t/start");
    clock.move(11 * 60_000);
    server.resume();
    expect((await finish(retried)).status).toBe("Expired");
    expect((await finish(started)).status).toBe("Expired");
    expect(calls).toBe(1);
  });

  it("cancels a sleeping run at timeouts.finish and by cancelOn", async () => {
    harness = await startHarness((client) => [
      client.createFunction(
        { id: "slow", triggers: [{ event: "t/slow" }], timeouts: { finish: "10m" } },
        async ({ step }) => step.sleep("z", "1d"),
      ),
      client.createFunction(
        { id: "stop", triggers: [{ event: "t/slow" }], cancelOn: [{ event: "t/stop", match: "data.id" }] },
        async ({ step }) => step.sleep("z", "1d"),
      ),
    ]);
    const { send, server, clock, readRuns } = harness;
    const eventId = await send("t/slow", { id: 1 });
    await waitUntil(() => server.stats().queue.scheduled === 3);
    await send("t/stop", { id: 2 });
    expect(server.stats().totals.cancelled).toBe(0);
    await send("t/stop", { id: 1 });
    expect(server.stats().totals.cancelled).toBe(1);
    clock.move(11 * 60_000);
    await server.tick();
    await server.settled();
    expect((await readRuns(eventId)).map(({ status }) => status)).toEqual(["Cancelled", "Cancelled"]);
  });
});

describe("a run that ends while it is called", () => {
  it.each([true, false])("takes no late step or failure (checkpointing %s)", async (hasCheckpointing) => {
    const seen: string[] = [];
    harness = await startHarness(
      (client) => [
        client.createFunction(
          {
            id: "busy",
            triggers: [{ event: "t/busy" }],
            cancelOn: [{ event: "t/stop", match: "data.id" }],
            onFailure: async () => void seen.push("failure"),
          },
          async ({ step }) => {
            await step.run("long", async () => {
              seen.push("long");
              await wait(150);
            });
            await step.run("never", () => seen.push("never"));
          },
        ),
      ],
      { hasCheckpointing },
    );
    const { send, server, finish } = harness;
    const eventId = await send("t/busy", { id: 1 });
    await waitUntil(() => seen.length === 1);
    await send("t/stop", { id: 1 });
    expect((await finish(eventId)).status).toBe("Cancelled");
    await server.settled();
    expect(seen).toEqual(["long"]);
    expect(server.stats().totals).toMatchObject({ cancelled: 1, failed: 0 });
  });

  it("spends an attempt when the app dies in the middle of a call", async () => {
    const sockets: (() => void)[] = [];
    harness = await startHarness((client) => [
      client.createFunction({ id: "dies", triggers: [{ event: "t/dies" }], retries: 0 }, async () => {
        for (const cut of sockets) cut();
        await wait(50);
      }),
    ]);
    const { app, send, finish } = harness;
    sockets.push(() => void app.close());
    expect(await finish(await send("t/dies"))).toMatchObject({ status: "Failed", output: { name: "ConnectionLost" } });
  });
});

describe("cron", () => {
  const makeCron = (ticks: number[], start?: "25m") =>
    startHarness((client) => [
      client.createFunction(
        {
          id: "tick",
          triggers: [{ cron: "TZ=Europe/Paris 0 6 * * *" }],
          ...(start === undefined ? {} : { timeouts: { start } }),
        },
        async ({ event }) => void ticks.push(event.ts ?? 0),
      ),
    ]);

  it("B38: after 30 days down runs none when the newest tick is old, else that one alone", async () => {
    const ticks: number[] = [];
    harness = await makeCron(ticks, "25m");
    await harness.server.close();
    const next = harness.server.stats().functions[0]?.cron[0]?.nextTick ?? "";
    const toTickMs = Date.parse(next) - harness.clock.now().getTime();
    harness.clock.move(toTickMs + 30 * dayMs + 3_600_000 * 2);
    await harness.restart();
    await harness.server.settled();
    expect(ticks).toEqual([]);
    expect(harness.server.stats().functions[0]?.cron[0]?.missed).toBeGreaterThanOrEqual(30);
    await harness.server.close();
    harness.clock.move(29 * dayMs - 2 * 3_600_000 + 10 * 60_000);
    await harness.restart();
    await harness.server.settled();
    await waitUntil(() => ticks.length > 0);
    await harness.server.tick();
    await harness.server.settled();
    expect(ticks).toHaveLength(1);
  });

  it("fires each tick once, however often it is evaluated, and lets a newer tick replace one that still waits", async () => {
    const ticks: number[] = [];
    harness = await makeCron(ticks);
    const { server, clock } = harness;
    const next = server.stats().functions[0]?.cron[0]?.nextTick ?? "";
    clock.move(Date.parse(next) - clock.now().getTime() + 10);
    await Promise.all([server.tick(), server.tick(), server.tick()]);
    await server.settled();
    expect(ticks).toEqual([Date.parse(next)]);
    server.pause();
    for (let day = 0; day < 5; day++) {
      clock.move(dayMs);
      await server.tick();
    }
    server.resume();
    await server.settled();
    expect(ticks).toHaveLength(2);
    expect(server.stats().totals.expired).toBe(4);
  });
});

describe("limits", () => {
  it("never runs more than the limit of a key, and lets other keys pass", async () => {
    const running = new Map<string, number>();
    let most = 0;
    let mostOverall = 0;
    harness = await startHarness(
      (client) => [
        client.createFunction(
          { id: "keyed", triggers: [{ event: "t/k" }], concurrency: { limit: 1, key: "event.data.k" } },
          async ({ event, step }) => {
            await step.run("work", async () => {
              const key = String(event.data.k);
              running.set(key, (running.get(key) ?? 0) + 1);
              most = Math.max(most, running.get(key) ?? 0);
              mostOverall = Math.max(
                mostOverall,
                [...running.values()].reduce((sum, one) => sum + one, 0),
              );
              await wait(100);
              running.set(key, (running.get(key) ?? 0) - 1);
            });
          },
        ),
      ],
      { concurrency: 8 },
    );
    const events = Array.from({ length: 24 }, (_, n) => ({ name: "t/k", data: { k: `key-${n % 3}` } }));
    await harness.client.send(events);
    await waitUntil(() => harness?.server.stats().totals.completed === 24);
    expect(most).toBe(1);
    expect(mostOverall).toBe(3);
  });

  it("takes the higher priority first", async () => {
    const order: string[] = [];
    harness = await startHarness(
      (client) => [
        client.createFunction({ id: "low", triggers: [{ event: "t/p" }] }, async () => void order.push("low")),
        client.createFunction(
          { id: "high", triggers: [{ event: "t/p" }], priority: { run: "100" } },
          async () => void order.push("high"),
        ),
      ],
      { concurrency: 1, isPaused: true },
    );
    await harness.client.send([{ name: "t/p" }, { name: "t/p" }]);
    harness.server.resume();
    await harness.server.settled();
    expect(order).toEqual(["high", "high", "low", "low"]);
  });

  it("refuses by name what it does not build, and runs the rest", async () => {
    harness = await startHarness((client) => [
      client.createFunction(
        { id: "limited", triggers: [{ event: "t/x" }], rateLimit: { limit: 1, period: "1s" } },
        async () => undefined,
      ),
      client.createFunction({ id: "cel", triggers: [{ event: "t/x", if: "event.data.a > 1" }] }, async () => undefined),
      client.createFunction({ id: "plain", triggers: [{ event: "t/x" }] }, async () => "ran"),
    ]);
    const { server, send, finish } = harness;
    expect(server.stats().refused.map(({ id }) => id)).toEqual(["app-limited", "app-cel"]);
    expect(server.stats().refused[0]?.reasons).toEqual(["rateLimit is not built"]);
    expect((await finish(await send("t/x"))).output).toBe("ran");
    await send("t/nobody");
    expect(server.stats().unmatched).toMatchObject([{ name: "t/nobody", count: 1 }]);
  });
});
