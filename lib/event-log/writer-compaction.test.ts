import fs from "node:fs";
import { type FileHandle, mkdir, mkdtemp, readdir, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { CompactedCopy } from "./compaction";
import type { LogReport } from "./event";
import { MANIFEST_FILE, nameSegment } from "./manifest";
import { recoverIds } from "./testing/damage";
import { getFileMethods, makeFailure, openWriter, readReason, writeGroup } from "./testing/log-writer";
import { listOpenFiles } from "./testing/open-files";
import { writeInline } from "./testing/write-inline";
import type { LogWriter } from "./writer";

let folder: string;
let writer: LogWriter;
let reports: LogReport[];
let methods: FileHandle;
const OLD = nameSegment(1, 1);
const NEW = nameSegment(2, 1);

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "event-log-writer-compaction-"));
  methods = await getFileMethods(folder);
  ({ writer, reports } = await openWriter(folder));
  await append(1, 10);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await writer.close();
  expect(listOpenFiles(folder)).toEqual([]);
  await rm(folder, { recursive: true, force: true });
});

const place = (file: string) => path.join(folder, file);
const nameEvents = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => `e${from + n}`);
const append = (from: number, to: number) => writeGroup(writer, { ids: nameEvents(from, to), durability: "os" });
const compact = (keep: (seq: number) => boolean = () => true) =>
  writer.compact(
    ({ seq }) => keep(seq),
    (job) => job(),
  );
const listFiles = async () => (await readdir(folder)).filter((file) => file.endsWith(".ndjson")).sort();
const fail = (attempt: Promise<unknown>) =>
  attempt.then(
    () => undefined,
    (error: unknown) => error,
  );

/** What the log holds for the writer, and for who opens it next. */
async function expectIds(ids: string[]): Promise<void> {
  for (const id of ids) expect(writer.state.index.has(id), id).toBe(true);
  expect(writer.state.index.size).toBe(ids.length);
  await writer.close();
  expect((await recoverIds(folder)).ids).toEqual(ids);
  ({ writer, reports } = await openWriter(folder));
}

describe("a compaction", () => {
  it("syncs its copy and the folder, lets the old files go, and tells what it saved", async () => {
    const bytesBefore = writer.state.segments[0]?.sizeBytes ?? 0;
    const folderSync = vi.spyOn(methods, "sync");
    const contentSync = vi.spyOn(methods, "datasync");
    await compact((seq) => seq % 2 === 0);
    expect(contentSync).toHaveBeenCalledTimes(1);
    // The draft of the manifest, its name, and the names that are gone.
    expect(folderSync).toHaveBeenCalledTimes(3);
    const bytesAfter = writer.state.segments[0]?.sizeBytes ?? 0;
    expect(reports).toEqual([{ kind: "compacted", eventsKept: 5, eventsDropped: 5, bytesBefore, bytesAfter }]);
    expect(bytesAfter).toBeLessThan(bytesBefore);
    expect(await listFiles()).toEqual([NEW]);
    expect(listOpenFiles(folder)).toEqual([place(NEW)]);
    await expectIds(nameEvents(1, 10).filter((_, n) => n % 2 === 1));
  });

  /** Appends so many events each time that the copy has caught up. @returns how many events each round dealt with. */
  async function compactBeside(count: number, times: number): Promise<number[]> {
    const rounds: number[] = [];
    const original = CompactedCopy.prototype.copyUpTo;
    vi.spyOn(CompactedCopy.prototype, "copyUpTo").mockImplementation(async function (this: CompactedCopy, end, keep) {
      const { left } = this;
      await original.call(this, end, keep);
      rounds.push(left - this.left);
      const { size } = writer.state.index;
      if (rounds.length <= times) await append(size + 1, size + count);
    });
    await compact(() => true);
    return rounds;
  }

  it.each([
    ["200 events are copied while the lock is held", 200, 1, [10, 200]],
    ["201 are copied beside further appends", 201, 1, [10, 201, 0]],
    ["it catches up no more than twenty times", 201, 99, [10, ...Array<number>(20).fill(201), 201]],
  ])("B154: %s", async (_name, count, times, rounds) => {
    expect(await compactBeside(count, times)).toEqual(rounds);
    expect(writer.state.index.size).toBeGreaterThanOrEqual(10 + count);
    await expectIds(nameEvents(1, writer.state.index.size));
  });

  it("B154: asks nothing about events that were appended after it was asked for", async () => {
    const asked: number[] = [];
    const compacting = compact((seq) => {
      asked.push(seq);
      return false;
    });
    await append(11, 12);
    await compacting;
    expect(asked).toEqual(Array.from({ length: 10 }, (_, n) => n + 1));
    await expectIds(["e11", "e12"]);
  });
});

describe("a compaction that fails", () => {
  const WRITE_FAILED = "log_write_failed";

  it.each<[string, () => Promise<unknown>, string]>([
    ["its first file is there already", () => writeFile(place(NEW), ""), "EEXIST"],
    [
      "its copy can't be synced",
      async () => vi.spyOn(methods, "datasync").mockRejectedValueOnce(makeFailure("EIO")),
      "EIO",
    ],
    ["the manifest can't be drafted", () => mkdir(place("manifest.draft")), "EISDIR"],
  ])("as %s leaves the old log as it was, and the log goes on", async (_name, spoil, code) => {
    await spoil();
    const strays = (await listFiles()).filter((file) => file !== OLD);
    expect(await fail(compact())).toMatchObject({ reason: WRITE_FAILED, cause: { code } });
    expect(await listFiles()).toEqual([OLD, ...strays]);
    expect(listOpenFiles(folder)).toEqual([place(OLD)]);
    expect([writer.isReadOnly, reports]).toEqual([false, []]);
    await append(11, 11);
    await rm(place("manifest.draft"), { recursive: true, force: true });
    await expectIds(nameEvents(1, 11));
  });

  it("B89: as its copy finds no room says so", async () => {
    writeInline();
    vi.spyOn(fs, "writeSync").mockImplementationOnce(() => {
      throw makeFailure("ENOSPC");
    });
    expect(await fail(compact())).toMatchObject({ reason: WRITE_FAILED, cause: { code: "ENOSPC" } });
    expect(await listFiles()).toEqual([OLD]);
    await compact();
    await expectIds(nameEvents(1, 10));
  });

  it("as the caller's choice does passes that on", async () => {
    const keep = () => {
      throw new RangeError("no");
    };
    expect(await fail(compact(keep))).toBeInstanceOf(RangeError);
    await expectIds(nameEvents(1, 10));
  });

  it("B88: is not begun, nor changed over to, once the log takes nothing more", async () => {
    const stop = async () => {
      vi.spyOn(methods, "datasync").mockRejectedValueOnce(makeFailure("EIO"));
      expect(readReason((await writeGroup(writer, { ids: ["lost"] }))[0])).toMatchObject({ reason: "log_read_only" });
    };
    let jobs = 0;
    const beside = writer.compact(
      () => true,
      async (job) => {
        jobs += 1;
        if (jobs === 2) await stop();
        return job();
      },
    );
    const refusal = { reason: "log_read_only", cause: { code: "EIO" } };
    expect(await fail(beside)).toMatchObject(refusal);
    expect(listOpenFiles(folder)).toEqual([place(OLD)]);
    expect(await fail(compact())).toMatchObject(refusal);
    expect(reports.map(({ kind }) => kind)).toEqual(["read_only"]);
    await expectIds(nameEvents(1, 10));
    expect(await listFiles()).toEqual([OLD]);
  });

  it("B88: as its manifest is published stops the log; the next opening decides which files count", async () => {
    await rename(place(MANIFEST_FILE), place("kept"));
    await mkdir(path.join(place(MANIFEST_FILE), "full"), { recursive: true });
    expect(await fail(compact())).toMatchObject({ reason: "log_read_only", cause: { syscall: "rename" } });
    expect(writer.isReadOnly).toBe(true);
    expect(await listFiles()).toEqual([OLD, NEW]);
    expect(listOpenFiles(folder)).toEqual([place(OLD)]);
    await rm(place(MANIFEST_FILE), { recursive: true });
    // As a power cut leaves it: the new name never reached the disk.
    await rename(place("kept"), place(MANIFEST_FILE));
    await expectIds(nameEvents(1, 10));
    expect(await listFiles()).toEqual([OLD]);
  });
});
