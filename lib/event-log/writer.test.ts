import fs from "node:fs";
import { type FileHandle, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { LogReport } from "./event";
import { MANIFEST_FILE, nameSegment, readManifest } from "./manifest";
import {
  type AskedAppend,
  getFileMethods,
  makeFailure,
  openWriter,
  readReason,
  writeGroup,
} from "./testing/log-writer";
import { listOpenFiles } from "./testing/open-files";
import { writeInline } from "./testing/write-inline";
import type { LogWriter } from "./writer";

let folder: string;
let writer: LogWriter;
let reports: LogReport[];
let methods: FileHandle;
const SEGMENT = nameSegment(1, 1);
const SECOND = nameSegment(1, 2);

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "event-log-writer-"));
  methods = await getFileMethods(folder);
  ({ writer, reports } = await openWriter(folder));
});
afterEach(async () => {
  vi.restoreAllMocks();
  await writer.close();
  expect(listOpenFiles(folder)).toEqual([]);
  await rm(folder, { recursive: true, force: true });
});

async function reopen(maxSegmentBytes?: number): Promise<void> {
  await writer.close();
  ({ writer, reports } = await openWriter(folder, maxSegmentBytes));
}

const place = (file: string) => path.join(folder, file);
const write = (...asked: AskedAppend[]) => writeGroup(writer, ...asked);
const listFiles = async () => (await readdir(folder)).filter((file) => file.endsWith(".ndjson")).sort();

/** Of the whole log on the disk, as another process would find it. */
async function listLines(): Promise<string[]> {
  const texts = await Promise.all((await listFiles()).map((file) => readFile(place(file), "utf8")));
  return texts.join("").split("\n").slice(0, -1);
}

describe("a group", () => {
  it("is kept as one, and each of its calls is answered or refused by itself", async () => {
    const sync = vi.spyOn(methods, "datasync");
    const [first, refused, second] = await write(
      { ids: ["a", "b"] },
      { ids: ["c", "a"] },
      { ids: ["d"], durability: "os" },
    );
    const event = (id: string, seq: number) => ({ id, seq, isDuplicate: false });
    expect(first).toMatchObject({ value: { events: [event("a", 1), event("b", 2)], durability: "fsync" } });
    expect(readReason(refused)).toMatchObject({ reason: "duplicate_event" });
    expect(second).toMatchObject({ value: { events: [event("d", 3)], durability: "fsync" } });
    expect(sync).toHaveBeenCalledTimes(1);
    expect(await listLines()).toHaveLength(3);
  });

  it("that adds nothing writes nothing, yet gives the durability that is asked for", async () => {
    await write({ ids: ["a"], durability: "os" });
    const sync = vi.spyOn(methods, "datasync");
    const again: AskedAppend = { ids: ["a"], onDuplicate: "ignore" };
    expect(await write({ ...again, durability: "os" })).toMatchObject([{ value: { durability: "os" } }]);
    expect(sync).not.toHaveBeenCalled();
    for (let times = 0; times < 2; times += 1) {
      expect(await write(again)).toMatchObject([{ value: { durability: "fsync" } }]);
      expect(sync).toHaveBeenCalledTimes(1);
    }
    expect(await listLines()).toHaveLength(1);
  });

  it("that a fault of the program stops is refused, not left waiting", async () => {
    vi.spyOn(writer.state.index, "find").mockImplementationOnce(() => {
      throw new RangeError("no");
    });
    const answers = await write({ ids: ["a"] }, { ids: ["b"] });
    expect(answers.map(readReason)).toEqual([expect.any(RangeError), expect.any(RangeError)]);
    expect(writer.isReadOnly).toBe(false);
  });
});

describe("a segment that is full", () => {
  it("is followed by another only when the next group would not fit, to the byte", async () => {
    await write({ ids: ["a"] });
    const lineBytes = writer.state.segments[0]?.sizeBytes ?? 0;
    await reopen(lineBytes * 3);
    for (const id of ["b", "c", "d"]) await write({ ids: [id] });
    expect(await listFiles()).toEqual([SEGMENT, SECOND]);
    await write({ ids: ["d"], onDuplicate: "ignore" });
    await write({ ids: ["e", "f", "g", "h", "i"] });
    await write({ ids: ["j"], size: lineBytes * 4 });
    await write({ ids: ["j"], onDuplicate: "ignore" });
    expect(await listFiles()).toHaveLength(4);
    await write({ ids: ["k"] });
    expect(writer.state.segments.map(({ sizeBytes }) => Math.floor(sizeBytes / lineBytes))).toEqual([3, 1, 5, 5, 1]);
    expect((await readManifest(folder))?.segments.map(({ file }) => file)).toEqual(await listFiles());
  });

  it("begins with a group that is longer than a segment", async () => {
    await reopen(10);
    await write({ ids: ["a"], size: 100 });
    expect(await listFiles()).toEqual([SEGMENT]);
  });

  it("is synced before the next one counts, when it needs it", async () => {
    await reopen(10);
    const sync = vi.spyOn(methods, "datasync");
    await write({ ids: ["a"], durability: "os" });
    expect(sync).not.toHaveBeenCalled();
    // The full one and the new one, in this order, and the new one again for the group.
    await write({ ids: ["b"] });
    expect(sync).toHaveBeenCalledTimes(3);
    await write({ ids: ["c"], durability: "os" });
    expect(sync).toHaveBeenCalledTimes(4);
    expect(writer.state.segments.slice(0, -1).map(({ hasUnsynced }) => hasUnsynced)).toEqual([false, false]);
  });

  it.each<[string, () => Promise<unknown>, string, () => Promise<unknown>]>([
    ["the new file is there already", () => writeFile(place(SECOND), ""), "EEXIST", () => rm(place(SECOND))],
    [
      "the new file can't be synced",
      async () => vi.spyOn(methods, "datasync").mockRejectedValueOnce(makeFailure("EIO")),
      "EIO",
      async () => undefined,
    ],
    [
      "the manifest can't be drafted",
      () => mkdir(place("manifest.draft")),
      "EISDIR",
      () => rm(place("manifest.draft"), { recursive: true }),
    ],
  ])("keeps the log as it is when %s", async (_name, spoil, code, mend) => {
    await reopen(10);
    await write({ ids: ["a"] });
    await spoil();
    const files = await listFiles();
    const [answer] = await write({ ids: ["b"] });
    expect(readReason(answer)).toMatchObject({ reason: "log_write_failed", cause: { code } });
    expect(reports).toEqual([{ kind: "write_rolled_back", bytes: 0, cause: expect.objectContaining({ code }) }]);
    expect(await listFiles()).toEqual(files);
    expect(listOpenFiles(folder)).toHaveLength(1);
    await mend();
    expect(await write({ ids: ["b"] })).toMatchObject([{ value: { events: [{ seq: 2 }] } }]);
    expect(await listFiles()).toEqual([SEGMENT, SECOND]);
  });

  it("B88: stops the log when nobody knows which manifest a power cut would leave", async () => {
    await reopen(10);
    await write({ ids: ["a"] });
    await rename(place(MANIFEST_FILE), place("kept"));
    await mkdir(path.join(place(MANIFEST_FILE), "full"), { recursive: true });
    const [answer] = await write({ ids: ["b"] });
    expect(readReason(answer)).toMatchObject({ reason: "log_read_only" });
    expect(reports).toEqual([{ kind: "read_only", cause: expect.objectContaining({ syscall: "rename" }) }]);
    expect(readReason((await write({ ids: ["c"] }))[0])).toMatchObject({ reason: "log_read_only" });
    await rm(place(MANIFEST_FILE), { recursive: true });
    await rename(place("kept"), place(MANIFEST_FILE));
    expect(listOpenFiles(folder)).toEqual([place(SEGMENT)]);
    await reopen();
    expect([...writer.state.segments].map(({ name }) => name)).toEqual([SEGMENT]);
    expect(await listFiles()).toEqual([SEGMENT]);
  });
});

describe("a disk that fails", () => {
  it("B89: at a write: all of the group is refused with the cause, and the next one is taken", async () => {
    await write({ ids: ["a"] });
    const lines = await listLines();
    writeInline();
    vi.spyOn(fs, "writeSync").mockImplementationOnce(() => {
      throw makeFailure("ENOSPC");
    });
    const answers = await write({ ids: ["b"] }, { ids: ["c"] });
    for (const answer of answers) {
      expect(readReason(answer)).toMatchObject({ reason: "log_write_failed", cause: { code: "ENOSPC" } });
    }
    expect(reports).toEqual([
      { kind: "write_rolled_back", bytes: expect.any(Number), cause: expect.objectContaining({ code: "ENOSPC" }) },
    ]);
    expect((reports[0] as { bytes: number }).bytes).toBe(2 * (lines[0]?.length ?? 0) + 2);
    expect(await listLines()).toEqual(lines);
    expect(await write({ ids: ["b"] })).toMatchObject([{ value: { events: [{ seq: 2 }] } }]);
  });

  it("B88: at taking a write back: the log takes no more and says why", async () => {
    writeInline();
    vi.spyOn(fs, "writeSync").mockImplementationOnce(() => {
      throw makeFailure("ENOSPC");
    });
    vi.spyOn(methods, "truncate").mockRejectedValueOnce(makeFailure("EIO"));
    expect(readReason((await write({ ids: ["a"] }))[0])).toMatchObject({
      reason: "log_read_only",
      cause: { name: "SegmentWriteError", rollbackCause: { code: "EIO" } },
    });
    expect(reports.map(({ kind }) => kind)).toEqual(["read_only"]);
    expect(writer.isReadOnly).toBe(true);
  });

  it("is not what a fault of the program at a write is taken for", async () => {
    const [segment] = writer.state.segments;
    if (!segment) throw new Error("A log has a segment.");
    vi.spyOn(segment, "write").mockRejectedValueOnce(new RangeError("no"));
    expect(readReason((await write({ ids: ["a"] }))[0])).toBeInstanceOf(RangeError);
    expect(reports).toEqual([]);
  });

  it("B88: at a sync: what was not acknowledged is cut off again, and the cause is kept for all that come later", async () => {
    await write({ ids: ["a"] });
    const lines = await listLines();
    vi.spyOn(methods, "datasync").mockRejectedValueOnce(makeFailure("EIO"));
    const refusal = { reason: "log_read_only", cause: { code: "EIO" } };
    for (const id of ["b", "c"]) expect(readReason((await write({ ids: [id] }))[0])).toMatchObject(refusal);
    expect(await listLines()).toEqual(lines);
    expect(reports).toEqual([{ kind: "read_only", cause: expect.objectContaining({ code: "EIO" }) }]);
  });

  it("B88: at a sync and at cutting off: both are told, and the refusal is the sync's", async () => {
    vi.spyOn(methods, "datasync").mockRejectedValueOnce(makeFailure("EIO"));
    vi.spyOn(methods, "truncate").mockRejectedValueOnce(makeFailure("EROFS"));
    expect(readReason((await write({ ids: ["a"] }))[0])).toMatchObject({ cause: { code: "EIO" } });
    expect(reports).toEqual([
      { kind: "read_only", cause: expect.objectContaining({ code: "EIO" }) },
      { kind: "read_only", cause: expect.objectContaining({ code: "EROFS" }) },
    ]);
  });
});
