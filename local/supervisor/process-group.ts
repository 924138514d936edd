import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { isErrorCode } from "./data-folder";

export function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** Signals a detached child and whatever it started. A group that is gone is no error. */
export function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if (!isErrorCode(error, "ESRCH")) throw error;
  }
}

/** Asks a group to end, and ends it after `limitMs`. Resolves when nothing of it is left. */
export async function stopGroup(child: ChildProcess, limitMs: number): Promise<void> {
  if (child.pid === undefined) return;
  if (!hasEnded(child)) {
    const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    // To the leader alone: it ends its own children in the order it needs.
    child.kill("SIGTERM");
    const timer = setTimeout(() => signalGroup(child, "SIGKILL"), limitMs);
    await ended;
    clearTimeout(timer);
  }
  signalGroup(child, "SIGKILL");
  await waitForOutput(child);
}

const OUTPUT_LIMIT_MS = 500;

/** What a process said last often says why it ended, and may still be on its way. */
async function waitForOutput(child: ChildProcess): Promise<void> {
  const open = [child.stdout, child.stderr].filter((stream) => stream !== null && !stream.readableEnded);
  await Promise.all(
    open.map((stream) => Promise.race([stream && once(stream, "close"), sleep(OUTPUT_LIMIT_MS, null, { ref: false })])),
  );
}
