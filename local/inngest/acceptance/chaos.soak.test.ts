import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Change } from "../records";
import type { Instruction } from "./script";
import { World } from "./world";

let world: World;
beforeAll(async () => {
  world = await World.start({ apps: 2, server: { probeEveryMs: 500 } });
});
afterAll(() => world.close());

interface Plan {
  script: Instruction[];
  /** In the shape of the run's output: the names of the steps whose answers stand there. */
  shape: unknown[];
  steps: string[];
}

type Kind = { kind: "run"; ms: number } | { kind: "sleep" } | { kind: "wait" } | { kind: "all"; branches: Kind[][] };

const leaf = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant("run" as const), ms: fc.integer({ min: 0, max: 60 }) }) },
  { weight: 1, arbitrary: fc.constant({ kind: "sleep" as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: "wait" as const }) },
);
const branch = fc.array(leaf, { minLength: 1, maxLength: 3 });
const group = fc.record({
  kind: fc.constant("all" as const),
  branches: fc.array(branch, { minLength: 2, maxLength: 4 }),
});
const dag = fc.array(fc.oneof({ weight: 3, arbitrary: leaf }, { weight: 1, arbitrary: group }), {
  minLength: 3,
  maxLength: 7,
});

function buildPlan(kinds: Kind[], prefix: string): Plan {
  const steps: string[] = [];
  const build = (list: Kind[], at: string): { script: Instruction[]; shape: unknown[] } => {
    const parts = list.map((one, index) => {
      const id = `${at}.${index}`;
      if (one.kind === "sleep") return { instruction: { sleep: "100ms", id }, shape: null };
      if (one.kind === "wait") return { instruction: { wait: "never", id, timeout: "100ms" }, shape: null };
      if (one.kind === "run") {
        steps.push(id);
        return { instruction: { run: id, ms: one.ms, isUnique: true }, shape: id };
      }
      const branches = one.branches.map((each, n) => build(each, `${id}-${n}`));
      return { instruction: { all: branches.map(({ script }) => script) }, shape: branches.map(({ shape }) => shape) };
    });
    return { script: parts.map(({ instruction }) => instruction), shape: parts.map(({ shape }) => shape) };
  };
  return { ...build(kinds, prefix), steps };
}

/** The answers of an output, as the names of the steps that they begin with. */
function toShape(output: unknown): unknown {
  if (Array.isArray(output)) return output.map(toShape);
  return typeof output === "string" ? output.split(" ")[0] : output;
}

/** How often each value was kept for each step of a run, read from the log's own lines. */
function readKept(runId: string): Map<string, unknown[]> {
  const folder = `${world.folder}/log`;
  const kept = new Map<string, unknown[]>();
  for (const name of readdirSync(folder).filter((one) => one.endsWith(".ndjson"))) {
    for (const line of readFileSync(path.join(folder, name), "utf8").split("\n")) {
      if (!line.endsWith("}")) continue;
      const { changes } = (JSON.parse(line) as { data: { changes: Change[] } }).data;
      for (const change of changes) {
        if (change.do !== "memo.saved" || change.runId !== runId) continue;
        kept.set(change.op, [...(kept.get(change.op) ?? []), change.value]);
      }
    }
  }
  return kept;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe("kill -9 at random points of random functions", () => {
  it("group 8: every kept step stands in the log once, never changes, and is never run again once kept", async () => {
    let round = 0;
    const kill = fc.record({ afterMs: fc.integer({ min: 0, max: 500 }), what: fc.constantFrom("server", 0, 1) });
    const property = fc.asyncProperty(dag, fc.array(kill, { minLength: 1, maxLength: 3 }), async (kinds, kills) => {
      round += 1;
      const plans = ["on", "off"].map((mode) => ({ mode, ...buildPlan(kinds, `${mode}${round}`) }));
      const eventIds = await Promise.all(plans.map(({ mode, script }) => world.run(`${mode}/due`, script)));
      for (const { afterMs, what } of kills) {
        await pause(afterMs);
        if (what === "server") {
          await world.killServer();
          await world.startServer();
        } else {
          await world.killApp(Number(what));
          await world.startApp(Number(what));
        }
      }
      for (const [index, { shape, steps, mode }] of plans.entries()) {
        const run = await world.finish(eventIds[index] ?? "", { timeoutMs: 120_000 });
        expect(run.status).toBe("Completed");
        expect(toShape(run.output)).toEqual(shape);
        const kept = readKept(run.run_id);
        for (const values of kept.values()) expect(values).toHaveLength(1);
        const answers = [...kept.values()].flat().map((value) => JSON.stringify(value));
        const begun = world.readEffects("begin").filter(({ runId }) => runId === run.run_id);
        for (const step of steps) {
          const times = begun.filter((effect) => effect.step === step).length;
          expect([mode, step, times >= 1 && times <= 1 + kills.length]).toEqual([mode, step, true]);
          const ends = world.readEffects("end").filter((effect) => effect.runId === run.run_id && effect.step === step);
          const inOutput = ends.filter(({ answer }) => JSON.stringify(run.output).includes(String(answer)));
          expect(inOutput).toHaveLength(1);
          expect(answers).toContain(JSON.stringify({ data: inOutput[0]?.answer }));
        }
      }
    });
    await fc.assert(property, { numRuns: 15, endOnFailure: true });
  });
});
