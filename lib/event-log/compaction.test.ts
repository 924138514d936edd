import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type EventLog, type LogReport, openEventLog } from "./log";
import { nameSegment, readManifest } from "./manifest";
import { listOpenFiles } from "./testing/open-files";
import { readEvents } from "./testing/read-events";

let folder: string;
let log: EventLog | undefined;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "event-log-compaction-"));
});
afterEach(async () => {
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
