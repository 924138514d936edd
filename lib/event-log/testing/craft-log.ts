import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { crc32 } from "node:zlib";
import type { JsonValue } from "../event";
import { encodeBody, encodeLine } from "../format";
import { draftManifest, type Manifest, nameSegment, publishManifest } from "../manifest";

const NOW = new Date("2026-01-02T03:04:05.000Z");

export interface CraftedSegment {
  file: string;
  bytes: Buffer;
  /** Where each of its lines begins. */
  offsets: number[];
}

/**
 * Writes a log whose checksums all fit, whatever numbers and ids it is given: what only a faulty program would write.
 * @returns its segments in order. All but the last are sealed.
 */
export async function craftLog(
  folder: string,
  segments: { seq: number; id: string; data?: JsonValue }[][],
  change: (manifest: Manifest) => Manifest = (manifest) => manifest,
): Promise<CraftedSegment[]> {
  await mkdir(folder, { recursive: true });
  const manifest: Manifest = { generation: 1, lastSeq: 0, segments: [] };
  const crafted: CraftedSegment[] = [];
  let crc = 0;
  for (const [number, events] of segments.entries()) {
    const file = nameSegment(1, number + 1);
    const startCrc = crc;
    const lines: Buffer[] = [];
    const offsets: number[] = [];
    for (const { seq, id, data = null } of events) {
      offsets.push(Buffer.concat(lines).length);
      const line = encodeLine(seq, encodeBody({ id, type: "noted", data }, NOW), crc);
      lines.push(line.bytes);
      crc = line.crc;
    }
    const bytes = Buffer.concat(lines);
    await writeFile(path.join(folder, file), bytes);
    const seal = number < segments.length - 1 ? { seal: { bytes: bytes.length, crc: crc32(bytes) } } : {};
    manifest.segments.push({ file, startCrc, ...seal });
    crafted.push({ file, bytes, offsets });
  }
  await draftManifest(folder, change(manifest));
  await publishManifest(folder);
  return crafted;
}
