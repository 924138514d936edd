import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { World } from "./world";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.close());

describe("sleeps, with checkpointing and without", () => {
  it("group 9: a sleep that ends while the server is down ends at once when it is back; one into the past ends now", async () => {
    const past = new Date(Date.now() - dayMs).toISOString();
    const eventIds = await world.inBoth((mode) =>
      world.run(`${mode}/script`, [
        { until: past, id: "p" },
        { run: "before" },
        { sleep: "1h", id: "z" },
        { run: "after" },
      ]),
    );
    await world.waitForStep("before", 2);
    await world.settled();
    await world.killServer();
    await world.move(3 * hourMs);
    await world.startServer();
    for (const eventId of eventIds) {
      const run = await world.finish(eventId);
      expect(run.status).toBe("Completed");
      expect(world.listBegun(run.run_id)).toEqual(["before", "after"]);
    }
  });

  it("group 9: a clock that is set back and forth loses no sleep, and a year's sleep is one that waits", async () => {
    const eventIds = await world.inBoth((mode) =>
      world.run(`${mode}/script`, [{ sleep: "10m", id: "z" }, { run: `woke-${mode}` }, { sleep: "365d", id: "y" }]),
    );
    await world.settled();
    await world.move(-hourMs);
    await world.settled();
    expect(world.listBegun().filter((step) => step.startsWith("woke"))).toEqual([]);
    await world.move(hourMs + 11 * minuteMs);
    await world.waitForStep("woke-on");
    await world.waitForStep("woke-off");
    await world.settled();
    await world.move(364 * dayMs);
    await world.settled();
    for (const eventId of eventIds) expect((await world.readRuns(eventId))[0]?.status).toBe("Running");
    await world.move(2 * dayMs);
    for (const eventId of eventIds) expect((await world.finish(eventId)).status).toBe("Completed");
  });
});

describe("expiry", () => {
  const sendDue = async (count: number, validMs: number, mode = "on") => {
    const expiresAt = new Date(world.nowMs + validMs).toISOString();
    const script = [{ run: "deliver" }];
    const events = Array.from({ length: count }, () => ({ name: `${mode}/due`, data: { expiresAt, script } }));
    return world.sendAll(events);
  };
  const countDelivered = () => world.listBegun().filter((step) => step === "deliver").length;

  it("group 14, B37, B51: after 31 minutes away none of 200 is called and all are counted; after ten all are, once", async () => {
    const before = (await world.readStats()).totals.expired;
    await world.post("/v1/drain");
    await sendDue(200, 25 * minuteMs);
    await world.killServer();
    await world.move(31 * minuteMs);
    await world.startServer();
    await world.settled();
    expect(countDelivered()).toBe(0);
    expect((await world.readStats()).totals.expired - before).toBe(200);
    expect(await world.readReports()).toContainEqual(
      expect.objectContaining({ kind: "runs_expired", functionId: "on-due", count: 200 }),
    );
    await world.post("/v1/drain");
    await sendDue(200, 25 * minuteMs);
    await world.killServer();
    await world.move(10 * minuteMs);
    await world.startServer();
    await world.settled();
    expect(countDelivered()).toBe(200);
    expect((await world.readStats()).totals.expired - before).toBe(200);
  });

  it("group 14: what expires between two attempts, while it sleeps, or before it has begun is not called again", async () => {
    const data = () => ({ expiresAt: new Date(world.nowMs + 10 * minuteMs).toISOString() });
    const eventIds = await world.inBoth((mode) =>
      Promise.all([
        world.run(`${mode}/due`, [{ run: `retried-${mode}`, failTimes: 9, error: "later", after: "20m" }], data()),
        world.run(`${mode}/due`, [{ run: `slept-${mode}` }, { sleep: "20m", id: "z" }, { run: "too late" }], data()),
      ]),
    );
    await world.settled();
    await world.post("/v1/functions/on-due/pause");
    const waiting = await world.run("on/due", [{ run: "too late" }]);
    await world.move(21 * minuteMs);
    await world.post("/v1/functions/on-due/resume");
    for (const eventId of eventIds.flat()) expect((await world.finish(eventId)).status).toBe("Expired");
    expect((await world.finish(waiting)).status).toBe("Completed");
    await world.post("/v1/functions/on-due/pause");
    const never = await world.run("on/due", [{ run: "never" }]);
    await world.move(26 * minuteMs);
    await world.post("/v1/functions/on-due/resume");
    expect(await world.finish(never)).toMatchObject({ status: "Expired", output: { name: "StartTimeout" } });
    expect(world.listBegun().filter((step) => step === "too late")).toHaveLength(1);
    expect(world.listBegun()).not.toContain("never");
    for (const mode of ["on", "off"]) {
      expect(world.listBegun().filter((step) => step === `retried-${mode}`)).toHaveLength(1);
    }
  });

  it("group 14: a backlog of thousands drains in seconds without a call", async () => {
    const before = world.listBegun().length;
    await world.post("/v1/drain");
    for (let batch = 0; batch < 2; batch++) await sendDue(2_000, minuteMs);
    await world.move(30 * dayMs);
    const startedMs = performance.now();
    await world.post("/v1/resume");
    await world.settled();
    expect(performance.now() - startedMs).toBeLessThan(20_000);
    // Older ones are past their retention by then, and counted no more.
    expect((await world.readStats()).totals.expired).toBe(4_000);
    expect(world.listBegun()).toHaveLength(before);
  });

  it("group 14: a run past timeouts.finish is closed, and one whose event cancels it takes no further step", async () => {
    const slow = await world.inBoth((mode) => world.run(`${mode}/slow`, [{ sleep: "1d", id: "z" }, { run: "no" }]));
    const stopped = await world.inBoth((mode) =>
      world.run(`${mode}/stoppable`, [{ run: `busy-${mode}`, gate: "busy" }, { run: "no" }], { k: mode }),
    );
    for (const mode of ["on", "off"]) await world.waitForStep(`busy-${mode}`);
    await world.inBoth((mode) => world.send(`${mode}/stop`, { k: mode }));
    world.openGate("busy");
    for (const eventId of stopped) expect((await world.finish(eventId)).status).toBe("Cancelled");
    await world.settled();
    await world.move(11 * minuteMs);
    for (const eventId of slow) expect((await world.finish(eventId)).status).toBe("Cancelled");
    await world.settled();
    expect(world.listBegun()).not.toContain("no");
  });
});
