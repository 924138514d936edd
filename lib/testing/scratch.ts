import { mkdtemp, statfs } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

const IN_MEMORY = "/dev/shm";
const ROOM_BYTES = 6 * 2 ** 30;

/**
 * Makes a folder for what a run of tests writes and throws away: in memory where the machine has room there (Linux), else on
 * the disk. What a test says about the disk itself (kills, power cuts, a full one) it tries in a folder of its own on it.
 */
export async function makeScratch(prefix: string): Promise<string> {
  return mkdtemp(path.join((await hasRoomInMemory()) ? IN_MEMORY : tmpdir(), prefix));
}

async function hasRoomInMemory(): Promise<boolean> {
  try {
    const { bavail, bsize } = await statfs(IN_MEMORY);
    return bavail * bsize >= ROOM_BYTES;
  } catch {
    // No such folder: not a Linux.
    return false;
  }
}
