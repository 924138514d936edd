import fs from "node:fs";
import { type FileHandle, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { JOURNAL_FILE } from "./journal-record";
import { nameSegment } from "./manifest";
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
let methods: FileHandle;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "event-log-writer-syncs-"));
  methods = await getFileMethods(folder);
  ({ writer } = await openWriter(folder));
});
afterEach(async () => {
  vi.restoreAllMocks();
  await writer.close();
  expect(listOpenFiles(folder)).toEqual([]);
  await rm(folder, { recursive: true, force: true });
});

const write = (...asked: AskedAppend[]) => writeGroup(writer, ...asked);

async function reopen(): Promise<void> {
  await writer.close();
  ({ writer } = await openWriter(folder));
}

describe("the journal", () => {
  /** How many syncs of the segment so many groups take. */
  async function countSyncs(first: number, count: number, options: Omit<AskedAppend, "ids"> = {}): Promise<number> {
    const sync = vi.spyOn(methods, "datasync");
    sync.mockClear();
    for (let n = first; n < first + count; n += 1) await write({ ids: [`e${n}`], ...options });
    return sync.mock.calls.length;
  }

  it("takes the place of syncs from the seventeenth on, but not behind a gap, and again after one", async () => {
    expect(await countSyncs(1, 16)).toBe(16);
    expect(await countSyncs(17, 10)).toBe(0);
    expect(await countSyncs(30, 1, { durability: "os" })).toBe(0);
    expect(await countSyncs(40, 1)).toBe(1);
    expect(await countSyncs(50, 10)).toBe(0);
    // A mebibyte holds some seventeen of these.
    expect(await countSyncs(60, 40, { size: 60_000 })).toBe(2);
    expect(await countSyncs(100, 1, { size: 70_000 })).toBe(1);
    await writer.close();
    expect(await readdir(folder)).not.toContain(JOURNAL_FILE);
    ({ writer } = await openWriter(folder));
    expect(writer.state.index.size).toBe(79);
  });

  it("B88: that fails stops the log, and stays for the next opening as long as it is needed", async () => {
    await countSyncs(1, 20);
    writeInline();
    const original = fs.writeSync as (...args: unknown[]) => number;
    vi.spyOn(fs, "writeSync")
      .mockImplementationOnce((...args: unknown[]) => original(...args))
      .mockImplementationOnce(() => {
        throw makeFailure("EIO");
      });
    expect(readReason((await write({ ids: ["lost"] }))[0])).toMatchObject({
      reason: "log_read_only",
      cause: { code: "EIO" },
    });
    const text = await readFile(path.join(folder, nameSegment(1, 1)), "utf8");
    expect(text.split("\n")).toHaveLength(21);
    await writer.close();
    expect(await readdir(folder)).toContain(JOURNAL_FILE);
    ({ writer } = await openWriter(folder));
    expect(writer.state.index.size).toBe(20);
    expect(await readdir(folder)).not.toContain(JOURNAL_FILE);
  });

  it("that takes not all gives way to a sync", async () => {
    await countSyncs(1, 20);
    writeInline();
    const original = fs.writeSync as (...args: unknown[]) => number;
    vi.spyOn(fs, "writeSync")
      .mockImplementationOnce((...args: unknown[]) => original(...args))
      .mockReturnValueOnce(3);
    expect(await countSyncs(21, 1)).toBe(1);
    expect(await countSyncs(22, 3)).toBe(3);
    expect(writer.isReadOnly).toBe(false);
  });
});

describe("closing", () => {
  it("syncs what needs it", async () => {
    await write({ ids: ["a"] });
    const sync = vi.spyOn(methods, "datasync");
    await reopen();
    // The opening syncs the last segment, as a killed process may have left lines in memory alone.
    expect(sync).toHaveBeenCalledTimes(1);
    await write({ ids: ["b"], durability: "os" });
    await writer.close();
    expect(sync).toHaveBeenCalledTimes(2);
    ({ writer } = await openWriter(folder));
  });

  it("B88: fails when that sync fails, lets go of the files, and never syncs again after a failure", async () => {
    await write({ ids: ["a"], durability: "os" });
    const sync = vi.spyOn(methods, "datasync").mockRejectedValueOnce(makeFailure("EIO"));
    await expect(writer.close()).rejects.toMatchObject({ reason: "log_read_only" });
    expect(listOpenFiles(folder)).toEqual([]);
    ({ writer } = await openWriter(folder));
    sync.mockClear().mockRejectedValueOnce(makeFailure("EIO"));
    await write({ ids: ["b"] });
    await writer.close();
    expect(sync).toHaveBeenCalledTimes(1);
    ({ writer } = await openWriter(folder));
  });
});
