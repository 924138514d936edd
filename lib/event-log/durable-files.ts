import { open } from "node:fs/promises";

/** Makes created, renamed and removed names of a folder survive the loss of power. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Writes a whole file and waits until it is on the disk; its name needs `syncFolder` as well. */
export async function writeFileSynced(path: string, bytes: Buffer): Promise<void> {
  const handle = await open(path, "w");
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
