import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { World } from "./world";

let world: World;
beforeAll(async () => {
  world = await World.start({ apps: 2, server: { probeEveryMs: 250 } });
});
afterAll(() => world.close());

describe("two processes of one app", () => {
  it("share the work, and one that is killed hands its step to the other", async () => {
    const script = [{ run: "share", ms: 30 }];
    await world.sendAll(Array.from({ length: 12 }, () => ({ name: "on/script", data: { script } })));
    await world.settled();
    const apps = new Set(world.readEffects("end").map(({ app }) => app));
    expect([...apps].sort()).toEqual(["app-0", "app-1"]);
    const eventId = await world.run("on/script", [{ run: "before" }, { run: "moved", gate: "moved" }]);
    await world.waitForStep("moved");
    const victim = Number(
      world
        .readEffects("begin")
        .find(({ step }) => step === "moved")
        ?.app.split("-")[1],
    );
    await world.killApp(victim);
    world.openGate("moved");
    const run = await world.finish(eventId);
    expect(run.status).toBe("Completed");
    expect(world.listBegun(run.run_id)).toEqual(["before", "moved", "moved"]);
    await world.startApp(victim);
    await world.order({ do: "tick" });
  });
});
