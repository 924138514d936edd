import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Instruction } from "./script";
import { World } from "./world";

const minuteMs = 60_000;

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.close());

const listAttempts = (step: string, runId: string) =>
  world
    .readEffects("begin")
    .filter((effect) => effect.step === step && effect.runId === runId)
    .map(({ attempt }) => attempt);

/** Moves the clock to `beforeMs` ahead and finds the run unmoved, then by 2 s more. */
async function expectDueAfter(eventId: string, waitMs: number): Promise<void> {
  const count = () => world.readEffects("begin").length;
  await world.settled();
  const before = count();
  await world.move(waitMs - 2_000);
  await world.settled();
  expect(count()).toBe(before);
  await world.move(4_000);
  await world.settled();
  expect(count()).toBe(before + 1);
  expect(await world.readRuns(eventId)).toHaveLength(1);
}

describe("failures, with checkpointing and without", () => {
  it("group 7: attempts and backoff follow the table, retry-after goes before it, and is kept within a day", async () => {
    const eventId = await world.run("on/script", [{ run: "later", failTimes: 1, error: "later", after: "90s" }]);
    await world.waitForStep("later");
    await expectDueAfter(eventId, 90_000);
    const long = await world.run("off/script", [{ run: "long", failTimes: 1, error: "later", after: "40h" }]);
    await world.waitForStep("long");
    await expectDueAfter(long, 24 * 60 * minuteMs);
    const backedOff = await world.run("on/script", [{ run: "plain", failTimes: 9 }]);
    const startedMs = world.nowMs;
    const run = await world.finish(backedOff, { stepMs: 15_000 });
    expect(run).toMatchObject({ status: "Failed", output: { message: "plain failed" } });
    expect(listAttempts("plain", run.run_id)).toEqual([0, 1, 2, 3]);
    // 15 s + 30 s + 60 s, each with up to 30 s more, looked at every 15 s.
    expect(world.nowMs - startedMs).toBeGreaterThanOrEqual(105_000);
    expect(world.nowMs - startedMs).toBeLessThan(105_000 + 4 * 30_000 + 10_000);
  });

  it("group 7: final errors are not tried again, code may catch them, and each step has attempts of its own", async () => {
    await world.inBoth(async (mode) => {
      const script: Instruction[] = [
        { run: "final", failTimes: 9, error: "final", isCaught: true },
        { run: "first", failTimes: 2, error: "later", after: "1s" },
        { run: "second", failTimes: 2, error: "later", after: "1s" },
        { fail: "outside", times: 1 },
      ];
      const run = await world.finish(await world.run(`${mode}/script`, script), { stepMs: minuteMs });
      expect(run.output).toEqual([{ caught: "final is final" }, "first", "second", "passed"]);
      expect(listAttempts("final", run.run_id)).toEqual([0]);
      expect(listAttempts("first", run.run_id)).toEqual([0, 1, 2]);
      expect(listAttempts("second", run.run_id)).toEqual([0, 1, 2]);
    });
  });

  it("group 7: no retries means one attempt, none given means five", async () => {
    await world.inBoth(async (mode) => {
      const once = await world.finish(await world.run(`${mode}/once`, [{ run: "o", failTimes: 9 }]));
      expect([once.status, listAttempts("o", once.run_id)]).toEqual(["Failed", [0]]);
      const bare = await world.finish(await world.run(`${mode}/bare`, [{ run: "b", failTimes: 9 }]), {
        stepMs: 3 * minuteMs,
      });
      expect([bare.status, listAttempts("b", bare.run_id)]).toEqual(["Failed", [0, 1, 2, 3, 4]]);
    });
  });

  it("group 12: fifty branches each run once; a failing one can be caught; what follows is asked for once", async () => {
    await world.inBoth(async (mode) => {
      const branches: Instruction[][] = Array.from({ length: 50 }, (_, n) => [{ run: `b${n}` }]);
      branches[7] = [{ run: "b7", failTimes: 9, error: "final", isCaught: true }];
      const script: Instruction[] = [
        { run: "first" },
        { all: branches },
        { run: "between" },
        {
          all: [
            [{ run: "x" }],
            [{ sleep: "1s", id: "z" }, { run: "y" }],
            [{ all: [[{ run: "n1" }], [{ run: "n2" }]] }],
          ],
        },
        { run: "last" },
      ];
      const run = await world.finish(await world.run(`${mode}/script`, script), { stepMs: 2_000, timeoutMs: 30_000 });
      const begun = world.listBegun(run.run_id);
      expect(run.status).toBe("Completed");
      expect(new Set(begun).size).toBe(begun.length);
      expect(begun).toHaveLength(57);
      expect(begun[0]).toBe("first");
      expect(begun.at(-1)).toBe("last");
    });
  }, 60_000);

  it("group 12: a branch that crashes with its app is repeated alone, and a race goes on with its winner", async () => {
    const eventIds = await world.inBoth((mode) =>
      world.run(`${mode}/script`, [{ all: [[{ run: `done-${mode}` }], [{ run: `crash-${mode}`, gate: "crash" }]] }]),
    );
    for (const mode of ["on", "off"]) {
      await world.waitForStep(`crash-${mode}`);
      await world.waitForStep(`done-${mode}`);
    }
    await world.order({ do: "tick" });
    await world.killApp(0);
    world.openGate("crash");
    await world.startApp(0);
    for (const [index, eventId] of eventIds.entries()) {
      const run = await world.finish(eventId);
      const mode = index === 0 ? "on" : "off";
      expect(run.output).toEqual([[[`done-${mode}`], [`crash-${mode}`]]]);
      expect(world.listBegun(run.run_id).filter((step) => step.startsWith("crash"))).toHaveLength(2);
    }
    await world.inBoth(async (mode) => {
      const race: Instruction[] = [
        { race: [[{ run: "fast" }, { run: "then" }], [{ sleep: "1d", id: "z" }]] },
        { run: `after-race-${mode}` },
      ];
      await world.run(`${mode}/script`, race);
      await world.waitForStep(`after-race-${mode}`);
    });
  });

  it("group 18: what a step throws or answers, however odd, ends its run and no other, and is told once", async () => {
    await world.inBoth(async (mode) => {
      const eventIds = new Map<string, string>();
      for (const error of ["text", "number"] as const) {
        eventIds.set(error, await world.run(`${mode}/once`, [{ run: `${error}-${mode}`, failTimes: 1, error }]));
      }
      // These the SDK makes sendable by itself.
      const fine: Instruction[] = (["nothing", "circular"] as const).map((odd) => ({ run: odd, odd }));
      expect((await world.finish(await world.run(`${mode}/once`, fine))).status).toBe("Completed");
      // A BigInt it can send in one mode and not in the other; it comes to an end in both.
      const big = await world.finish(await world.run(`${mode}/once`, [{ run: "big", odd: "bigint" }]));
      expect(["Completed", "Failed"]).toContain(big.status);
      for (const [what, eventId] of eventIds) {
        const run = await world.finish(eventId, { stepMs: 2_000 });
        expect([what, run.status]).toEqual([what, "Failed"]);
        await world.settled();
        const told = world.readEffects("failure").filter(({ failedRun }) => failedRun === run.run_id);
        expect([what, told.length]).toEqual([what, 1]);
      }
    });
  });

  it("group 18: a step that ends its process fails its run, is told once, and the next run is served", async () => {
    const eventId = await world.run("on/once", [{ run: "exit", odd: "exit" }]);
    await world.apps[0]?.exited;
    await world.startApp(0);
    const run = await world.finish(eventId);
    expect(run).toMatchObject({ status: "Failed", output: { name: "ConnectionLost" } });
    expect((await world.finish(await world.run("on/once", [{ run: "next" }]))).status).toBe("Completed");
    await world.settled();
    const told = world.readEffects("failure").filter(({ failedRun }) => failedRun === run.run_id);
    expect(told).toHaveLength(1);
    expect(world.listBegun(run.run_id)).toEqual(["exit"]);
  });

  it("group 19: a failure handler that fails is called once and calls no other", async () => {
    await world.inBoth(async (mode) => {
      const before = (await world.readStats()).totals.failed;
      const run = await world.finish(await world.run(`${mode}/hopeless`, [{ run: "h", failTimes: 9 }]));
      expect(run.status).toBe("Failed");
      expect(before).toBeGreaterThanOrEqual(0);
    });
    await world.settled();
    await world.move(24 * 60 * minuteMs);
    await world.settled();
    const { functions } = await world.readStats();
    const handlers = functions.filter(({ id }) => id.endsWith("hopeless-failure"));
    expect(handlers.map(({ failed, completed }) => [failed, completed])).toEqual([
      [1, 0],
      [1, 0],
    ]);
  });
});
