import { type ChildProcessByStdio, spawn } from "node:child_process";
import { setPriority } from "node:os";
import type { Readable } from "node:stream";
import { isMissingProgram, limitedCommand, type ResourceLimits } from "./resource-limits";

/** How a tool ended; never a rejection, so that nobody is left with an unhandled one. */
export type ToolExit =
  | { kind: "ok"; stderr: string }
  | { kind: "failed"; exitCode: number | null; stderr: string }
  | { kind: "timed_out" }
  | { kind: "aborted"; reason: unknown }
  | { kind: "not_started"; error: Error };

export interface RunningTool {
  stdout: Readable;
  /** Settles when the process is gone and its pipes are closed. */
  exit: Promise<ToolExit>;
  kill(): void;
}

export interface ToolLimits {
  timeoutMs: number;
  signal?: AbortSignal;
  /** None unless said. */
  resources?: ResourceLimits;
  /** From 0 to 19, how far it gives way to others; that of this process unless said. */
  niceness?: number;
}

/** A broken file can make a tool complain without end. */
const STDERR_LIMIT_CHARS = 4000;

/** Starts a program in a process group of its own; abort and timeout kill the whole group. */
export function startTool(command: string, args: readonly string[], limits: ToolLimits): RunningTool {
  const { timeoutMs, signal, resources, niceness } = limits;
  const run = resources ? limitedCommand(command, args, resources) : { command, args };
  const child = spawn(run.command, run.args, { stdio: ["ignore", "pipe", "pipe"], detached: true });
  if (niceness !== undefined && child.pid !== undefined) setPriority(child.pid, niceness);
  let ended: ToolExit | null = null;
  const stop = (because: ToolExit | null): void => {
    ended ??= because;
    killGroup(child);
  };
  const exit = new Promise<ToolExit>((resolve) => {
    let stderr = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      if (stderr.length < STDERR_LIMIT_CHARS) stderr = (stderr + text).slice(0, STDERR_LIMIT_CHARS);
    });
    const timer = setTimeout(() => stop({ kind: "timed_out" }), timeoutMs);
    const onAbort = (): void => stop({ kind: "aborted", reason: signal?.reason });
    if (signal?.aborted) onAbort();
    signal?.addEventListener("abort", onAbort, { once: true });
    const settle = (outcome: ToolExit): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
      resolve(ended ?? outcome);
    };
    child.once("error", (error) => settle({ kind: "not_started", error }));
    child.once("close", (exitCode) => {
      if (exitCode === 0) settle({ kind: "ok", stderr });
      else if (resources && isMissingProgram(exitCode)) settle({ kind: "not_started", error: new Error(stderr) });
      else settle({ kind: "failed", exitCode, stderr });
    });
  });
  return { stdout: child.stdout, exit, kill: () => stop(null) };
}

/** Runs a tool that prints a little text to its end. */
export async function readTool(
  command: string,
  args: readonly string[],
  limits: ToolLimits,
): Promise<{ exit: ToolExit; text: string }> {
  const tool = startTool(command, args, limits);
  let text = "";
  tool.stdout.setEncoding("utf8").on("data", (part: string) => {
    text += part;
  });
  return { exit: await tool.exit, text };
}

function killGroup(child: ChildProcessByStdio<null, Readable, Readable>): void {
  // Without a pid nothing was started; with an exit code the pid may already be someone else's.
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch (error) {
    const isGone = error instanceof Error && "code" in error && error.code === "ESRCH";
    if (!isGone) child.kill("SIGKILL");
  }
}
