import { readFile } from "node:fs/promises";
import type { RunningStack } from "../e2e/stack";
import { findListener, listDescendants } from "../e2e/start-command";

/**
 * The most that each part of a running Segno may take for a 3-minute WAV, in seconds. `encoder` is what workers started and
 * that has ended; the app's share has the page that is read five times a second.
 */
export const CPU_TARGETS_SEC = {
  app: 0.5,
  workers: 1.5,
  encoder: 4,
  database: 0.2,
  storage: 0.2,
  queue: 0.05,
  other: 0.05,
};
export type CpuSeconds = Record<keyof typeof CPU_TARGETS_SEC, number>;

const TICKS_A_SECOND = 100;

/** Processor seconds, of user and system, that each part has taken so far: wall time lies on a machine that others use too. */
export async function readCpuSeconds(stack: RunningStack): Promise<CpuSeconds> {
  const sum: CpuSeconds = { app: 0, workers: 0, encoder: 0, database: 0, storage: 0, queue: 0, other: 0 };
  const processes = await listDescendants(stack.pid);
  const listener = async (variable: string) => (await findListener(Number(stack.ports[variable]), processes))?.pid ?? 0;
  const storage = await listener("SEGNO_S3_PORT");
  const queue = await listener("SEGNO_INNGEST_PORT");
  for (const { pid, command } of processes) {
    const part = nameThePart(command, pid, { storage, queue });
    const { own, ofEnded } = await readTimes(pid);
    sum[part] += own;
    // A worker that ended is the app's; what a worker waited for is its encoder.
    sum[part === "workers" ? "encoder" : part === "app" ? "workers" : part] += ofEnded;
  }
  return sum;
}

export function subtractCpu(after: CpuSeconds, before: CpuSeconds): CpuSeconds {
  const parts = Object.keys(CPU_TARGETS_SEC) as (keyof CpuSeconds)[];
  return Object.fromEntries(parts.map((part) => [part, after[part] - before[part]])) as CpuSeconds;
}

function nameThePart(command: string, pid: number, ports: { storage: number; queue: number }): keyof CpuSeconds {
  if (pid === ports.storage) return "storage";
  if (pid === ports.queue) return "queue";
  if (/audio\/worker\/main\.ts/.test(command)) return "workers";
  if (/ffmpeg|ffprobe/.test(command)) return "encoder";
  if (/^next-server/.test(command)) return "app";
  return /postgres/.test(command) ? "database" : "other";
}

/** Seconds of a process, and of its children that have ended (proc(5), fields 14 to 17); none for one that is gone. */
async function readTimes(pid: number): Promise<{ own: number; ofEnded: number }> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const seconds = (at: number) => Number(fields[at - 3]) / TICKS_A_SECOND;
    return { own: seconds(14) + seconds(15), ofEnded: seconds(16) + seconds(17) };
  } catch {
    return { own: 0, ofEnded: 0 };
  }
}
