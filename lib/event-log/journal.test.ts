import fs from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { crc32 } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { decodeJournal, JOURNAL_BLOCK_BYTES, JOURNAL_BYTES, JOURNAL_FILE, measureRecord } from "./journal-record";
import { nameSegment } from "./manifest";
import { TailJournal } from "./tail-journal";
import { encodeRecord } from "./testing/journal-records";
import { getFileMethods, makeFailure } from "./testing/log-writer";
import { listOpenFiles } from "./testing/open-files";
import { writeInline } from "./testing/write-inline";

let folder: string;
let journal: TailJournal;
const SEGMENT = nameSegment(1, 1);
const OTHER = nameSegment(1, 2);
const MAX = 64 * 1024;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "event-log-tail-"));
  journal = new TailJournal(folder);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await journal.close(false);
  expect(listOpenFiles(folder)).toEqual([]);
  await rm(folder, { recursive: true, force: true });
});

const file = () => path.join(folder, JOURNAL_FILE);
const lines = (size: number, fill = "x") => Buffer.alloc(size, fill);
const decode = async () => decodeJournal(await readFile(file()));
const isThere = async () => (await readdir(folder)).includes(JOURNAL_FILE);

/** Asks as often as it takes until the journal is worth a file. */
async function warmUp(): Promise<void> {
  for (let n = 0; n < 16; n += 1) expect(await journal.canTake(10)).toBe(false);
}

/** In the way of a disk that takes writes past the cache, and of one that says no when it is tried. */
describe.each([JOURNAL_BLOCK_BYTES, 1])("the journal of small syncs, in blocks of %i", (blockBytes) => {
  beforeEach(async () => {
    const methods = await getFileMethods(folder);
    if (blockBytes === 1) vi.spyOn(methods, "write").mockRejectedValueOnce(makeFailure("EINVAL"));
  });

  it("is made, in its full size, with the seventeenth one; what it can't take does not count", async () => {
    for (const size of [0, MAX + 1]) for (let n = 0; n < 20; n += 1) expect(await journal.canTake(size)).toBe(false);
    await warmUp();
    expect(await isThere()).toBe(false);
    expect(await journal.canTake(10)).toBe(true);
    expect((await readFile(file())).equals(Buffer.alloc(JOURNAL_BYTES))).toBe(true);
    expect([await journal.canTake(0), await journal.canTake(MAX), await journal.canTake(MAX + 1)]).toEqual([
      false,
      true,
      false,
    ]);
  });

  it.each([true, false])(
    "keeps what follows on, until it is full, and begins anew after a sync (alone: %s)",
    async (isAlone) => {
      await warmUp();
      let offset = 500;
      while (await journal.canTake(MAX)) {
        expect(await journal.add(SEGMENT, offset, lines(MAX, String.fromCharCode(97 + (offset % 26))), isAlone)).toBe(
          true,
        );
        offset += MAX;
      }
      const kept = await decode();
      expect(kept).toMatchObject({ segment: SEGMENT, offset: 500 });
      expect(kept?.lines.length).toBe(offset - 500);
      expect((await readFile(file())).length).toBe(JOURNAL_BYTES);
      expect(offset - 500).toBeGreaterThan(JOURNAL_BYTES - 2 * MAX);
      journal.restart();
      expect(await journal.canTake(MAX)).toBe(true);
      expect(await journal.add(SEGMENT, offset, lines(5), isAlone)).toBe(true);
      expect(await decode()).toEqual({ segment: SEGMENT, offset, lines: lines(5) });
    },
  );

  it("takes what fits to the byte of a block, and no byte more", async () => {
    await warmUp();
    await journal.canTake(MAX);
    let position = 0;
    let offset = 0;
    const add = async (size: number) => {
      expect(await journal.add(SEGMENT, offset, lines(size), true)).toBe(true);
      offset += size;
      position += encodeRecord(SEGMENT, 0, lines(size), blockBytes).length;
    };
    while (JOURNAL_BYTES - position > 2 * MAX) await add(MAX);
    await add(JOURNAL_BYTES - position - MAX);
    const room = JOURNAL_BYTES - position - measureRecord(0, 1);
    expect([await journal.canTake(room), await journal.canTake(room + 1)]).toEqual([true, false]);
  });

  it("begins each record at a block, and fills the last one up with zeros", async () => {
    await warmUp();
    await journal.canTake(MAX);
    await journal.add(SEGMENT, 0, lines(3 * JOURNAL_BLOCK_BYTES), true);
    journal.restart();
    let offset = 3 * JOURNAL_BLOCK_BYTES;
    const written: Buffer[] = [];
    for (const isAlone of [true, false, true]) {
      await journal.add(SEGMENT, offset, lines(100), isAlone);
      written.push(encodeRecord(SEGMENT, offset, lines(100), blockBytes));
      offset += 100;
    }
    const expected = Buffer.concat(written);
    expect((await readFile(file())).subarray(0, expected.length)).toEqual(expected);
  });

  it("begins anew for lines of another segment, or behind a gap", async () => {
    await warmUp();
    await journal.canTake(10);
    await journal.add(SEGMENT, 0, lines(10), true);
    await journal.add(OTHER, 10, lines(10, "b"), true);
    expect(await decode()).toEqual({ segment: OTHER, offset: 10, lines: lines(10, "b") });
    await journal.add(OTHER, 25, lines(10, "c"), true);
    expect(await decode()).toEqual({ segment: OTHER, offset: 25, lines: lines(10, "c") });
    await journal.add(OTHER, 35, lines(10, "d"), true);
    expect((await decode())?.lines.toString()).toBe("cccccccccc" + "dddddddddd");
  });

  it("is removed by a close, unless the segment still needs it", async () => {
    await warmUp();
    await journal.canTake(10);
    await journal.add(SEGMENT, 0, lines(10), true);
    await journal.close(true);
    expect(await isThere()).toBe(true);
    await journal.close(false);
    expect(await isThere()).toBe(false);
  });

  it("is given up where it can't be made, and where even overwriting finds no room", async () => {
    await rm(folder, { recursive: true });
    await warmUp();
    expect(await journal.canTake(10)).toBe(false);
    await mkdir(folder);
    expect(await journal.canTake(10)).toBe(false);
    for (const written of [() => 3, raiseNoSpace]) {
      journal = new TailJournal(folder);
      await warmUp();
      expect(await journal.canTake(10)).toBe(true);
      writeInline();
      vi.spyOn(fs, "writeSync").mockImplementationOnce(written);
      expect(await journal.add(SEGMENT, 0, lines(10), true)).toBe(false);
      expect(await journal.canTake(10)).toBe(false);
      await journal.close(false);
    }
  });

  it("is written in the caller's thread for one who is alone, and in the pool for many", async () => {
    await warmUp();
    await journal.canTake(10);
    writeInline();
    const inline = vi.spyOn(fs, "writeSync");
    await journal.add(SEGMENT, 0, lines(10), false);
    expect(inline).not.toHaveBeenCalled();
    await journal.add(SEGMENT, 10, lines(10), true);
    expect(inline).toHaveBeenCalledTimes(1);
    expect((await decode())?.lines.length).toBe(20);
  });

  it("is made before it is written, and a fault of the program on the way is no full disk", async () => {
    await expect(journal.add(SEGMENT, 0, lines(10), true)).rejects.toThrow("A journal is there before it is written.");
    vi.spyOn(await getFileMethods(folder), "writeFile").mockRejectedValueOnce(new RangeError("no"));
    await warmUp();
    await expect(journal.canTake(10)).rejects.toThrow(RangeError);
    expect(listOpenFiles(folder)).toEqual([]);
    expect(await journal.canTake(10)).toBe(true);
  });

  it("passes any other failure on, as it is one of a sync", async () => {
    await warmUp();
    await journal.canTake(10);
    writeInline();
    vi.spyOn(fs, "writeSync").mockImplementationOnce(() => {
      throw makeFailure("EIO");
    });
    await expect(journal.add(SEGMENT, 0, lines(10), true)).rejects.toMatchObject({ code: "EIO" });
  });
});

function raiseNoSpace(): never {
  throw makeFailure("ENOSPC");
}

describe("a disk that fails in another way than by refusing", () => {
  it("when it is tried, as a fault of the program, is passed on, and nothing stays open", async () => {
    vi.spyOn(await getFileMethods(folder), "write").mockRejectedValueOnce(new RangeError("no"));
    await warmUp();
    await expect(journal.canTake(10)).rejects.toThrow(RangeError);
    expect(listOpenFiles(folder)).toEqual([]);
  });
});

describe("a record", () => {
  it("is written byte for byte as documented", () => {
    const record = encodeRecord("name", 258, Buffer.from("a\n"));
    const rest = Buffer.concat([
      Buffer.from([4, 0, 0, 0, 2, 0, 0, 0]),
      Buffer.from(new Float64Array([258]).buffer),
      Buffer.from("namea\n"),
    ]);
    const crc = Buffer.from(new Uint32Array([crc32(rest)]).buffer);
    expect(record).toEqual(Buffer.concat([crc, rest]));
    const longest = encodeRecord(nameSegment(999_999_999, 999_999_999), 0, lines(77));
    expect(measureRecord(77, 1)).toBeGreaterThanOrEqual(longest.length);
    expect(measureRecord(77, 1)).toBeLessThan(longest.length + 64);
    expect(longest).toEqual(longest.subarray(0, 20 + nameSegment(999_999_999, 999_999_999).length + 77));
    expect([measureRecord(0, 512), measureRecord(428, 512), measureRecord(429, 512)]).toEqual([512, 512, 1024]);
  });

  it("counts only when all the bytes that it announces are there, as they were", () => {
    expect(decodeJournal(encodeRecord("", 0, lines(0)))).toEqual({ segment: "", offset: 0, lines: lines(0) });
    const record = encodeRecord("name", 0, lines(50));
    const cut = record.subarray(0, 40);
    cut.writeUInt32LE(crc32(cut.subarray(4)), 0);
    expect(decodeJournal(cut)).toBeUndefined();
    const changed = encodeRecord("name", 0, lines(50));
    changed[60] = 0;
    expect(decodeJournal(changed)).toBeUndefined();
  });
});
