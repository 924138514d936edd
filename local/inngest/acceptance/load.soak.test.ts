import { afterEach, describe, expect, it } from "vitest";
import { waitUntil } from "../test-app";
import { World } from "./world";

const minuteMs = 60_000;
const mib = 1024 ** 2;
const maxRssMib = 500;

let world: World | undefined;
afterEach(async () => {
  await world?.close();
  world = undefined;
});

const batchSize = 5_000;

async function sendMany(to: World, name: string, count: number, data: object): Promise<void> {
  for (let sent = 0; sent < count; sent += batchSize) {
    await to.sendAll(
      Array.from({ length: Math.min(batchSize, count - sent) }, (_, n) => ({ name, data: { n, ...data } })),
    );
  }
}

/** The middle of twenty looks at the statistics, as a browser takes them. */
async function measureLookMs(of: World): Promise<number> {
  const times: number[] = [];
  for (let look = 0; look < 20; look++) {
    const startedMs = performance.now();
    await of.readStats();
    times.push(performance.now() - startedMs);
  }
  return times.sort((a, b) => a - b)[10] ?? Number.NaN;
}

async function readRssMib(of: World): Promise<number> {
  const { rss } = (await of.order({ do: "memory" })) as { rss: number };
  return rss / mib;
}

describe("load", () => {
  it("group 14: the backlog of a month, a tick a minute, drains within a minute and calls nothing", async () => {
    world = await World.start();
    await world.post("/v1/drain");
    const expiresAt = new Date(world.nowMs + 25 * minuteMs).toISOString();
    await sendMany(world, "on/due", 43_200, { expiresAt });
    await world.killServer();
    await world.move(30 * 24 * 60 * minuteMs);
    const startedMs = performance.now();
    await world.startServer();
    await world.settled();
    expect(performance.now() - startedMs).toBeLessThan(minuteMs);
    expect((await world.readStats()).totals).toMatchObject({ expired: 43_200, completed: 0, failed: 0 });
    expect(world.readEffects()).toEqual([]);
  });

  it("group 17, B152: 100,000 queued events stay within 500 MB, are looked at in 50 ms, survive a kill -9 and let others pass", async () => {
    world = await World.start({ server: { concurrency: 8 } });
    await world.post("/v1/functions/on-bare/pause");
    await sendMany(world, "on/bare", 100_000, { text: "x".repeat(300) });
    expect(await readRssMib(world)).toBeLessThan(maxRssMib);
    expect(await measureLookMs(world)).toBeLessThan(50);
    await world.killServer();
    const startedMs = performance.now();
    await world.startServer();
    expect(performance.now() - startedMs).toBeLessThan(30_000);
    expect(await readRssMib(world)).toBeLessThan(maxRssMib);
    expect((await world.readStats()).functions.find(({ id }) => id === "on-bare")?.queued).toBe(100_000);
    await world.post("/v1/functions/on-bare/resume");
    const waits: number[] = [];
    for (let look = 0; look < 20; look++) {
      const sentMs = performance.now();
      await world.finish(await world.run("off/script", [{ run: "between" }]));
      waits.push(performance.now() - sentMs);
    }
    waits.sort((a, b) => a - b);
    expect(waits[10]).toBeLessThan(1_500);
    const countDone = () => world?.readEffects("end").length ?? 0;
    const before = countDone();
    await waitUntil(() => countDone() > before + 2_000, 120_000);
    expect(await readRssMib(world)).toBeLessThan(maxRssMib);
  });

  it("group 17: a run's state ends with a reason above 32 MB, and below it works", async () => {
    world = await World.start();
    const steps = (count: number) => Array.from({ length: count }, (_, n) => ({ run: `s${n}`, bytes: 3.9 * mib }));
    const nine = await world.finish(await world.run("on/once", steps(9)), { timeoutMs: 120_000 });
    expect(nine).toMatchObject({ status: "Failed", output: { name: "NotSupported" } });
    expect((nine.output as { message: string }).message).toContain("32 MB");
    const small = [...steps(7), { run: "last", value: null }];
    const seven = await world.finish(await world.run("off/once", small), { timeoutMs: 120_000 });
    expect(seven.status).toBe("Failed");
    expect((seven.output as { name: string }).name).toBe("OutputTooLarge");
  });
});
