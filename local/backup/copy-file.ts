import { createHash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";

const BLOCK_BYTES = 1 << 20;

/** What a file held: its size and the SHA-256 of its bytes in hex. */
export interface FileDigest {
  sizeBytes: number;
  sha256: string;
}

/** Copies at most `limitBytes` into a new file that its owner alone may read, and waits until they are on the disk. */
export async function copyFileDurably(source: string, target: string, limitBytes = Infinity): Promise<FileDigest> {
  const from = await open(source, "r");
  try {
    const to = await open(target, "wx", 0o600);
    try {
      const digest = await readThrough(from, limitBytes, async (bytes) => void (await to.writeFile(bytes)));
      await to.sync();
      return digest;
    } finally {
      await to.close();
    }
  } finally {
    await from.close();
  }
}

export async function digestFile(file: string): Promise<FileDigest> {
  const handle = await open(file, "r");
  try {
    return await readThrough(handle, Infinity, async () => undefined);
  } finally {
    await handle.close();
  }
}

async function readThrough(
  from: FileHandle,
  limitBytes: number,
  take: (bytes: Buffer) => Promise<void>,
): Promise<FileDigest> {
  const hash = createHash("sha256");
  let sizeBytes = 0;
  let block = Buffer.allocUnsafe(64 * 1024);
  while (sizeBytes < limitBytes) {
    const { bytesRead } = await from.read(block, 0, Math.min(block.length, limitBytes - sizeBytes), sizeBytes);
    if (bytesRead === 0) break;
    const bytes = block.subarray(0, bytesRead);
    hash.update(bytes);
    await take(bytes);
    sizeBytes += bytesRead;
    // Most files are small; a large one is worth larger steps.
    if (block.length < BLOCK_BYTES) block = Buffer.allocUnsafe(BLOCK_BYTES);
  }
  return { sizeBytes, sha256: hash.digest("hex") };
}
