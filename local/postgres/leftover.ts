import { execFile } from "node:child_process";
import { readFile, readlink, realpath, rm } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { AppError } from "@/lib/core/errors";

const run = promisify(execFile);

/** What `postmaster.pid` says: line 1 the process, line 8 its state (PostgreSQL, miscadmin.h, LOCK_FILE_LINE_PM_STATUS). */
export interface Postmaster {
  pid: number;
  isReady: boolean;
}

export async function readPostmaster(cluster: string): Promise<Postmaster | null> {
  try {
    const lines = (await readFile(path.join(cluster, "postmaster.pid"), "utf8")).split("\n");
    const pid = Number(lines[0]);
    return Number.isInteger(pid) && pid > 0 ? { pid, isReady: lines[7]?.trim() === "ready" } : null;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}

/** Whether the process is a PostgreSQL that works in this very folder: pids are used again. */
async function isServing(pid: number, cluster: string): Promise<boolean> {
  try {
    if (process.platform === "linux") return (await readlink(`/proc/${pid}/cwd`)) === (await realpath(cluster));
    return (await run("ps", ["-o", "command=", "-p", String(pid)])).stdout.includes(cluster);
  } catch (error) {
    // No such process, or one that is not ours to look at: not ours either way. `ps` exits with 1.
    if (
      error instanceof Error &&
      "code" in error &&
      ["ENOENT", "ESRCH", "EACCES", "EPERM", "1"].includes(String(error.code))
    )
      return false;
    throw error;
  }
}

/** Ends a PostgreSQL that an interrupted run left behind on this folder, cleanly. Reports what was found. */
export async function stopLeftover(cluster: string, onReport: (message: string) => void): Promise<void> {
  const postmaster = await readPostmaster(cluster);
  if (postmaster === null) return;
  const { pid } = postmaster;
  if (!(await isServing(pid, cluster))) {
    await rm(path.join(cluster, "postmaster.pid"), { force: true });
    onReport("The last run was cut off. PostgreSQL repairs its files now; nothing that was saved is lost.");
    return;
  }
  onReport(`A PostgreSQL of an earlier run (process ${pid}) still uses ${cluster}. It is being stopped first.`);
  for (const [signal, waitMs] of [
    ["SIGINT", 8_000],
    ["SIGQUIT", 4_000],
  ] as const) {
    process.kill(pid, signal);
    for (let waitedMs = 0; waitedMs < waitMs; waitedMs += 50) {
      if (!(await isServing(pid, cluster))) return;
      await sleep(50);
    }
  }
  throw new AppError(
    "conflict",
    "postgres_still_running",
    `The PostgreSQL of an earlier run (process ${pid}) does not stop. End it, then start again.`,
  );
}
