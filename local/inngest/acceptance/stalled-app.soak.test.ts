import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { waitUntil } from "../test-app";
import { World } from "./world";

let world: World;
beforeAll(async () => {
  world = await World.start({ apps: 2, server: { probeEveryMs: 250 } });
});
afterAll(() => world.close());

describe("two processes of one app", () => {
  it("group 4: the steps of a process that stands still go to the other, and what it says later is not taken", async () => {
    const eventIds = await world.inBoth((mode) =>
      world.run(`${mode}/script`, [{ run: `a-${mode}` }, { run: `hold-${mode}`, gate: "z" }, { run: `c-${mode}` }]),
    );
    await world.waitForStep("hold-on");
    await world.waitForStep("hold-off");
    const begun = world.readEffects("begin");
    const findApp = (step: string) => begun.find((effect) => effect.step === step)?.app;
    const zombies = new Set([findApp("hold-on"), findApp("hold-off")]);
    // With both held by one process, that one stands still; else the one that holds the classic run.
    const frozen = zombies.size === 1 ? ["on", "off"] : ["off"];
    const zombie = world.apps[Number(findApp("hold-off")?.split("-")[1])];
    zombie?.kill("SIGSTOP");
    for (const mode of frozen) await world.waitForStep(`hold-${mode}`, 2);
    world.openGate("z");
    for (const eventId of eventIds) expect((await world.finish(eventId)).status).toBe("Completed");
    zombie?.kill("SIGCONT");
    const countEnds = (mode: string) => world.readEffects("end").filter(({ step }) => step === `hold-${mode}`).length;
    await waitUntil(() => frozen.every((mode) => countEnds(mode) === 2), 60_000);
    // It gets new work once it has answered, which proves that its late report has been dealt with.
    await waitUntil(async () => {
      await world.finish(await world.run("off/script", [{ run: "later" }]));
      return world.readEffects("begin").some(({ step, app }) => step === "later" && app === findApp("hold-off"));
    }, 60_000);
    for (const mode of ["on", "off"]) {
      const steps = world.listBegun().filter((step) => step.endsWith(`-${mode}`));
      const expected = [`a-${mode}`, `hold-${mode}`, `hold-${mode}`, `c-${mode}`];
      expect(steps).toEqual(frozen.includes(mode) ? expected : [...new Set(expected)]);
    }
    expect((await world.readStats()).totals).toMatchObject({ failed: 0 });
    expect(world.readEffects("failure")).toEqual([]);
  });
});
