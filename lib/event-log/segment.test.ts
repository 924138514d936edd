import fs from "node:fs";
import { type FileHandle, mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { crc32 } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { INLINE_MAX_BYTES } from "./inline-io";
import { SegmentFile, SegmentWriteError } from "./segment";
import { writeInline } from "./testing/write-inline";

let folder: string;
let segment: SegmentFile;
const SMALL = 1000;
/** More than is ever written or read in the caller's thread. */
const BIG = INLINE_MAX_BYTES + 1;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "event-log-segment-"));
  segment = await SegmentFile.create(folder, "file", 7);
  writeInline();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await segment.handle.close();
  await rm(folder, { recursive: true, force: true });
});

const file = () => path.join(folder, "file");
/** Bytes that differ from place to place. */
const fill = (length: number, first = 1) => Buffer.from(Array.from({ length }, (_, n) => (n * 31 + first) % 251));
const failure = (code: string) => Object.assign(new Error(code), { code });
/** All open files share one prototype: the place where a disk's refusal can be put in. */
const methods = () => Object.getPrototypeOf(segment.handle) as FileHandle;

/** The first call in the caller's thread takes so many bytes only. */
function writeShort(bytes: number) {
  const original = fs.writeSync as (...args: unknown[]) => number;
  return vi.spyOn(fs, "writeSync").mockImplementationOnce((...args: unknown[]) => {
    const [fd, buffer, from, , position] = args;
    return original(fd, buffer, from, bytes, position);
  });
}

async function catchWrite(bytes: Buffer): Promise<SegmentWriteError> {
  const error: unknown = await segment.write(bytes).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(SegmentWriteError);
  return error as SegmentWriteError;
}

describe("a segment's file", () => {
  it("is new, the owner's alone, and never one that is there already", async () => {
    expect([segment.name, segment.startCrc, segment.sizeBytes]).toEqual(["file", 7, 0]);
    expect((await stat(file())).mode & 0o777).toBe(0o600);
    await expect(SegmentFile.create(folder, "file", 7)).rejects.toMatchObject({ code: "EEXIST" });
  });

  it("is opened for writing, or for reading alone", async () => {
    const again = await SegmentFile.open(folder, "file", 9);
    await again.write(fill(3));
    await again.handle.close();
    const reader = await SegmentFile.open(folder, "file", 9, true);
    expect(await reader.read(0, 10)).toEqual(fill(3));
    await expect(reader.write(fill(3))).rejects.toMatchObject({ cause: { code: "EBADF" } });
    await reader.handle.close();
    expect(await readFile(file())).toEqual(fill(3));
  });
});

describe("writing", () => {
  it("puts bytes behind each other, short ones in the caller's thread and long ones not", async () => {
    const inline = vi.spyOn(fs, "writeSync");
    const pool = vi.spyOn(methods(), "write");
    const parts = [fill(SMALL), fill(BIG, 5), fill(1, 9)];
    for (const part of parts) await segment.write(part);
    const all = Buffer.concat(parts);
    expect((await readFile(file())).equals(all)).toBe(true);
    expect([segment.sizeBytes, segment.contentCrc]).toEqual([all.length, crc32(all)]);
    expect([inline.mock.calls.length, pool.mock.calls.length]).toEqual([2, 1]);
  });

  it("asks for the rest when a disk takes only some", async () => {
    await segment.write(fill(SMALL));
    const short = writeShort(300);
    await segment.write(fill(SMALL, 7));
    expect(short).toHaveBeenCalledTimes(2);
    const original = segment.handle.write.bind(segment.handle);
    vi.spyOn(methods(), "write").mockImplementationOnce((async (bytes: Buffer, from: number, _: number, at: number) =>
      original(bytes, from, 10, at)) as typeof original);
    await segment.write(fill(BIG + 20, 8));
    expect((await readFile(file())).equals(Buffer.concat([fill(SMALL), fill(SMALL, 7), fill(BIG + 20, 8)]))).toBe(true);
  });

  it("keeps nothing of what a disk stops in, on the disk too, and goes on behind the last good byte", async () => {
    await segment.write(fill(SMALL));
    await segment.sync();
    const sync = vi.spyOn(methods(), "datasync");
    writeShort(300).mockImplementationOnce(() => {
      throw failure("ENOSPC");
    });
    const error = await catchWrite(fill(SMALL, 7));
    expect(error).toMatchObject({
      name: "SegmentWriteError",
      message: "The segment could not be written.",
      cause: { code: "ENOSPC" },
      rollbackCause: undefined,
    });
    expect(await readFile(file())).toEqual(fill(SMALL));
    expect(sync).toHaveBeenCalledTimes(1);
    expect(segment).toMatchObject({ sizeBytes: SMALL, contentCrc: crc32(fill(SMALL)), hasUnsynced: false });
    await segment.write(fill(SMALL, 9));
    expect(await readFile(file())).toEqual(Buffer.concat([fill(SMALL), fill(SMALL, 9)]));
  });

  it("does not ask a disk for ever that takes nothing", async () => {
    vi.spyOn(fs, "writeSync").mockReturnValue(0);
    expect(await catchWrite(fill(SMALL))).toMatchObject({ cause: { message: "The disk took no bytes." } });
  });

  it.each(["truncate", "datasync"] as const)("tells when taking back fails as well, in %s", async (method) => {
    vi.spyOn(fs, "writeSync").mockImplementation(() => {
      throw failure("ENOSPC");
    });
    vi.spyOn(methods(), method).mockRejectedValueOnce(failure("EIO"));
    const error = await catchWrite(fill(SMALL));
    expect(error).toMatchObject({ cause: { code: "ENOSPC" }, rollbackCause: { code: "EIO" } });
    expect(segment.sizeBytes).toBe(0);
  });
});

describe("what a loss of power would take", () => {
  const tell = () => ({ hasUnsynced: segment.hasUnsynced, isDurable: segment.isDurable });

  it("is what was written since the last sync", async () => {
    expect(tell()).toEqual({ hasUnsynced: false, isDurable: true });
    await segment.write(fill(SMALL));
    expect(tell()).toEqual({ hasUnsynced: true, isDurable: false });
    await segment.sync();
    expect(tell()).toEqual({ hasUnsynced: false, isDurable: true });
    await segment.write(fill(SMALL));
    await segment.cutBack(SMALL);
    expect(tell()).toEqual({ hasUnsynced: false, isDurable: true });
    expect(await readFile(file())).toEqual(fill(SMALL));
  });

  it("is also what was written while a sync was under way", async () => {
    let finish: () => void = () => undefined;
    vi.spyOn(methods(), "datasync").mockImplementationOnce(() => new Promise<void>((resolve) => (finish = resolve)));
    await segment.write(fill(SMALL));
    const syncing = segment.sync();
    await segment.write(fill(5));
    finish();
    await syncing;
    expect(tell()).toEqual({ hasUnsynced: true, isDurable: false });
    expect([segment.syncedBytes, segment.durableBytes]).toEqual([SMALL, SMALL]);
  });

  it("is not what a journal holds, though the file still lacks a sync then", async () => {
    await segment.write(fill(SMALL));
    segment.durableBytes = SMALL;
    expect(tell()).toEqual({ hasUnsynced: true, isDurable: true });
  });

  it("is all of it when the sync fails", async () => {
    await segment.write(fill(SMALL));
    vi.spyOn(methods(), "datasync").mockRejectedValueOnce(failure("EIO"));
    await expect(segment.sync()).rejects.toMatchObject({ code: "EIO" });
    expect(tell()).toEqual({ hasUnsynced: true, isDurable: false });
  });
});

describe("reading", () => {
  const ALL = fill(BIG + SMALL);
  beforeEach(async () => {
    await segment.write(ALL);
  });

  it.each([
    ["the beginning", 0, 10],
    ["the middle", 700, SMALL],
    ["nothing", 5, 0],
    ["more than is read in the caller's thread", 3, BIG],
    ["up to the end", BIG, SMALL],
    ["beyond the end", BIG, SMALL + 1],
    ["far beyond the end", 10, 4 * BIG],
    ["behind the end", 2 * BIG, 10],
  ])("gives %s, fewer bytes at the end", async (_name, offset, length) => {
    expect((await segment.read(offset, length)).equals(ALL.subarray(offset, offset + length))).toBe(true);
  });

  it("is done in the caller's thread when it is short, with a turn for others, and in the pool when it is long", async () => {
    const inline = vi.spyOn(fs, "readSync");
    const pool = vi.spyOn(methods(), "read");
    let hasTurned = false;
    setImmediate(() => {
      hasTurned = true;
    });
    await segment.read(0, INLINE_MAX_BYTES);
    expect(hasTurned).toBe(true);
    expect([inline.mock.calls.length, pool.mock.calls.length]).toEqual([1, 0]);
    await segment.read(0, BIG);
    expect([inline.mock.calls.length, pool.mock.calls.length]).toEqual([1, 1]);
  });

  it("asks for the rest when a disk gives only some", async () => {
    const original = fs.readSync as (...args: unknown[]) => number;
    vi.spyOn(fs, "readSync").mockImplementationOnce((...args: unknown[]) => {
      const [fd, buffer, at, , position] = args;
      return original(fd, buffer, at, 300, position);
    });
    expect(await segment.read(50, SMALL)).toEqual(ALL.subarray(50, 50 + SMALL));
  });

  it("gives short pieces at once, and leaves long ones to be waited for", () => {
    expect(segment.readInline(50, SMALL)).toEqual(ALL.subarray(50, 50 + SMALL));
    expect(segment.readInline(BIG, SMALL + 9)).toEqual(ALL.subarray(BIG));
    expect(segment.readInline(0, INLINE_MAX_BYTES)?.equals(ALL.subarray(0, INLINE_MAX_BYTES))).toBe(true);
    expect(segment.readInline(0, BIG)).toBeUndefined();
  });
});
