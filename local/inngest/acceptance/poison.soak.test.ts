import { afterEach, describe, expect, it } from "vitest";
import { waitUntil } from "../test-app";
import { World } from "./world";

let world: World | undefined;
afterEach(async () => {
  await world?.close();
  world = undefined;
});

/** Starts the app again each time it dies, as a supervisor does, until the run has ended. */
async function superviseUntilEnd(of: World, eventId: string, heapMb?: number): Promise<void> {
  let end: () => void = () => undefined;
  const isOver = new Promise<"over">((resolve) => {
    end = () => resolve("over");
  });
  const guard = (async () => {
    while ((await Promise.race([isOver, of.apps[0]?.exited])) !== "over") await of.startApp(0, {}, heapMb);
  })();
  try {
    await waitUntil(async () => (await of.readRuns(eventId)).every(({ status }) => status === "Failed"), 120_000);
  } finally {
    end();
    await guard;
  }
}

describe("functions that kill their process", () => {
  it("group 18: a run that kills its process five times in a row is parked, told once, and others go on", async () => {
    world = await World.start();
    const good = await world.run("on/script", [{ sleep: "1s", id: "z" }, { run: "good" }]);
    const eventId = await world.run("on/due", [{ run: "before" }, { run: "exit", odd: "exit" }]);
    await superviseUntilEnd(world, eventId);
    const run = await world.finish(eventId);
    expect(run).toMatchObject({ status: "Failed", output: { name: "ConnectionLost" } });
    expect(world.listBegun(run.run_id)).toEqual(["before", ...Array.from({ length: 5 }, () => "exit")]);
    expect((await world.finish(good)).status).toBe("Completed");
    expect((await world.readStats()).failures[0]).toMatchObject({ runId: run.run_id });
  });

  it("group 18: one that takes all memory is parked the same way", async () => {
    world = await World.start();
    await world.killApp(0);
    await world.startApp(0, {}, 96);
    const eventId = await world.run("off/script", [{ run: "memory", odd: "memory" }]);
    await superviseUntilEnd(world, eventId, 96);
    expect((await world.finish(eventId)).output).toMatchObject({ name: "ConnectionLost" });
    expect(world.listBegun()).toEqual(Array.from({ length: 4 }, () => "memory"));
    await world.settled();
    await waitUntil(() => world?.readEffects("failure").length === 1, 20_000);
    expect((await world.finish(await world.run("off/script", [{ run: "next" }]))).status).toBe("Completed");
  });

  it("group 18: an endless loop stalls its process alone: the call is given up, the other process serves on", async () => {
    world = await World.start({ apps: 2, server: { probeEveryMs: 200 } });
    const eventId = await world.run("on/once", [{ run: "loop", odd: "loop" }]);
    await world.waitForStep("loop");
    const run = await world.finish(eventId, { timeoutMs: 30_000 });
    expect(run).toMatchObject({ status: "Failed", output: { name: "ConnectionLost" } });
    for (let n = 0; n < 5; n++) {
      expect((await world.finish(await world.run("on/script", [{ run: "others" }]))).status).toBe("Completed");
    }
    const { apps } = await world.readStats();
    expect(apps.filter(({ isDown }) => isDown)).toHaveLength(1);
  });
});
