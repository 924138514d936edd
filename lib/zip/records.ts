/** What a ZIP says of one of its files. */
export interface ZipFile {
  /** Its path, as UTF-8. */
  name: Uint8Array;
  sizeBytes: number;
  crc32: number;
  /** Where its own header begins. */
  at: number;
}

/** What does not fit in 32 or 16 bits stands as all ones, and beside it in full. */
const ALL_32 = 0xffffffff;
const ALL_16 = 0xffff;
/** PKWARE's APPNOTE 6.3.10, 4.4.3: what a reader must know, for files and for those with 64 bits. */
const PLAIN = 20;
const WITH_64 = 45;
const MADE_ON_UNIX = 3 << 8;
/** Sum and lengths stand behind the bytes, as the sum is known then; names are UTF-8. */
const FLAGS = (1 << 3) | (1 << 11);
const FILE_MODE = 0o100644;
const EXTRA_64 = 0x0001;

const LOCAL_BYTES = 30;
const LOCAL_64_BYTES = 20;
const ENTRY_BYTES = 46;
const END_BYTES = 22;
const END_64_BYTES = 56 + 20;

const is64 = (sizeBytes: number) => sizeBytes >= ALL_32;

/** Before a file's bytes. */
export function writeLocalHeader({ name, sizeBytes }: Pick<ZipFile, "name" | "sizeBytes">, modifiedAt: Date): Buffer {
  const large = is64(sizeBytes);
  const record = Buffer.alloc(LOCAL_BYTES + name.byteLength + (large ? LOCAL_64_BYTES : 0));
  record.writeUInt32LE(0x04034b50, 0);
  record.writeUInt16LE(large ? WITH_64 : PLAIN, 4);
  record.writeUInt16LE(FLAGS, 6);
  writeDosTime(record, 10, modifiedAt);
  record.writeUInt32LE(large ? ALL_32 : 0, 18);
  record.writeUInt32LE(large ? ALL_32 : 0, 22);
  record.writeUInt16LE(name.byteLength, 26);
  record.writeUInt16LE(large ? LOCAL_64_BYTES : 0, 28);
  record.set(name, LOCAL_BYTES);
  if (large) {
    // Lengths of zero in it say that those behind the bytes have 64 bits.
    record.writeUInt16LE(EXTRA_64, LOCAL_BYTES + name.byteLength);
    record.writeUInt16LE(LOCAL_64_BYTES - 4, LOCAL_BYTES + name.byteLength + 2);
  }
  return record;
}

/** Behind a file's bytes. */
export function writeDescriptor({ sizeBytes, crc32 }: Pick<ZipFile, "sizeBytes" | "crc32">): Buffer {
  const record = Buffer.alloc(countDescriptor(sizeBytes));
  record.writeUInt32LE(0x08074b50, 0);
  record.writeUInt32LE(crc32, 4);
  if (is64(sizeBytes)) {
    record.writeBigUInt64LE(BigInt(sizeBytes), 8);
    record.writeBigUInt64LE(BigInt(sizeBytes), 16);
  } else {
    record.writeUInt32LE(sizeBytes, 8);
    record.writeUInt32LE(sizeBytes, 12);
  }
  return record;
}

/** A file's entry in the directory at the end. */
export function writeEntry({ name, sizeBytes, crc32, at }: ZipFile, modifiedAt: Date): Buffer {
  const extra = listExtra({ sizeBytes, at });
  const record = Buffer.alloc(ENTRY_BYTES + name.byteLength + countExtra(extra));
  record.writeUInt32LE(0x02014b50, 0);
  record.writeUInt16LE(MADE_ON_UNIX | WITH_64, 4);
  record.writeUInt16LE(extra.length > 0 ? WITH_64 : PLAIN, 6);
  record.writeUInt16LE(FLAGS, 8);
  writeDosTime(record, 12, modifiedAt);
  record.writeUInt32LE(crc32, 16);
  record.writeUInt32LE(Math.min(sizeBytes, ALL_32), 20);
  record.writeUInt32LE(Math.min(sizeBytes, ALL_32), 24);
  record.writeUInt16LE(name.byteLength, 28);
  record.writeUInt16LE(countExtra(extra), 30);
  record.writeUInt32LE((FILE_MODE << 16) >>> 0, 38);
  record.writeUInt32LE(Math.min(at, ALL_32), 42);
  record.set(name, ENTRY_BYTES);
  if (extra.length > 0) {
    const begin = ENTRY_BYTES + name.byteLength;
    record.writeUInt16LE(EXTRA_64, begin);
    record.writeUInt16LE(8 * extra.length, begin + 2);
    for (const [i, value] of extra.entries()) record.writeBigUInt64LE(BigInt(value), begin + 4 + 8 * i);
  }
  return record;
}

interface Directory {
  count: number;
  at: number;
  sizeBytes: number;
}

/** Behind the directory: where it is. */
export function writeEnd(directory: Directory): Buffer {
  const { count, at, sizeBytes } = directory;
  const end = Buffer.alloc(END_BYTES);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Math.min(count, ALL_16), 8);
  end.writeUInt16LE(Math.min(count, ALL_16), 10);
  end.writeUInt32LE(Math.min(sizeBytes, ALL_32), 12);
  end.writeUInt32LE(Math.min(at, ALL_32), 16);
  return needsEnd64(directory) ? Buffer.concat([writeEnd64(directory), end]) : end;
}

function writeEnd64({ count, at, sizeBytes }: Directory): Buffer {
  const record = Buffer.alloc(END_64_BYTES);
  record.writeUInt32LE(0x06064b50, 0);
  record.writeBigUInt64LE(44n, 4);
  record.writeUInt16LE(MADE_ON_UNIX | WITH_64, 12);
  record.writeUInt16LE(WITH_64, 14);
  record.writeBigUInt64LE(BigInt(count), 24);
  record.writeBigUInt64LE(BigInt(count), 32);
  record.writeBigUInt64LE(BigInt(sizeBytes), 40);
  record.writeBigUInt64LE(BigInt(at), 48);
  record.writeUInt32LE(0x07064b50, 56);
  record.writeBigUInt64LE(BigInt(at + sizeBytes), 64);
  record.writeUInt32LE(1, 72);
  return record;
}

/** How long a ZIP of these is, and each of its parts. */
export function measureZip(files: readonly { name: Uint8Array; sizeBytes: number }[]): number {
  let [at, directoryBytes] = [0, 0];
  for (const { name, sizeBytes } of files) {
    directoryBytes += ENTRY_BYTES + name.byteLength + countExtra(listExtra({ sizeBytes, at }));
    at +=
      LOCAL_BYTES + name.byteLength + (is64(sizeBytes) ? LOCAL_64_BYTES : 0) + sizeBytes + countDescriptor(sizeBytes);
  }
  const isLarge = needsEnd64({ count: files.length, at, sizeBytes: directoryBytes });
  return at + directoryBytes + (isLarge ? END_64_BYTES : 0) + END_BYTES;
}

function needsEnd64({ count, at, sizeBytes }: Directory): boolean {
  return count >= ALL_16 || at >= ALL_32 || sizeBytes >= ALL_32;
}

/** In this order, and those alone that do not fit. */
function listExtra({ sizeBytes, at }: { sizeBytes: number; at: number }): number[] {
  return [...(is64(sizeBytes) ? [sizeBytes, sizeBytes] : []), ...(at >= ALL_32 ? [at] : [])];
}

function countExtra(extra: readonly number[]): number {
  return extra.length === 0 ? 0 : 4 + 8 * extra.length;
}

function countDescriptor(sizeBytes: number): number {
  return is64(sizeBytes) ? 24 : 16;
}

/** Two seconds exact, between 1980 and 2107, without a zone: UTC. */
function writeDosTime(record: Buffer, at: number, instant: Date): void {
  const year = Math.min(2107, Math.max(1980, instant.getUTCFullYear()));
  const time = (instant.getUTCHours() << 11) | (instant.getUTCMinutes() << 5) | (instant.getUTCSeconds() >> 1);
  record.writeUInt16LE(time, at);
  record.writeUInt16LE(((year - 1980) << 9) | ((instant.getUTCMonth() + 1) << 5) | instant.getUTCDate(), at + 2);
}
