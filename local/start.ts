import path from "node:path";
import { loadDotEnv } from "@/lib/config/dot-env";
import { isRunByNpm, readStartConfig } from "@/lib/config/start-config";
import { AppError } from "@/lib/core/errors";
import { buildApp } from "./bootstrap/prepare.mjs";
import { StepError } from "./bootstrap/run.mjs";
import { openLog } from "./logging/log";
import { stopLeftover } from "./postgres/leftover";
import { startControl } from "./supervisor/control";
import { openDataFolder } from "./supervisor/data-folder";
import { lockDataFolder } from "./supervisor/data-lock";
import { buildPlan } from "./supervisor/plan";
import { checkPorts } from "./supervisor/ports";
import { runSeed } from "./supervisor/run-seed";
import { ensureSecrets } from "./supervisor/secrets";
import { Stack } from "./supervisor/stack";
import { listParts, renderSummary } from "./supervisor/summary";

const OPTIONS = ["--demo", "--dev"];

/** Under npm one Ctrl-C arrives twice: from the terminal, and passed on by npm. */
const SAME_SIGNAL_MS = 1_000;

/** Whoever read our output may have gone; that is no reason to end. */
function print(text: string): void {
  if (process.stdout.writable) process.stdout.write(`${text}\n`);
}
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => stream.destroy());

function readOptions(args: string[]): { hasDemo: boolean; mode: "start" | "dev" } {
  const unknown = args.filter((arg) => !OPTIONS.includes(arg));
  if (unknown.length > 0)
    throw new AppError(
      "invalid_input",
      "unknown_option",
      `Unknown option ${unknown.join(", ")}. There are ${OPTIONS.join(" and ")}.`,
    );
  return { hasDemo: args.includes("--demo"), mode: args.includes("--dev") ? "dev" : "start" };
}

/** Everything that can be refused is refused before anything runs. @returns the exit code. */
async function superviseSegno(args: string[]): Promise<number> {
  const { hasDemo, mode } = readOptions(args);
  loadDotEnv(".env");
  const start = readStartConfig();
  await openDataFolder(start.dataDir);
  const unlock = await lockDataFolder(start.dataDir);
  const isPretty = (start.values.SEGNO_LOG_FORMAT ?? (process.stdout.isTTY ? "pretty" : "json")) === "pretty";
  const log = openLog(start.dataDir, { isPretty, print });
  try {
    const plan = buildPlan(start, await ensureSecrets(start.dataDir));
    if (start.parts.postgres.kind === "stand-in")
      await stopLeftover(path.join(start.dataDir, "postgres", "cluster"), log.say);
    await checkPorts(plan.ports);
    if (mode === "start") await buildApp();
    const databaseUrl = plan.variables["DATABASE_URL"] ?? start.values.DATABASE_URL ?? "";
    const ending = waitForEnd();
    const stack = new Stack({ start, plan, databaseUrl, mode, log, onGiveUp: ending.fail });
    const stopControl = await startControl(start.dataDir, stack, log.say);
    const serving = serve(stack, async () => {
      const pretty = renderSummary(start, plan, start.values);
      log.say("Segno is ready.", { fields: { parts: listParts(start, plan, start.values) }, pretty });
      if (hasDemo) await runSeed(plan.variables, log.take);
    });
    const failure = await Promise.race([ending.ended, serving]);
    ending.onSecondSignal(() => void stack.stop(true));
    if (failure === null) log.say("Stopping …");
    else log.say(describeFailure(failure), { level: "error", pretty: null });
    await stopControl();
    await stack.stop();
    if (failure !== null) throw failure;
    return 0;
  } finally {
    log.close();
    await unlock();
  }
}

/** Resolves only with a failure: a served Segno runs until it is told to end. */
function serve(stack: Stack, afterStart: () => Promise<void>): Promise<Error> {
  return new Promise((resolve) => {
    stack.start().then(afterStart).catch(resolve);
  });
}

/** The end: null when someone asked for it, an error when a part could not be kept running. */
function waitForEnd() {
  let fail: (message: string) => void = () => undefined;
  let onSecond: () => void = () => undefined;
  let firstMs: number | null = null;
  const ended = new Promise<Error | null>((resolve) => {
    fail = (message) => resolve(new AppError("unavailable", "part_lost", message));
    if (isRunByNpm()) watchParent(() => resolve(null));
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      process.on(signal, () => {
        firstMs ??= performance.now();
        resolve(null);
        if (performance.now() - firstMs > SAME_SIGNAL_MS) onSecond();
      });
    }
  });
  return {
    ended,
    fail,
    onSecondSignal: (act: () => void) => {
      onSecond = act;
    },
  };
}

/** npm passes SIGTERM to its shell, which ends without passing it on: a parent that is gone is then the only sign. */
function watchParent(onGone: () => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    onGone();
  }, 250);
  timer.unref();
}

/** Expected failures are one sentence; anything else is shown whole. */
function describeFailure(error: unknown): string {
  if (error instanceof AppError || error instanceof StepError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

try {
  process.exit(await superviseSegno(process.argv.slice(2)));
} catch (error) {
  process.stderr.write(`${describeFailure(error)}\n`);
  process.exit(1);
}
