import { copyFile, open } from "node:fs/promises";

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

/** Copies a file and waits until the copy is on the disk; its name needs `syncFolder` as well. */
export async function copyFileSynced(from: string, to: string): Promise<void> {
  await copyFile(from, to);
  const handle = await open(to, "r");
  await handle.sync().finally(() => handle.close());
}
