import type { Context, FailureEventArgs, Inngest, InngestFunction } from "inngest";
import { recordEffect } from "./effects";
import { runScript, type Scene } from "./run-script";
import type { Instruction } from "./script";

export const modes = ["on", "off"] as const;
export type Mode = (typeof modes)[number];

export interface FixtureChoice {
  folder: string;
  app: string;
  /** How the SDK is used: "on" keeps each step as it ends, "off" answers it and is called anew. */
  mode: Mode;
  /** Schedules of the function `tick`, each a trigger. */
  crons?: string[];
  cronStart?: string;
  /** "renamed": a later version of the app, whose functions `script` and `gone` are not what they were. */
  release?: "first" | "renamed";
}

/** What the SDK can ask for and this server refuses by name. */
const refusedOptions = {
  "rate-limited": { rateLimit: { limit: 1, period: "10s" as const } },
  debounced: { debounce: { period: "10s" as const } },
  batched: { batchEvents: { maxSize: 10, timeout: "10s" as const } },
};

function readScript(event: { data?: unknown }): Instruction[] {
  return (event.data as { script?: Instruction[] }).script ?? [{ run: "only" }];
}

/** The functions that every acceptance test uses, in each mode, named after it. Most do as their event tells them. */
export function buildFixtures(client: Inngest, choice: FixtureChoice): InngestFunction.Any[] {
  const { folder, app, mode, crons = [], cronStart, release = "first" } = choice;
  const functions = new Map<string, InngestFunction.Any>();
  const scene: Scene = { folder, app, functions };
  type Options = Parameters<Inngest["createFunction"]>[0];
  const work = (context: Context.Any) => runScript(scene, context, readScript(context.event));
  const add = (options: Options, handler: (context: Context.Any) => Promise<unknown> = work) => {
    functions.set(options.id, client.createFunction(options, handler));
  };
  const noteFailure = async ({ event, error, step, runId, attempt }: FailureEventArgs & Context.Any) => {
    await step.run("note", () => {
      const { run_id: failedRun } = event.data as { run_id: string };
      const about = { failedRun, message: error.message };
      recordEffect(folder, { phase: "failure", runId, step: "note", attempt, app, ...about });
    });
  };
  add({ id: "child", retries: 1, triggers: [{ event: `${mode}/child` }] });
  if (release === "first") {
    add({ id: "script", retries: 3, triggers: [{ event: `${mode}/script` }], onFailure: noteFailure });
    add({ id: "gone", retries: 3, triggers: [{ event: `${mode}/gone` }] });
  } else {
    add({ id: "script", retries: 3, triggers: [{ event: `${mode}/script` }], onFailure: noteFailure }, (context) =>
      runScript(scene, context, [{ run: "renamed" }, ...readScript(context.event).slice(1).reverse()]),
    );
  }
  add({ id: "once", retries: 0, triggers: [{ event: `${mode}/once` }], onFailure: noteFailure });
  add({ id: "bare", triggers: [{ event: `${mode}/bare` }] });
  add({
    id: "hopeless",
    retries: 0,
    triggers: [{ event: `${mode}/hopeless` }],
    onFailure: async ({ runId, attempt }) => {
      recordEffect(folder, { phase: "failure", runId, step: "", attempt, app });
      throw new Error("the handler fails, too");
    },
  });
  add({ id: "due", retries: 9, timeouts: { start: "25m" }, triggers: [{ event: `${mode}/due` }] });
  add({ id: "slow", retries: 3, timeouts: { finish: "10m" }, triggers: [{ event: `${mode}/slow` }] });
  add({
    id: "stop",
    cancelOn: [{ event: `${mode}/stop`, match: "data.k" }],
    triggers: [{ event: `${mode}/stoppable` }],
  });
  add({ id: "keyed", concurrency: { limit: 2, key: "event.data.k" }, triggers: [{ event: `${mode}/keyed` }] });
  add({ id: "one", concurrency: 1, triggers: [{ event: `${mode}/one` }] });
  add({ id: "idem", idempotency: "event.data.k", triggers: [{ event: `${mode}/idem` }] });
  add({ id: "skip", singleton: { key: "event.data.k", mode: "skip" }, triggers: [{ event: `${mode}/skip` }] });
  add({ id: "newest", singleton: { key: "event.data.k", mode: "cancel" }, triggers: [{ event: `${mode}/newest` }] });
  add({
    id: "throttled",
    throttle: { limit: 6, period: "60s", burst: 2, key: "event.data.k" },
    triggers: [{ event: `${mode}/throttled` }],
  });
  add({ id: "urgent", priority: { run: "100" }, triggers: [{ event: `${mode}/urgent` }] });
  for (const [id, options] of Object.entries(refusedOptions)) {
    add({ id, ...options, triggers: [{ event: `${mode}/refused` }] });
  }
  add({ id: "wild", triggers: [{ event: `${mode}/wild.*` }] });
  add({ id: "cel", triggers: [{ event: `${mode}/refused`, if: "event.data.n > 1" }] });
  const [first, ...rest] = crons.map((cron) => ({ cron }));
  if (first !== undefined) {
    const timeouts = cronStart === undefined ? {} : { timeouts: { start: cronStart as "25m" } };
    add({ id: "tick", triggers: [first, ...rest], ...timeouts }, ({ runId, attempt, event }) => {
      recordEffect(folder, { phase: "body", runId, step: "tick", attempt, app, tick: event.ts });
      return Promise.resolve(null);
    });
  }
  return [...functions.values()];
}
