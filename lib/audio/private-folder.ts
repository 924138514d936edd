import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { hostname } from "node:os";
import path from "node:path";

/** A folder of one process's own work lives as long as the work; one this old was left by a process that was killed. */
const STALE_AFTER_MS = 24 * 60 * 60 * 1000;
/** Process ids are told apart by the machine, or container, that they are of: several may share a folder. */
const HOST = createHash("sha256").update(hostname()).digest("hex").slice(0, 8);
const NAME = /^copy-([0-9a-f]{8})-(\d+)-/;

/** How the folders of a process on this machine begin. */
export function nameOfProcess(pid: number): string {
  return `copy-${HOST}-${pid}-`;
}

/** Makes a private folder under `parent`, runs `work` and removes the folder with everything in it, whatever happens. */
export async function withPrivateFolder<T>(parent: string, work: (folder: string) => Promise<T>): Promise<T> {
  await mkdir(parent, { recursive: true, mode: 0o700 });
  const folder = await mkdtemp(path.join(parent, nameOfProcess(process.pid)));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Removes folders under `parent` that nobody can be working in any more: their process is gone, or they are a day old.
 * @returns how many.
 */
export async function removeLeftFolders(parent: string, now: Date): Promise<number> {
  const names = (await orNull(readdir(parent))) ?? [];
  let removed = 0;
  for (const name of names.filter((found) => found.startsWith("copy-"))) {
    const folder = path.join(parent, name);
    const found = await orNull(stat(folder));
    if (!found || (isInUse(name, found.mtimeMs) && now.getTime() - found.mtimeMs < STALE_AFTER_MS)) continue;
    await rm(folder, { recursive: true, force: true });
    removed += 1;
  }
  return removed;
}

/**
 * Whether a process of the id in the name lives, as far as can be told. In a container each start has the same id: what is older than this process is
 * not its own. Another process may have the id by now, and then age decides.
 */
function isInUse(name: string, changedMs: number): boolean {
  const [, host, id] = NAME.exec(name) ?? [];
  if (host !== HOST) return true;
  const pid = Number(id);
  if (pid === process.pid) return changedMs >= performance.timeOrigin;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}

/** Null for what is not there, or no longer. */
async function orNull<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}
