import { randomBytes } from "node:crypto";
import { readdir, readFile, rename, unlink } from "node:fs/promises";
import { hostname } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { AppError } from "@/lib/core/errors";
import { writeFileSynced } from "./durable-files";
import type { LogReport } from "./event";
import { readSystemCode } from "./failures";
import { readProcessStart } from "./process-start";

interface LockOwner {
  pid: number;
  start: string;
  host: string;
}

const ATTEMPTS = 6;
const LOCK_NAME = /^writer-.+\.lock$/;

/**
 * Makes this process the only writer of a folder. Everyone puts down a file of a name of their own first and looks
 * around after: of two, the later one always sees the earlier and withdraws. Names are never used twice, so the file
 * of a dead owner can be removed by anybody at any time without hitting a living one.
 *
 * @returns the function that gives the folder free. @throws AppError unavailable/log_locked naming the owner.
 */
export async function lockFolder(folder: string, onReport: (report: LogReport) => void): Promise<() => Promise<void>> {
  const start = (await readProcessStart(process.pid)) ?? "alive";
  const owner: LockOwner = { pid: process.pid, start, host: hostname() };
  for (let attempt = 1; ; attempt += 1) {
    const file = await putLockFile(folder, owner);
    const rival = await findRival(folder, file, onReport).catch(async (error: unknown) => {
      // It would keep this very process out until it ends.
      await removeFile(path.join(folder, file));
      throw error;
    });
    if (!rival) return () => removeFile(path.join(folder, file));
    await removeFile(path.join(folder, file));
    if (attempt === ATTEMPTS) throw refuseLock(folder, rival);
    // Two that start together both withdraw; unequal pauses let one of them win.
    await sleep(10 + Math.random() * 40);
  }
}

async function putLockFile(folder: string, owner: LockOwner): Promise<string> {
  const name = `writer-${owner.pid}-${randomBytes(8).toString("hex")}`;
  const draft = path.join(folder, `${name}.draft`);
  // On the disk before it gets its name: a power cut must not leave a lock that tells no owner.
  await writeFileSynced(draft, Buffer.from(`${JSON.stringify(owner)}\n`));
  await rename(draft, path.join(folder, `${name}.lock`));
  return `${name}.lock`;
}

async function findRival(
  folder: string,
  ownFile: string,
  onReport: (report: LogReport) => void,
): Promise<(LockOwner & { file: string }) | undefined> {
  for (const file of await readdir(folder)) {
    if (file === ownFile || !LOCK_NAME.test(file)) continue;
    const owner = await readOwner(path.join(folder, file));
    if (!owner) continue;
    if (await isAlive(owner)) return { ...owner, file };
    await removeFile(path.join(folder, file));
    onReport({ kind: "stale_lock_removed", pid: owner.pid });
  }
  return undefined;
}

/**
 * Undefined when the owner has just removed its file. A file gets its name when it is whole, so one that can't be read
 * was hit by a power cut: its owner, process 0, does not live.
 */
async function readOwner(file: string): Promise<LockOwner | undefined> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as LockOwner;
  } catch (error) {
    if (readSystemCode(error) === "ENOENT") return undefined;
    if (error instanceof SyntaxError) return { pid: 0, start: "", host: hostname() };
    throw error;
  }
}

async function isAlive(owner: LockOwner): Promise<boolean> {
  // Another machine's processes can't be seen from here, so its lock is never judged stale.
  if (owner.host !== hostname()) return true;
  return (await readProcessStart(owner.pid)) === owner.start;
}

function refuseLock(folder: string, rival: LockOwner & { file: string }): AppError {
  const isElsewhere = rival.host !== hostname();
  const cure = isElsewhere
    ? `It was taken on "${rival.host}"; if nothing runs there any more, delete ${path.join(folder, rival.file)}.`
    : `Stop process ${rival.pid} first.`;
  return new AppError("unavailable", "log_locked", `Another process already writes to ${folder}. ${cure}`);
}

async function removeFile(file: string): Promise<void> {
  try {
    await unlink(file);
  } catch (error) {
    if (readSystemCode(error) !== "ENOENT") throw error;
  }
}
