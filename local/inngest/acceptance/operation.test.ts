import { readdirSync, statSync } from "node:fs";
import { request } from "node:http";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hashSigningKey } from "../signing";
import { testKeys } from "../test-app";
import { World } from "./world";

const dayMs = 24 * 3_600_000;

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.close());

function measureLogBytes(): number {
  const folder = `${world.folder}/log`;
  return readdirSync(folder).reduce((sum, name) => sum + statSync(path.join(folder, name)).size, 0);
}

describe("operation, with checkpointing and without", () => {
  it("group 26: what waits, since when, what runs and where, what failed and expired is one snapshot", async () => {
    await world.post("/v1/functions/on-one/pause");
    const expiresAt = new Date(world.nowMs + 60_000).toISOString();
    await world.sendAll([
      { name: "on/one", data: {} },
      { name: "on/one", data: { expiresAt } },
    ]);
    await world.run("off/script", [{ run: "busy", gate: "busy" }]);
    await world.waitForStep("busy");
    const failed = await world.finish(await world.run("off/once", [{ run: "f", failTimes: 1 }]));
    await world.send("nobody/listens", {});
    expect((await world.readStats()).throughput.runs).toBeGreaterThanOrEqual(1);
    await world.move(120_000);
    await world.order({ do: "tick" });
    const stats = await world.readStats();
    const one = stats.functions.find(({ id }) => id === "on-one");
    expect(one).toMatchObject({ queued: 2, running: 0, isPaused: true });
    expect(one?.oldestAgeSec).toBeGreaterThanOrEqual(120);
    expect(stats.running).toContainEqual(
      expect.objectContaining({ functionId: "off-script", appUrl: world.serveUrls[1] }),
    );
    expect(stats.failures[0]).toMatchObject({ runId: failed.run_id, error: "Error: f failed" });
    expect(stats.unmatched).toMatchObject([{ name: "nobody/listens", count: 1 }]);
    expect(await world.readReports()).toContainEqual({ kind: "event_unmatched", name: "nobody/listens" });
    await world.post("/v1/functions/on-one/resume");
    world.openGate("busy");
    await world.settled();
    const after = await world.readStats();
    expect(after.functions.find(({ id }) => id === "on-one")).toMatchObject({ queued: 0, completed: 1, expired: 1 });
    expect(after.totals.expired).toBe(1);
  });

  it("group 26: a pause outlives a restart, a drain ends with it; a run is cancelled and replayed by hand", async () => {
    await world.post("/v1/functions/on-one/pause");
    const waiting = await world.run("on/one", [{ run: "paused" }]);
    await world.killServer();
    await world.startServer();
    await world.settled();
    expect(world.listBegun()).not.toContain("paused");
    const [run] = await world.readRuns(waiting);
    expect((await world.post(`/v1/runs/${run?.run_id}/cancel`)).status).toBe(200);
    expect((await world.post(`/v1/runs/${run?.run_id}/cancel`)).status).toBe(409);
    expect((await world.post("/v1/runs/nothing/cancel")).status).toBe(404);
    expect((await world.post(`/v1/runs/${run?.run_id}/replay`)).status).toBe(201);
    await world.post("/v1/functions/on-one/resume");
    await world.settled();
    expect((await world.readRuns(waiting)).map(({ status }) => status)).toEqual(["Cancelled", "Completed"]);
    expect(world.listBegun().filter((step) => step === "paused")).toHaveLength(1);
    await world.post("/v1/drain");
    const drained = await world.run("off/one", [{ run: "drained" }]);
    await world.settled();
    expect((await world.readRuns(drained))[0]?.status).toBe("Queued");
    await world.killServer();
    await world.startServer();
    expect((await world.finish(drained)).status).toBe("Completed");
  });

  it("group 21: a release that renames, drops and reorders steps, or drops a function, ends every run", async () => {
    const script = [{ run: "kept" }, { run: "held", gate: "release" }, { run: "tail" }];
    const eventIds = await world.inBoth((mode) => world.run(`${mode}/script`, script));
    const gone = await world.inBoth((mode) => world.run(`${mode}/gone`, [{ sleep: "1h", id: "z" }]));
    await world.waitForStep("held", 2);
    await world.killApp(0);
    world.openGate("release");
    await world.startApp(0, { release: "renamed" });
    await world.order({ do: "sync" });
    for (const eventId of eventIds) {
      const run = await world.finish(eventId, { stepMs: 1_000 });
      // The new code's steps run in its order; results of steps that it does not ask for are left aside.
      expect(run).toMatchObject({ status: "Completed", output: ["renamed", "tail", "held"] });
      expect(world.listBegun(run.run_id)).toEqual(["kept", "held", "renamed", "tail", "held"]);
    }
    await world.move(2 * 3_600_000);
    for (const eventId of gone) {
      expect(await world.finish(eventId)).toMatchObject({
        status: "Failed",
        output: { name: "FunctionNotRegistered" },
      });
    }
    await world.killApp(0);
    await world.startApp(0);
    await world.order({ do: "sync" });
  }, 60_000);

  it("group 22: nobody runs, registers, sends, looks or changes without their right to it", async () => {
    const [serveUrl = ""] = world.serveUrls;
    const url = `${serveUrl}?fnId=on-script&stepId=step`;
    const forged = { "x-inngest-signature": `t=${Math.round(Date.now() / 1_000)}&s=${"0".repeat(64)}` };
    const body = JSON.stringify({ event: { name: "on/script", data: {} }, events: [], steps: {}, ctx: {} });
    for (const headers of [{}, forged]) {
      expect((await fetch(url, { method: "POST", headers, body })).status).toBe(401);
      expect((await fetch(serveUrl, { method: "PUT", headers, body: "{}" })).status).toBe(401);
      expect((await fetch(serveUrl, { headers })).status).toBe(401);
    }
    const status = async (promise: Promise<Response>) => (await promise).status;
    expect(await status(world.post("/e/wrong", {}, "[]"))).toBe(401);
    expect(await status(world.post("/v1/checkpoint/r/async", {}, "{}"))).toBe(401);
    expect(await status(world.post("/fn/register"))).toBe(401);
    const authorization = `Bearer ${hashSigningKey(testKeys.signingKey)}`;
    expect(await status(world.post("/fn/register", { authorization }))).toBe(200);
    const changes = ["/v1/drain", "/v1/resume", "/v1/runs/x/replay", "/v1/runs/x/cancel", "/v1/functions/on-one/pause"];
    for (const change of changes) {
      expect(await status(world.post(change, { origin: "http://evil.example" }))).toBe(403);
      expect(await status(world.post(change, { origin: "null" }))).toBe(403);
      expect(await status(world.post(change, { "sec-fetch-site": "cross-site" }))).toBe(403);
    }
    const { port } = new URL(world.url);
    const rebound = await new Promise((resolve) => {
      request({ port, path: "/stats", headers: { host: `evil.example:${port}` } }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      }).end();
    });
    expect(rebound).toBe(403);
  });

  it("group 25: finished work leaves memory and log while the server runs; what is not finished stays", async () => {
    const finished = await world.inBoth((mode) =>
      world.run(`${mode}/script`, [{ run: "f", value: "x".repeat(5_000) }]),
    );
    const sleeping = await world.inBoth((mode) =>
      world.run(`${mode}/script`, [{ sleep: "30d", id: "z" }, { run: "up" }]),
    );
    for (const eventId of finished) await world.finish(eventId);
    await world.settled();
    await world.post("/v1/functions/on-one/pause");
    const before = measureLogBytes();
    await world.move(8 * dayMs);
    await world.settled();
    await world.order({ do: "tick" });
    for (const eventId of finished) expect((await fetch(`${world.url}/v1/events/${eventId}`)).status).toBe(404);
    expect(measureLogBytes()).toBeLessThan(before - 10_000);
    const live = await world.readStats();
    await world.killServer();
    await world.startServer();
    const rebuilt = await world.readStats();
    expect(rebuilt.totals).toEqual(live.totals);
    expect(rebuilt.functions).toEqual(live.functions);
    await world.move(30 * dayMs);
    for (const eventId of sleeping) expect((await world.finish(eventId)).status).toBe("Completed");
    expect(world.listBegun().filter((step) => step === "up")).toHaveLength(2);
  });
});
