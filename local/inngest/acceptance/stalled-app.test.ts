import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { waitUntil } from "../test-app";
import { World } from "./world";

const zombieName = "app-0";
/** Two runs of each mode. */
const names = ["on-1", "on-2", "off-1", "off-2"];

let world: World;
beforeAll(async () => {
  world = await World.start({ apps: 2, server: { probeEveryMs: 250 } });
});
afterAll(() => world.close());

/** The process with the fewest calls takes the next, so that each holds a run of each mode in the end. */
async function holdAll(): Promise<string[]> {
  const eventIds: string[] = [];
  for (const name of names) {
    const script = [{ run: `a-${name}` }, { run: `hold-${name}`, gate: "z" }, { run: `c-${name}` }];
    eventIds.push(await world.run(`${name.slice(0, -2)}/script`, script));
    await world.waitForStep(`hold-${name}`);
  }
  return eventIds;
}

function countEnds(step: string): number {
  return world.readEffects("end").filter((effect) => effect.step === step).length;
}

/**
 * Runs until the process has done a step again. The calls of an idle server go to the processes in turn, and a run of one
 * step is two calls in the classic mode: always the same process would do it. With two steps it is three calls.
 */
async function waitForWork(app: string): Promise<void> {
  await waitUntil(async () => {
    await world.finish(await world.run("off/script", [{ run: "later" }, { run: "later still" }]));
    return world.readEffects("end").some((effect) => effect.step.startsWith("later") && effect.app === app);
  }, 20_000);
}

describe("two processes of one app", () => {
  it("group 4, B150: the steps of a process that stands still go to the other, and what it says later is not taken", async () => {
    const eventIds = await holdAll();
    const begun = world.readEffects("begin");
    const frozen = names.filter((name) => begun.some(({ step, app }) => step === `hold-${name}` && app === zombieName));
    expect(frozen).toEqual([expect.stringMatching(/^on/), expect.stringMatching(/^off/)]);
    const zombie = world.apps[0];
    zombie?.kill("SIGSTOP");
    for (const name of frozen) await world.waitForStep(`hold-${name}`, 2);
    world.openGate("z");
    for (const eventId of eventIds) expect((await world.finish(eventId)).status).toBe("Completed");
    zombie?.kill("SIGCONT");
    await waitUntil(() => frozen.every((name) => countEnds(`hold-${name}`) >= 2));
    // It gets new work once it has answered, which proves that its late report has been dealt with.
    await waitForWork(zombieName);
    for (const name of names) {
      const steps = world.listBegun().filter((step) => step.endsWith(`-${name}`));
      const all = [`a-${name}`, `hold-${name}`, `hold-${name}`, `c-${name}`];
      expect(steps).toEqual(frozen.includes(name) ? all : [...new Set(all)]);
    }
    expect((await world.readStats()).totals).toMatchObject({ failed: 0 });
    expect(world.readEffects("failure")).toEqual([]);
  });
});
