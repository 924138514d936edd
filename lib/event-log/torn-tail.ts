import { open } from "node:fs/promises";
import path from "node:path";
import { syncFolder } from "./durable-files";
import type { LogReport } from "./event";
import type { SegmentFile } from "./segment";

const COPY_BYTES = 1 << 20;

/** Cuts off what an append that never ended left behind the last line, after keeping a copy for a look. */
export async function dropTornTail(
  folder: string,
  segment: SegmentFile,
  tailBytes: number,
  now: Date,
  onReport: (report: LogReport) => void,
): Promise<void> {
  const byteOffset = segment.sizeBytes;
  const savedAs = `torn-${now.toISOString().replaceAll(":", "-")}-${segment.name}-${byteOffset}.bin`;
  await copyTail(segment, path.join(folder, savedAs));
  await syncFolder(folder);
  await segment.cutBack(byteOffset);
  await segment.sync();
  onReport({ kind: "torn_tail_dropped", segment: segment.name, byteOffset, bytesDropped: tailBytes, savedAs });
}

/** In pieces: after a power cut the tail may be as long as what the file system had set aside. */
async function copyTail(segment: SegmentFile, file: string): Promise<void> {
  const copy = await open(file, "w", 0o600);
  try {
    for (let offset = segment.sizeBytes; ; ) {
      const piece = await segment.read(offset, COPY_BYTES);
      if (piece.length === 0) break;
      await copy.writeFile(piece);
      offset += piece.length;
    }
    await copy.sync();
  } finally {
    await copy.close();
  }
}
