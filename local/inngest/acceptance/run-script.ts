import { randomUUID } from "node:crypto";
import { type Context, type InngestFunction, NonRetriableError, RetryAfterError } from "inngest";
import { passGate, recordEffect } from "./effects";
import type { Instruction, RunInstruction } from "./script";

export interface Scene {
  folder: string;
  app: string;
  /** What can be invoked, by name. */
  functions: Map<string, InngestFunction.Any>;
}

/** Does what an event's script says, with the SDK's own tools, and answers what each instruction gave. */
export async function runScript(scene: Scene, context: Context.Any, script: Instruction[]): Promise<unknown[]> {
  const results: unknown[] = [];
  for (const one of script) results.push(await runOne(scene, context, one));
  return results;
}

async function runOne(scene: Scene, context: Context.Any, one: Instruction): Promise<unknown> {
  const { step, group, attempt } = context;
  if ("run" in one)
    return catchIf(
      one.isCaught,
      step.run(one.run, () => act(scene, context, one)),
    );
  if ("sleep" in one) return step.sleep(one.id, one.sleep);
  if ("until" in one) return step.sleepUntil(one.id, new Date(one.until));
  if ("wait" in one) {
    const { wait: event, timeout, match } = one;
    const rule = one.if === undefined ? (match === undefined ? {} : { match }) : { if: one.if };
    const met: { data?: unknown } | null = await step.waitForEvent(one.id, { event, timeout, ...rule });
    return met === null ? null : met.data;
  }
  if ("invoke" in one) {
    const target = scene.functions.get(one.invoke);
    if (target === undefined) throw new NonRetriableError(`There is no function ${one.invoke}.`);
    const timeout = one.timeout === undefined ? {} : { timeout: one.timeout };
    const invoked: Promise<unknown> = step.invoke(one.id, { function: target, data: one.data ?? {}, ...timeout });
    return catchIf(one.isCaught, invoked);
  }
  if ("send" in one) return step.sendEvent(one.id, one.send);
  if ("all" in one) return Promise.all(one.all.map((branch) => runScript(scene, context, branch)));
  if ("race" in one) {
    return group.parallel({ mode: "race" }, () =>
      Promise.race(one.race.map((branch) => runScript(scene, context, branch))),
    );
  }
  recordEffect(scene.folder, { phase: "body", runId: context.runId, step: "", attempt, app: scene.app });
  if (attempt < one.times) throw new Error(one.fail);
  return "passed";
}

async function catchIf(isCaught: boolean | undefined, work: Promise<unknown>): Promise<unknown> {
  if (isCaught !== true) return work;
  return work.catch((error: unknown) => ({ caught: error instanceof Error ? error.message : String(error) }));
}

async function act({ folder, app }: Scene, context: Context.Any, one: RunInstruction): Promise<unknown> {
  const { runId, attempt, event } = context;
  const effect = { runId, step: one.run, attempt, app, k: (event.data as { k?: unknown }).k };
  recordEffect(folder, { phase: "begin", ...effect });
  if (one.ms !== undefined) await new Promise((resolve) => setTimeout(resolve, one.ms));
  if (one.gate !== undefined) await passGate(folder, one.gate);
  if (one.odd !== undefined) return misbehave(one.odd);
  if (attempt < (one.failTimes ?? 0)) throw makeError(one);
  const answer = one.isUnique === true ? `${one.run} ${randomUUID()}` : (one.value ?? one.run);
  recordEffect(folder, { phase: "end", ...effect, answer });
  return one.bytes === undefined ? answer : "x".repeat(one.bytes);
}

function makeError({ run, error, after }: RunInstruction): unknown {
  if (error === "final") return new NonRetriableError(`${run} is final`);
  if (error === "later") return new RetryAfterError(`${run} comes later`, after ?? "90s");
  if (error === "text") return `${run} as a text`;
  return error === "number" ? 7 : new Error(`${run} failed`);
}

function misbehave(odd: NonNullable<RunInstruction["odd"]>): unknown {
  if (odd === "bigint") return 7n;
  if (odd === "nothing") return undefined;
  if (odd === "exit") process.exit(3);
  if (odd === "loop") for (;;) Math.sqrt(Math.random());
  if (odd === "memory") for (const kept: unknown[] = []; ; ) kept.push(new Array(1_000_000).fill(Math.random()));
  const circle: { self?: unknown } = {};
  circle.self = circle;
  return circle;
}
