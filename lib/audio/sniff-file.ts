import { type FileHandle, open } from "node:fs/promises";
import { audioFailure } from "./audio-errors";
import { type Container, id3TagSize, SNIFF_BYTES, sniffBehindTag, sniffContainer } from "./sniff";

/** Some programs put a tag before the one that is there; a hostile file could have us read for hours. */
const MOST_TAGS = 8;

/** Tells a file's container from its first bytes. Throws `empty`, `not_audio`. */
export async function sniffFile(path: string): Promise<Container> {
  const file = await open(path, "r");
  try {
    return await sniffOpenFile(file);
  } finally {
    await file.close();
  }
}

/** As `sniffFile`, but looks behind tags before the sound, however long; throws `truncated` when nothing is there. */
export async function sniffOpenFile(file: FileHandle): Promise<Container> {
  let head = await readHead(file, 0);
  if (head.length === 0) throw audioFailure("empty");
  let tagBytes = 0;
  for (let tags = 0; tags < MOST_TAGS && id3TagSize(head) > 0; tags++) {
    tagBytes += id3TagSize(head);
    head = await readHead(file, tagBytes);
  }
  if (head.length === 0) throw audioFailure("truncated");
  const container = tagBytes > 0 ? sniffBehindTag(head) : sniffContainer(head);
  if (container === null) throw audioFailure("not_audio");
  return container;
}

async function readHead(file: FileHandle, at: number): Promise<Uint8Array> {
  const head = new Uint8Array(SNIFF_BYTES);
  const { bytesRead } = await file.read(head, 0, SNIFF_BYTES, at);
  return head.subarray(0, bytesRead);
}
