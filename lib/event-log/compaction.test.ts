import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { CompactedCopy, discardState } from "./compaction";
import { type EventLog, type LogReport, openEventLog } from "./log";
import { closeSegments } from "./log-state";
import { nameSegment, readManifest } from "./manifest";
import { recoverLog } from "./recovery";
import { SegmentFile } from "./segment";
import { listOpenFiles } from "./testing/open-files";
import { readEvents } from "./testing/read-events";

let folder: string;
let log: EventLog | undefined;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "event-log-compaction-"));
});
afterEach(async () => {
  vi.restoreAllMocks();
  await log?.close();
  expect(listOpenFiles(folder)).toEqual([]);
  await rm(folder, { recursive: true, force: true });
});

async function fill(sizes: number[], maxSegmentBytes: number, reports: LogReport[] = []): Promise<EventLog> {
  log = await openEventLog(folder, { maxSegmentBytes, onReport: (report) => reports.push(report) });
  for (const [n, size] of sizes.entries()) await log.append([{ id: `e${n}`, type: "noted", data: "x".repeat(size) }]);
  return log;
}

/** The sizes of the segments in order, once their names are the ones of this generation. */
async function measureSegments(generation: number): Promise<number[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".ndjson")).sort();
  expect(names).toEqual(names.map((_, n) => nameSegment(generation, n + 1)));
  expect((await readManifest(folder))?.segments.map(({ file }) => file)).toEqual(names);
  return Promise.all(names.map(async (name) => (await stat(path.join(folder, name))).size));
}

it("fills each segment up to its limit, as appending does", async () => {
  const max = 1000;
  const opened = await fill(
    Array.from({ length: 60 }, (_, n) => (n * 37) % 200),
    max,
  );
  const before = await opened.stats();
  await opened.compact(({ seq }) => seq % 3 !== 0);
  const lengths: number[] = [];
  for (const { data } of await readEvents(opened.scan())) lengths.push((data as string).length);
  expect(lengths).toEqual(Array.from({ length: 60 }, (_, n) => (n * 37) % 200).filter((_, n) => (n + 1) % 3 !== 0));
  const sizes = await measureSegments(2);
  expect(sizes.length).toBeGreaterThan(4);
  for (const size of sizes) expect(size).toBeLessThanOrEqual(max);
  // The longest line here has 320 bytes: any more room than that would have been used.
  for (const size of sizes.slice(0, -1)) expect(size).toBeGreaterThan(max - 320);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe((await opened.stats()).bytes);
  expect((await opened.stats()).lastSeq).toBe(before.lastSeq);
  await opened.compact(() => true);
  expect(await measureSegments(3)).toEqual(sizes);
});

it("fills a segment to the last byte, and gives events that are longer than a segment one each", async () => {
  const opened = await fill([10, 10, 10, 10], 10_000);
  const { bytes } = await opened.stats();
  await opened.close();
  log = await openEventLog(folder, { maxSegmentBytes: bytes / 2 });
  await log.compact(() => true);
  expect(await measureSegments(2)).toEqual([bytes / 2, bytes / 2]);
  await log.close();
  log = await openEventLog(folder, { maxSegmentBytes: bytes / 2 - 1 });
  await log.compact(() => true);
  expect(await measureSegments(3)).toEqual(Array.from({ length: 4 }, () => bytes / 4));
  await log.close();
  log = await openEventLog(folder, { maxSegmentBytes: 5 });
  await log.compact(() => true);
  expect(await measureSegments(4)).toEqual(Array.from({ length: 4 }, () => bytes / 4));
});

it("copies more than a mebibyte as it was, and tells what it dropped", async () => {
  const reports: LogReport[] = [];
  const opened = await fill([700_000, 300, 700_000, 20, 1_500_000, 7], 64_000_000, reports);
  const before = await opened.stats();
  await opened.compact(({ id }) => id !== "e3");
  expect((await readEvents(opened.scan())).map(({ data }) => (data as string).length)).toEqual([
    700_000, 300, 700_000, 1_500_000, 7,
  ]);
  const { bytes } = await opened.stats();
  expect(reports.at(-1)).toEqual({
    kind: "compacted",
    eventsKept: 5,
    eventsDropped: 1,
    bytesBefore: before.bytes,
    bytesAfter: bytes,
  });
});

it("copies up to a slot and no further, in few writes, and syncs each segment once", async () => {
  await (await fill(Array(60).fill(10), 4000)).close();
  const { state: before } = await recoverLog(folder, new Date(0), () => undefined);
  const copy = await CompactedCopy.create(folder, before, 1500);
  expect(copy.left).toBe(60);
  const asked: number[] = [];
  const write = vi.spyOn(SegmentFile.prototype, "write");
  for (const endSlot of [7, 20, 20]) {
    await copy.copyUpTo(endSlot, ({ seq }) => asked.push(seq) > 0);
    expect(asked).toEqual(Array.from({ length: endSlot }, (_, n) => n + 1));
    expect(copy.left).toBe(60 - endSlot);
  }
  expect(write.mock.calls.length).toBe(copy.next.segments.length + 1);
  const sync = vi.spyOn(SegmentFile.prototype, "sync");
  for (let times = 0; times < 2; times += 1) {
    await copy.sync();
    expect(copy.next.segments.map(({ hasUnsynced }) => hasUnsynced)).toEqual(copy.next.segments.map(() => false));
    expect(sync.mock.calls.length).toBe(copy.next.segments.length);
  }
  await copy.complete();
  expect([copy.left, copy.keptEvents, copy.next.lastSeq]).toEqual([0, 60, 60]);
  await discardState(folder, copy.next);
  await closeSegments(before.segments);
  expect((await readdir(folder)).filter((name) => name.startsWith(nameSegment(2, 1).slice(0, 14)))).toEqual([]);
});
