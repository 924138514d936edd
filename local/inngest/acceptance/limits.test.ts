import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { waitUntil } from "../test-app";
import type { Effect } from "./effects";
import { World } from "./world";

const minuteMs = 60_000;

let world: World;
beforeAll(async () => {
  world = await World.start({ apps: 2, server: { concurrency: 16, maxOpenRuns: 12_000 } });
});
afterAll(() => world.close());

/** How many of these steps were under way at once, by what they did to the outside. */
function findMostAtOnce(effects: Effect[]): number {
  const moves = effects.map(({ phase, at }) => ({ at, by: phase === "begin" ? 1 : -1 }));
  moves.sort((a, b) => a.at - b.at || a.by - b.by);
  let running = 0;
  return Math.max(0, ...moves.map(({ by }) => (running += by)));
}

const listOf = (k: string) => world.readEffects().filter((effect) => effect.k === k && effect.phase !== "body");

describe("limits, with checkpointing and without", () => {
  it("group 15: two processes together keep within a key's limit, fill it, and let other keys pass", async () => {
    await world.inBoth(async (mode) => {
      const script = [
        { run: "work", ms: 25 },
        { run: "more", ms: 10 },
      ];
      const makeEvent = (k: string) => ({ name: `${mode}/keyed`, data: { k, script } });
      const many = Array.from({ length: 24 }, () => makeEvent(`many-${mode}`));
      await world.sendAll([...many, makeEvent(`one-${mode}`)]);
    });
    await world.settled();
    for (const mode of ["on", "off"]) {
      const many = listOf(`many-${mode}`);
      expect(many.filter(({ phase }) => phase === "end")).toHaveLength(48);
      expect(findMostAtOnce(many)).toBe(2);
      // The single one of another key did not wait for the others.
      const [single] = listOf(`one-${mode}`);
      const last = many.at(-1);
      expect(single?.at ?? 0).toBeLessThan((last?.at ?? 0) - 100);
    }
  });

  it("group 15: runs that sleep hold no place, and a kill -9 gives places free", async () => {
    const sleepers = await world.inBoth((mode) =>
      Promise.all([0, 1, 2].map(() => world.run(`${mode}/keyed`, [{ sleep: "1h", id: "z" }], { k: `s-${mode}` }))),
    );
    await world.settled();
    await world.inBoth(async (mode) => {
      const eventId = await world.run(`${mode}/keyed`, [{ run: "awake" }], { k: `s-${mode}` });
      expect((await world.finish(eventId)).status).toBe("Completed");
    });
    expect(sleepers.flat()).toHaveLength(6);
    const held = await world.inBoth((mode) =>
      Promise.all([0, 1, 2].map(() => world.run(`${mode}/keyed`, [{ run: `k-${mode}`, gate: "k" }], { k: mode }))),
    );
    for (const mode of ["on", "off"]) await world.waitForStep(`k-${mode}`, 2);
    await world.killServer();
    await Promise.all([world.killApp(0), world.killApp(1)]);
    world.openGate("k");
    await Promise.all([world.startServer(), world.startApp(0), world.startApp(1)]);
    for (const eventId of held.flat()) expect((await world.finish(eventId)).status).toBe("Completed");
  });

  it("group 16: a throttle lets a burst start and then one each ten seconds, over a restart too", async () => {
    const count = (mode: string) => listOf(`t-${mode}`).filter(({ phase }) => phase === "begin").length;
    const expectStarted = async (expected: number) => {
      await world.settled();
      expect([count("on"), count("off")]).toEqual([expected, expected]);
    };
    await world.inBoth(async (mode) => {
      const event = { name: `${mode}/throttled`, data: { k: `t-${mode}` } };
      await world.sendAll(Array.from({ length: 6 }, () => event));
    });
    await expectStarted(2);
    await world.move(10_000);
    await expectStarted(3);
    await world.killServer();
    await world.startServer();
    await expectStarted(3);
    await world.move(10_000);
    await expectStarted(4);
    await world.move(minuteMs);
    await waitUntil(async () => {
      await world.settled();
      return count("on") === 6 && count("off") === 6;
    });
  });

  it("group 16: a singleton skips or replaces, an idempotency key skips, and a higher priority goes first", async () => {
    await world.inBoth(async (mode) => {
      const first = await world.run(`${mode}/skip`, [{ run: `first-${mode}`, gate: "s" }], { k: mode });
      await world.waitForStep(`first-${mode}`);
      expect(await world.readRuns(await world.run(`${mode}/skip`, [{ run: "no" }], { k: mode }))).toEqual([]);
      const older = await world.run(`${mode}/newest`, [{ sleep: "1d", id: "z" }, { run: "no" }], { k: mode });
      const newer = await world.run(`${mode}/newest`, [{ run: "newer" }], { k: mode });
      expect((await world.finish(newer)).status).toBe("Completed");
      expect((await world.finish(older)).status).toBe("Cancelled");
      const once = await world.run(`${mode}/idem`, [{ run: "once" }], { k: mode });
      expect(await world.readRuns(await world.run(`${mode}/idem`, [{ run: "no" }], { k: mode }))).toEqual([]);
      expect((await world.finish(once)).status).toBe("Completed");
      world.openGate("s");
      expect((await world.finish(first)).status).toBe("Completed");
    });
    expect(world.listBegun()).not.toContain("no");
    await world.post("/v1/drain");
    await world.sendAll([
      ...Array.from({ length: 20 }, () => ({ name: "on/one", data: { script: [{ run: "usual", ms: 5 }] } })),
      { name: "off/urgent", data: { script: [{ run: "urgent" }] } },
    ]);
    await world.post("/v1/resume");
    await world.settled();
    const order = world.listBegun().filter((step) => step === "usual" || step === "urgent");
    expect(order.indexOf("urgent")).toBeLessThanOrEqual(1);
  });

  it("group 16: what is not built is refused at the registration, by name, and told", async () => {
    const { refused } = await world.readStats();
    const reasons = new Map(refused.map((one) => [one.id, one.reasons.join()]));
    for (const mode of ["on", "off"]) {
      expect(reasons.get(`${mode}-rate-limited`)).toBe("rateLimit is not built");
      expect(reasons.get(`${mode}-debounced`)).toBe("debounce is not built");
      expect(reasons.get(`${mode}-batched`)).toBe("batchEvents is not built");
      expect(reasons.get(`${mode}-wild`)).toContain("wildcards are not built");
      expect(reasons.get(`${mode}-cel`)).toContain("event.data.n > 1");
    }
    const connect = await world.post("/v0/connect/start");
    expect([connect.status, await connect.text()]).toEqual([501, expect.stringContaining("connect")]);
  });

  it("group 17: ten thousand events at once are taken in bounded memory, looked at fast, and more are refused", async () => {
    await world.post("/v1/functions/on-bare/pause");
    const batch = Array.from({ length: 5_000 }, (_, n) => ({ name: "on/bare", data: { n, text: "x".repeat(200) } }));
    await world.sendAll(batch);
    await world.sendAll(batch);
    const waits: number[] = [];
    for (let look = 0; look < 40; look++) {
      const startedMs = performance.now();
      await world.readStats();
      waits.push(performance.now() - startedMs);
    }
    waits.sort((a, b) => a - b);
    expect(waits[37]).toBeLessThan(250);
    const { rss } = (await world.order({ do: "memory" })) as { rss: number };
    expect(rss / 1024 ** 2).toBeLessThan(500);
    const stats = await world.readStats();
    const bare = stats.functions.find(({ id }) => id === "on-bare");
    expect(bare).toMatchObject({ queued: 10_000, isPaused: true });
    await world.sendAll(batch.slice(0, 2_000));
    await expect(world.sendAll(batch)).rejects.toThrow("503");
    // Nothing of other functions waits behind them.
    await world.post("/v1/functions/on-script/resume");
    expect(stats.running).toEqual([]);
  });

  it("group 17: too large a result or state ends its run with a reason", async () => {
    const mib = 1024 ** 2;
    await world.killServer();
    await world.startServer({ maxOpenRuns: 100_000 });
    await world.inBoth(async (mode) => {
      const large = await world.finish(await world.run(`${mode}/once`, [{ run: "5 MB", bytes: 5 * mib }]));
      expect(large).toMatchObject({ status: "Failed", output: { name: "NotSupported" } });
      expect((large.output as { message: string }).message).toContain("4 MB");
    });
  });
});
