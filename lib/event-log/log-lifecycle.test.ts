import { type FileHandle, mkdir, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { encodeBody } from "./format";
import { type EventLog, type LogReport, openEventLog } from "./log";
import { nameSegment } from "./manifest";
import { SerialQueue } from "./serial-queue";
import { getFileMethods, makeFailure } from "./testing/log-writer";
import { listOpenFiles } from "./testing/open-files";
import { readEvents } from "./testing/read-events";

let root: string;
let folder: string;
let methods: FileHandle;
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), "event-log-lifecycle-"));
  methods = await getFileMethods(root);
  folder = path.join(root, "deep", "log");
});
afterEach(async () => {
  vi.restoreAllMocks();
  expect(listOpenFiles(root)).toEqual([]);
  expect((await readdir(folder)).filter((file) => file.startsWith("writer-"))).toEqual([]);
  await rm(root, { recursive: true, force: true });
});

const event = (id: string, size = 0) => ({ id, type: "noted", data: "x".repeat(size) });
const ids = async (log: EventLog) => (await readEvents(log.scan())).map(({ id }) => id);
const takeTurns = () => new Promise((resolve) => setTimeout(resolve, 20));

describe("opening", () => {
  it("makes the folder for its owner alone, and tells what it found and how long that took", async () => {
    const reports: LogReport[] = [];
    const startedMs = performance.now();
    const log = await openEventLog(folder, { onReport: (report) => reports.push(report) });
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    expect(log.folder).toBe(folder);
    await log.append([event("a"), event("b")]);
    expect(["a", "b", "c"].map((id) => log.has(id))).toEqual([true, true, false]);
    const { bytes } = await log.stats();
    await log.close();
    const again = await openEventLog(folder, { onReport: (report) => reports.push(report) });
    const tookMs = performance.now() - startedMs;
    await again.close();
    expect(reports).toMatchObject([
      { kind: "recovered", events: 0, bytes: 0 },
      { kind: "recovered", events: 2, bytes },
    ]);
    for (const report of reports) {
      const { durationMs } = report as { durationMs: number };
      expect(durationMs).toBeGreaterThan(0);
      expect(durationMs).toBeLessThan(tookMs);
    }
  });

  it("that fails gives the folder free again", async () => {
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, nameSegment(1, 1)), "events");
    for (let times = 0; times < 2; times += 1) {
      await expect(openEventLog(folder)).rejects.toMatchObject({ reason: "log_damaged" });
    }
  });

  it("uses the system's clock, and segments that hold many events, unless told otherwise", async () => {
    const log = await openEventLog(folder);
    const beforeMs = Date.now();
    for (const id of ["a", "b", "c"]) await log.append([event(id, 100_000)]);
    const { time = "" } = (await log.read("c")) ?? {};
    expect(Date.parse(time)).toBeGreaterThanOrEqual(beforeMs);
    expect(Date.parse(time)).toBeLessThanOrEqual(Date.now());
    expect((await log.stats()).segments).toBe(1);
    await log.close();
    const fixed = await openEventLog(folder, { clock: { now: () => new Date("2026-01-02T03:04:05.678Z") } });
    await fixed.append([event("d")]);
    expect((await fixed.read("d"))?.time).toBe("2026-01-02T03:04:05.678Z");
    await fixed.close();
  });
});

it("an append tells the queue how many bytes wait with it", async () => {
  const log = await openEventLog(folder);
  const add = vi.spyOn(SerialQueue.prototype, "addAppend");
  const events = [event("a", 10), event("é", 500)];
  await log.append(events);
  const bytes = events.map((one) => encodeBody(one, new Date()).length).reduce((sum, length) => sum + length, 0);
  expect(add.mock.calls.map(([call]) => call.bytes)).toEqual([bytes]);
  await log.close();
});

describe("closing", () => {
  it("is for good: every later call is refused", async () => {
    const log = await openEventLog(folder);
    await log.append([event("a")]);
    const scanning = log.scan();
    await log.close();
    const closed = { code: "unavailable", reason: "log_closed", message: "The event log is closed." };
    await expect(log.append([event("b")])).rejects.toMatchObject(closed);
    await expect(log.read("a")).rejects.toMatchObject(closed);
    await expect(log.stats()).rejects.toMatchObject(closed);
    await expect(log.compact(() => true)).rejects.toMatchObject(closed);
    await expect(log.hold()).rejects.toMatchObject(closed);
    await expect(readEvents(scanning)).rejects.toMatchObject(closed);
  });

  it("waits for what was asked before, for a compaction too, and happens once", async () => {
    const log = await openEventLog(folder);
    await log.append([event("a"), event("b")]);
    const order: string[] = [];
    const told = (name: string) => () => order.push(name);
    const sync = vi.spyOn(methods, "datasync");
    await Promise.all([
      log.compact(({ id }) => id === "b").then(told("compact")),
      log.append([event("c")], { durability: "os" }).then(told("append")),
      log.close().then(told("close")),
      log.close().then(told("close")),
    ]);
    expect(order.slice(-2)).toEqual(["close", "close"]);
    expect(order.toSorted()).toEqual(["append", "close", "close", "compact"]);
    expect(sync).toHaveBeenCalled();
    const again = await openEventLog(folder);
    expect(await ids(again)).toEqual(["b", "c"]);
    await again.close();
  });

  it("gives the folder free even when the last sync fails", async () => {
    const log = await openEventLog(folder);
    await log.append([event("a")], { durability: "os" });
    vi.spyOn(methods, "datasync").mockRejectedValueOnce(makeFailure("EIO"));
    await expect(log.close()).rejects.toMatchObject({ reason: "log_read_only" });
    await (await openEventLog(folder)).close();
  });
});

describe("compactions", () => {
  it("run one after another, at once when none is under way, and one that fails holds no other up", async () => {
    const log = await openEventLog(folder);
    await log.append(["a", "b", "c", "d"].map((id) => event(id)));
    const asked: string[] = [];
    const compacting = [
      log.compact(() => {
        throw new RangeError("no");
      }),
      log.compact(({ id }) => asked.push(`1${id}`) > 0 && id !== "a"),
      log.compact(({ id }) => asked.push(`2${id}`) > 0 && id !== "b"),
    ];
    await expect(compacting[0]).rejects.toThrow(RangeError);
    await new Promise((resolve) => setImmediate(resolve));
    compacting.push(log.compact(({ id }) => asked.push(`3${id}`) > 0));
    await Promise.all(compacting.slice(1));
    expect(asked).toEqual(["1a", "1b", "1c", "1d", "2b", "2c", "2d", "3c", "3d"]);
    expect(await ids(log)).toEqual(["c", "d"]);
    // Nothing is under way now: what is appended after the asking is no part of it.
    const dropping = log.compact(() => false);
    await log.append([event("late")]);
    await dropping;
    expect(await ids(log)).toEqual(["late"]);
    await log.close();
  });
});

describe("hold", () => {
  it("waits for what was asked before, and for the release of another", async () => {
    const log = await openEventLog(folder);
    const order: string[] = [];
    const appending = log.append([event("a")]).then(() => order.push("append"));
    const first = await log.hold();
    order.push("first");
    await appending;
    const second = log.hold();
    void second.then(() => order.push("second"));
    await takeTurns();
    expect(order.toSorted()).toEqual(["append", "first"]);
    first();
    (await second)();
    expect(await ids(log)).toEqual(["a"]);
    await log.close();
  });
});
