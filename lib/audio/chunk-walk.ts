import type { FileHandle } from "node:fs/promises";

/** One chunk (RIFF, AIFF, CAF) or box (MP4) of a file; `bodyBytes` is what the file promises, null is "to the end". */
export interface Chunk {
  id: string;
  bodyStart: number;
  bodyBytes: number | null;
}

type ChunkHeader = { headerBytes: number; bodyBytes: number | null };

interface ChunkLayout {
  start: number;
  idAt: number;
  isPaddedToEven: boolean;
  leastHeaderBytes: number;
  read(header: DataView): ChunkHeader | null;
}

const STREAMED_SIZE = 0xffffffff;
const MOST_HEADER_BYTES = 16;
/** A real file has a handful; a hostile one could make us read for hours. */
const MOST_CHUNKS = 4096;

export const RIFF_LAYOUT: ChunkLayout = {
  start: 12,
  idAt: 0,
  isPaddedToEven: true,
  leastHeaderBytes: 8,
  read: (header) => {
    const size = header.getUint32(4, true);
    return { headerBytes: 8, bodyBytes: size === STREAMED_SIZE ? null : size };
  },
};

export const AIFF_LAYOUT: ChunkLayout = {
  ...RIFF_LAYOUT,
  read: (header) => ({ headerBytes: 8, bodyBytes: header.getUint32(4, false) }),
};

export const CAF_LAYOUT: ChunkLayout = {
  start: 8,
  idAt: 0,
  isPaddedToEven: false,
  leastHeaderBytes: 12,
  read: (header) => {
    const size = Number(header.getBigInt64(4, false));
    return { headerBytes: 12, bodyBytes: size < 0 ? null : size };
  },
};

export const MP4_LAYOUT: ChunkLayout = {
  start: 0,
  idAt: 4,
  isPaddedToEven: false,
  leastHeaderBytes: 8,
  read: (header) => {
    const size = header.getUint32(0, false);
    if (size === 0) return { headerBytes: 8, bodyBytes: null };
    if (size !== 1) return size < 8 ? null : { headerBytes: 8, bodyBytes: size - 8 };
    if (header.byteLength < 16) return null;
    return { headerBytes: 16, bodyBytes: Number(header.getBigUint64(8, false)) - 16 };
  },
};

/** Top-level chunks in order, without reading their bodies; ends at the end of the file or at the first nonsense. */
export async function* walkChunks(file: FileHandle, layout: ChunkLayout): AsyncGenerator<Chunk> {
  const bytes = new Uint8Array(MOST_HEADER_BYTES);
  let at = layout.start;
  for (let count = 0; count < MOST_CHUNKS; count++) {
    const { bytesRead } = await file.read(bytes, 0, MOST_HEADER_BYTES, at);
    if (bytesRead < layout.leastHeaderBytes) return;
    const header = layout.read(new DataView(bytes.buffer, 0, bytesRead));
    if (header === null || (header.bodyBytes ?? 0) < 0) return;
    const id = String.fromCharCode(...bytes.subarray(layout.idAt, layout.idAt + 4));
    const bodyStart = at + header.headerBytes;
    yield { id, bodyStart, bodyBytes: header.bodyBytes };
    if (header.bodyBytes === null) return;
    at = bodyStart + header.bodyBytes + (layout.isPaddedToEven ? header.bodyBytes % 2 : 0);
  }
}

/** Bytes of a file to take numbers out of; what lies behind its end reads as zeroes. */
export async function readView(file: FileHandle, at: number, length: number): Promise<DataView> {
  const bytes = new Uint8Array(length);
  await file.read(bytes, 0, length, at);
  return new DataView(bytes.buffer);
}
