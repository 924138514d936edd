import fs from "node:fs";
import { mkdtemp, open, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type EventLog, type LogReport, openEventLog } from "./log";
import { writeInline } from "./testing/write-inline";

let folder: string;
let log: EventLog;
const reports: LogReport[] = [];

beforeEach(async () => {
  reports.length = 0;
  folder = await mkdtemp(path.join(tmpdir(), "event-log-segments-"));
  await reopen();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await log.close();
  await rm(folder, { recursive: true, force: true });
});

async function reopen(): Promise<void> {
  log = await openEventLog(folder, { maxSegmentBytes: 600, onReport: (report) => reports.push(report) });
}

async function appendNumbers(from: number, to: number): Promise<void> {
  for (let n = from; n <= to; n += 1) await log.append([{ id: `e${n}`, type: "noted", data: { n } }]);
}

async function listSeqs(): Promise<number[]> {
  const seqs: number[] = [];
  for await (const { seq } of log.scan()) seqs.push(seq);
  return seqs;
}

const listSegments = async () => (await readdir(folder)).filter((name) => name.endsWith(".ndjson")).sort();

/** All open files share one prototype: the place where a disk's refusal can be put in. */
async function getFileMethods() {
  const handle = await open(path.join(folder, "manifest.json"), "r");
  await handle.close();
  return Object.getPrototypeOf(handle) as typeof handle;
}

describe("segments", () => {
  it("B87: rotates and recovers the same index over many files", async () => {
    await appendNumbers(1, 40);
    const before = await log.stats();
    expect(before.segments).toBeGreaterThan(5);
    await log.close();
    await reopen();
    expect(await log.stats()).toEqual(before);
    expect((await log.read("e17"))?.data).toEqual({ n: 17 });
  });

  it("B83: a cut inside or at the end of an earlier segment refuses to start", async () => {
    await appendNumbers(1, 20);
    await log.close();
    const file = path.join(folder, (await listSegments())[1] ?? "");
    const bytes = await readFile(file);
    for (const size of [bytes.length - 1, bytes.length - 5, bytes.lastIndexOf(10, bytes.length - 2) + 1, 0]) {
      await truncate(file, size);
      await expect(reopen()).rejects.toMatchObject({ reason: "log_damaged" });
      await writeFile(file, bytes);
    }
    await reopen();
    expect(await listSeqs()).toHaveLength(20);
  });

  it("an empty file of a rotation that was cut off is removed; one with events refuses", async () => {
    await appendNumbers(1, 3);
    await log.close();
    const stray = path.join(folder, "segment-000001-000099.ndjson");
    await writeFile(stray, "");
    await reopen();
    expect(reports).toContainEqual({ kind: "leftover_removed", file: path.basename(stray) });
    await log.close();
    await writeFile(stray, "{}\n");
    await expect(reopen()).rejects.toMatchObject({ reason: "log_damaged" });
    await rm(stray);
    await reopen();
  });
});

describe("compaction", () => {
  it("keeps what is wanted with its numbers, and never gives a number twice, not even after a restart", async () => {
    await appendNumbers(1, 30);
    const before = await log.stats();
    await log.compact(({ seq }) => seq % 10 === 1);
    expect(await listSeqs()).toEqual([1, 11, 21]);
    expect((await log.stats()).bytes).toBeLessThan(before.bytes / 5);
    await log.close();
    await reopen();
    expect(await listSeqs()).toEqual([1, 11, 21]);
    expect((await log.append([{ id: "next", type: "noted", data: null }])).events[0]?.seq).toBe(31);
    await log.compact(() => false);
    await log.close();
    await reopen();
    await appendNumbers(1, 2);
    expect(await listSeqs()).toEqual([32, 33]);
    expect((await log.read("e2"))?.data).toEqual({ n: 2 });
  });

  it("goes on beside appends and reads", async () => {
    await appendNumbers(1, 20);
    const [, , , second] = await Promise.all([
      appendNumbers(21, 40),
      log.compact(({ seq }) => seq % 2 === 0),
      appendNumbers(41, 60),
      log.read("e2"),
      listSeqs(),
    ]);
    expect(second?.seq).toBe(2);
    await log.compact(({ seq }) => seq > 10);
    await log.close();
    await reopen();
    expect((await log.stats()).lastSeq).toBe(60);
    for await (const { seq, id, data } of log.scan()) {
      expect(seq).toBeGreaterThan(10);
      expect(data).toEqual({ n: Number(id.slice(1)) });
    }
  });

  it("B154: takes appends while it copies, and keeps them unasked, over many segments and a restart", async () => {
    await log.append(Array.from({ length: 20_000 }, (_, n) => ({ id: `e${n}`, type: "noted", data: { n } })));
    const done = { isOver: false };
    const compacting = log
      .compact(({ seq }) => seq % 100 === 0)
      .then(() => {
        done.isOver = true;
      });
    let late = 0;
    while (!done.isOver) await log.append([{ id: `late${late++}`, type: "noted", data: null }]);
    await compacting;
    // An append that had to wait for the whole copy would be the only one.
    expect(late).toBeGreaterThan(1);
    for (const look of ["now", "after a restart"]) {
      const ids: string[] = [];
      for await (const { id } of log.scan()) ids.push(id);
      expect(
        ids.filter((id) => id.startsWith("e")),
        look,
      ).toHaveLength(200);
      expect(ids.slice(200), look).toEqual(Array.from({ length: late }, (_, n) => `late${n}`));
      await log.close();
      await reopen();
    }
  });

  it("changes nothing when the caller's choice fails, or when it was cut off before or after the change-over", async () => {
    await appendNumbers(1, 12);
    const names = await listSegments();
    const choose = () => {
      throw new RangeError("no");
    };
    await expect(log.compact(choose)).rejects.toThrow(RangeError);
    expect(await listSegments()).toEqual(names);
    await log.close();
    await writeFile(path.join(folder, "segment-000002-000001.ndjson"), "half a li");
    await reopen();
    expect(await listSegments()).toEqual(names);
    expect(await listSeqs()).toHaveLength(12);
  });
});

describe("a disk that fails", () => {
  it("B88: after a failed sync the log keeps serving, takes nothing more, and a restart is clean", async () => {
    await appendNumbers(1, 2);
    const methods = await getFileMethods();
    const datasync = vi
      .spyOn(methods, "datasync")
      .mockRejectedValueOnce(Object.assign(new Error("EIO"), { code: "EIO" }));
    const lost = [
      log.append([{ id: "lost", type: "noted", data: null }]),
      log.append([{ id: "also", type: "noted", data: null }], { durability: "os" }),
    ];
    for (const answer of lost) await expect(answer).rejects.toMatchObject({ reason: "log_read_only" });
    expect(datasync).toHaveBeenCalledTimes(1);
    await expect(appendNumbers(3, 3)).rejects.toMatchObject({ reason: "log_read_only" });
    expect(datasync).toHaveBeenCalledTimes(1);
    expect(await log.stats()).toMatchObject({ events: 2, isReadOnly: true });
    expect((await log.read("e2"))?.seq).toBe(2);
    expect(reports.some(({ kind }) => kind === "read_only")).toBe(true);
    await log.close();
    await reopen();
    expect(await listSeqs()).toEqual([1, 2]);
    await appendNumbers(3, 4);
  });

  it("B89: a write that stops in the middle is taken back, and the log goes on when there is room again", async () => {
    await appendNumbers(1, 2);
    const { bytes } = await log.stats();
    const original = fs.writeSync as (...args: unknown[]) => number;
    let calls = 0;
    writeInline();
    const failing = vi.spyOn(fs, "writeSync").mockImplementation((...args: unknown[]) => {
      calls += 1;
      if (calls > 1) throw Object.assign(new Error("ENOSPC"), { code: "ENOSPC" });
      const [fd, buffer, offset, , position] = args;
      return original(fd, buffer, offset, 30, position);
    });
    await expect(appendNumbers(3, 3)).rejects.toMatchObject({ reason: "log_write_failed" });
    failing.mockRestore();
    expect(await log.stats()).toMatchObject({ events: 2, bytes, isReadOnly: false });
    expect(reports.some(({ kind }) => kind === "write_rolled_back")).toBe(true);
    await appendNumbers(3, 5);
    await log.close();
    await reopen();
    expect(await listSeqs()).toEqual([1, 2, 3, 4, 5]);
  });
});
