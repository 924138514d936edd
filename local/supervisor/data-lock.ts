import { randomUUID } from "node:crypto";
import { readFile, rename, rm } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { AppError } from "@/lib/core/errors";
import { createDurably, isErrorCode, readOptional } from "./data-folder";

const lockShape = z.object({ pid: z.int().positive(), born: z.string() });
type Holder = z.infer<typeof lockShape>;

/** When the process was born, in a form that a later process with the same id does not share; empty when none lives. */
async function readBirth(pid: number): Promise<string> {
  if (process.platform === "linux") {
    const stat = await readOptional(`/proc/${pid}/stat`);
    if (stat === null) return "";
    // Field 22 (proc(5)), counted behind the name, which may hold spaces and brackets. Ticks count from boot.
    const ticks = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
    const boot = await readFile("/proc/sys/kernel/random/boot_id", "utf8");
    return `${boot.trim()}/${ticks}`;
  }
  try {
    process.kill(pid, 0);
    return "alive";
  } catch (error) {
    // EPERM: it lives, and is another user's.
    return isErrorCode(error, "EPERM") ? "alive" : "";
  }
}

/**
 * Takes the data folder for this process. A lock whose process is gone is taken over.
 * @returns what gives it back. @throws AppError conflict naming the process that has it.
 */
export async function lockDataFolder(folder: string): Promise<() => Promise<void>> {
  const file = path.join(folder, "lock.json");
  const own: Holder = { pid: process.pid, born: await readBirth(process.pid) };
  for (let attempt = 0; attempt < 3; attempt++) {
    if (await createDurably(file, JSON.stringify(own), 0o644)) return () => rm(file, { force: true });
    const text = await readOptional(file);
    const holder = parseHolder(text);
    if (holder !== null && (await readBirth(holder.pid)) === holder.born) throw describeHolder(folder, holder.pid);
    if (text !== null) await removeStale(file, text);
  }
  throw new AppError("conflict", "data_folder_in_use", `Another Segno is starting on ${folder} right now.`);
}

/** Moves the lock away before looking at it again: another start may have taken it over in between, and then it is put back. */
async function removeStale(file: string, staleText: string): Promise<void> {
  const aside = `${file}.${randomUUID()}`;
  try {
    await rename(file, aside);
  } catch (error) {
    if (isErrorCode(error, "ENOENT")) return;
    throw error;
  }
  const text = await readOptional(aside);
  if (text !== null && text !== staleText) await createDurably(file, text, 0o644);
  await rm(aside, { force: true });
}

function parseHolder(text: string | null): Holder | null {
  try {
    return text === null ? null : lockShape.parse(JSON.parse(text));
  } catch (error) {
    // A lock that says nothing of its process cannot be held by one: locks are written whole.
    if (error instanceof SyntaxError || error instanceof z.ZodError) return null;
    throw error;
  }
}

function describeHolder(folder: string, pid: number): AppError {
  const message = `Segno already runs on ${folder} (process ${pid}). Stop it first, or set SEGNO_DATA_DIR to another folder.`;
  return new AppError("conflict", "data_folder_in_use", message);
}
