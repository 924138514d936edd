import { crc32 } from "node:zlib";
import { measureZip, writeDescriptor, writeEnd, writeEntry, writeLocalHeader, type ZipFile } from "./records";

/** A file to be packed: its path, how long it is, and its bytes, read when it is their turn. */
export interface ZipSource {
  name: string;
  sizeBytes: number;
  read: () => AsyncIterable<Uint8Array>;
}

/** How long `writeZip` makes it, to the byte. */
export function predictZip(sources: readonly Pick<ZipSource, "name" | "sizeBytes">[]): number {
  return measureZip(sources.map(({ name, sizeBytes }) => ({ name: toBytes(name), sizeBytes })));
}

/**
 * Files as one ZIP, stored as they are, a stretch at a time: what is read is passed on as it is, and in memory are the entries alone.
 * @throws Error when one of them is not as long as was said.
 */
export async function* writeZip(sources: readonly ZipSource[], modifiedAt: Date): AsyncGenerator<Uint8Array> {
  const files: ZipFile[] = [];
  let at = 0;
  for (const source of sources) {
    const file = { name: toBytes(source.name), sizeBytes: source.sizeBytes, crc32: 0, at };
    const header = writeLocalHeader(file, modifiedAt);
    yield header;
    let readBytes = 0;
    for await (const chunk of source.read()) {
      file.crc32 = crc32(chunk, file.crc32);
      readBytes += chunk.byteLength;
      yield chunk;
    }
    if (readBytes !== file.sizeBytes) throw new Error(`${source.name} is of ${readBytes} bytes, not ${file.sizeBytes}`);
    const descriptor = writeDescriptor(file);
    yield descriptor;
    at += header.byteLength + readBytes + descriptor.byteLength;
    files.push(file);
  }
  let sizeBytes = 0;
  for (const file of files) {
    const entry = writeEntry(file, modifiedAt);
    sizeBytes += entry.byteLength;
    yield entry;
  }
  yield writeEnd({ count: files.length, at, sizeBytes });
}

function toBytes(name: string): Uint8Array {
  return Buffer.from(name, "utf8");
}
