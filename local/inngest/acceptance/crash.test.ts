import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { waitUntil } from "../test-app";
import type { Instruction } from "./script";
import { World } from "./world";

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.close());

let count = 0;
/** A script that holds in its third step until its gate is opened. Names of steps are its own. */
function makeHeld(mode: string) {
  const mark = `${mode}${++count}`;
  const [a, b, hold, c, d] = ["a", "b", "hold", "c", "d"].map((name) => `${name}-${mark}`) as [string, ...string[]];
  const names = [a, b, hold, c, d] as string[];
  const script: Instruction[] = names.map((run) => (run === hold ? { run, gate: mark } : { run }));
  return {
    mark,
    hold: hold ?? "",
    names,
    script,
    repeated: names.flatMap((one) => (one === hold ? [one, one] : [one])),
  };
}

/** Starts one in each mode and waits until both hold. */
function startHeld() {
  return world.inBoth(async (mode) => {
    const held = makeHeld(mode);
    const eventId = await world.run(`${mode}/script`, held.script);
    await world.waitForStep(held.hold);
    return { ...held, eventId };
  });
}

type Held = Awaited<ReturnType<typeof startHeld>>[number];

/** All steps once, the held one twice, in order, and the result of a run that nothing disturbed. */
async function expectOneRepeated(held: Held) {
  const run = await world.finish(held.eventId);
  expect(run).toMatchObject({ status: "Completed", output: held.names });
  expect(world.listBegun(run.run_id)).toEqual(held.repeated);
  return run;
}

describe("a crash, with checkpointing and without", () => {
  it("group 1: kill -9 of the server between steps repeats none that was kept, and the result is the same", async () => {
    const all = await startHeld();
    await world.killServer();
    await world.startServer();
    for (const { hold, mark } of all) {
      await world.waitForStep(hold, 2);
      world.openGate(mark);
    }
    for (const held of all) await expectOneRepeated(held);
  });

  it("group 2: kill -9 of the only app in a step repeats that step alone, soon after the app is back", async () => {
    const all = await startHeld();
    await world.killApp(0);
    for (const { mark } of all) world.openGate(mark);
    await world.startApp(0);
    const backAtMs = Date.now();
    for (const held of all) {
      await expectOneRepeated(held);
      const second = world.readEffects("begin").filter(({ step }) => step === held.hold)[1];
      expect((second?.at ?? 0) - backAtMs).toBeLessThan(6_000);
    }
  });

  it("group 3: a crash after a step's effect and before its result is kept repeats it once, under the same key", async () => {
    const all = await startHeld();
    world.server?.kill("SIGSTOP");
    for (const { mark } of all) world.openGate(mark);
    const readEnds = (hold: string) => world.readEffects("end").filter(({ step }) => step === hold);
    for (const { hold } of all) await waitUntil(() => readEnds(hold).length === 1);
    await world.killServer();
    await world.startServer();
    for (const held of all) {
      const run = await expectOneRepeated(held);
      expect(readEnds(held.hold).map(({ runId }) => runId)).toEqual([run.run_id, run.run_id]);
    }
  });

  it("group 20: SIGTERM lets a running step end and begins no other; the next process goes on at once", async () => {
    const [running] = await world.inBoth((mode) =>
      world.run(`${mode}/one`, [{ run: "long", ms: 600 }, { run: "next" }]),
    );
    const waiting = await world.run("on/one", [{ run: "behind" }]);
    await world.waitForStep("long", 2);
    world.server?.kill("SIGTERM");
    expect(await world.server?.exited).toBe(0);
    expect(world.listBegun()).not.toContain("behind");
    await world.startServer();
    expect((await world.finish(running ?? "")).output).toEqual(["long", "next"]);
    expect((await world.finish(waiting)).output).toEqual(["behind"]);
    expect(world.listBegun().filter((step) => step === "long")).toHaveLength(2);
    const held = await world.run("on/one", [{ run: "held", gate: "held" }]);
    await world.waitForStep("held");
    const closing = world.waitForServer("closing");
    world.server?.kill("SIGTERM");
    await closing;
    world.server?.kill("SIGTERM");
    const askedMs = Date.now();
    expect(await world.server?.exited).not.toBe(0);
    expect(Date.now() - askedMs).toBeLessThan(2_000);
    world.openGate("held");
    await world.startServer();
    expect((await world.finish(held)).status).toBe("Completed");
  });
});
