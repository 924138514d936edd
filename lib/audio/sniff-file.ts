import { open } from "node:fs/promises";
import { audioFailure } from "./audio-errors";
import { type Container, SNIFF_BYTES, sniffContainer } from "./sniff";

/** Tells a file's container from its first bytes. Throws `empty`, `not_audio`. */
export async function sniffFile(path: string): Promise<Container> {
  const file = await open(path, "r");
  try {
    const head = new Uint8Array(SNIFF_BYTES);
    const { bytesRead } = await file.read(head, 0, SNIFF_BYTES, 0);
    return requireContainer(head.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}

/** The container of a file that starts with `head`. Throws `empty`, `not_audio`. */
export function requireContainer(head: Uint8Array): Container {
  if (head.length === 0) throw audioFailure("empty");
  const container = sniffContainer(head);
  if (container === null) throw audioFailure("not_audio");
  return container;
}
