import { appendFile, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { StoredEvent } from "./event";
import { openEventLog } from "./log";
import { openLogReader } from "./reader";
import { repairLog } from "./repair";
import { listOpenFiles } from "./testing/open-files";

let folder: string;
const NOW = new Date("2026-01-02T03:04:05.000Z");
const clock = { now: () => NOW };
const COPY = "before-repair-2026-01-02T03-04-05.000Z";

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "event-log-reader-"));
  const log = await openEventLog(folder, { maxSegmentBytes: 600 });
  for (let n = 1; n <= 20; n += 1) await log.append([{ id: `e${n}`, type: "noted", data: n }]);
  await log.close();
});
afterEach(async () => {
  expect(listOpenFiles(folder)).toEqual([]);
  await rm(folder, { recursive: true, force: true });
});

const listSegments = async () => (await readdir(folder)).filter((name) => name.endsWith(".ndjson")).sort();

async function listSeqs(events: AsyncIterable<StoredEvent>): Promise<number[]> {
  const seqs: number[] = [];
  for await (const { seq } of events) seqs.push(seq);
  return seqs;
}

/** Changes a byte within the line of one event. @returns segment and byte where that line begins. */
async function damageLine(id: string): Promise<{ segment: string; toOffset: number }> {
  for (const segment of await listSegments()) {
    const file = path.join(folder, segment);
    const bytes = await readFile(file);
    const at = bytes.indexOf(`"id":"${id}"`);
    if (at < 0) continue;
    bytes[at + 5] = 0;
    await writeFile(file, bytes);
    return { segment, toOffset: bytes.lastIndexOf(10, at) + 1 };
  }
  throw new Error(`${id} is in no segment.`);
}

describe("reading without writing", () => {
  it("B160: reads, scans and ends beside a living writer, and changes no file", async () => {
    const log = await openEventLog(folder, { maxSegmentBytes: 600 });
    const [last] = (await listSegments()).slice(-1);
    await appendFile(path.join(folder, last ?? ""), '{"seq":21');
    const before = await readdir(folder);
    const progress: { bytes: number; totalBytes: number }[] = [];
    const reader = await openLogReader(folder, { onProgress: (step) => progress.push(step) });
    expect(reader.stats).toMatchObject({ events: 20, lastSeq: 20, tornBytes: 9, segments: before.length - 2 });
    expect((await reader.read("e7"))?.data).toBe(7);
    expect(await reader.read("unknown")).toBeUndefined();
    expect(await listSeqs(reader.scan())).toHaveLength(20);
    expect(await listSeqs(reader.scan(19))).toEqual([19, 20]);
    expect(await listSeqs(reader.tail(3))).toEqual([18, 19, 20]);
    for (const none of [0, -1]) expect(await listSeqs(reader.tail(none))).toEqual([]);
    expect(await listSeqs(reader.tail(99))).toHaveLength(20);
    expect(progress.at(-1)).toEqual({ bytes: reader.stats.bytes, totalBytes: reader.stats.bytes + 9 });
    await reader.close();
    expect(await readdir(folder)).toEqual(before);
    await log.close();
  });

  it("B160: is not confused by a compaction", async () => {
    const log = await openEventLog(folder, { maxSegmentBytes: 600 });
    let isRunning = true;
    const compacting = (async () => {
      while (isRunning) await log.compact(({ seq }) => seq !== 1);
    })();
    for (let round = 0; round < 20; round += 1) {
      const reader = await openLogReader(folder);
      expect((await reader.read("e20"))?.seq).toBe(20);
      await reader.close();
    }
    isRunning = false;
    await compacting;
    await log.close();
  });

  it("refuses a folder without a log, and names damage", async () => {
    await expect(openLogReader(path.join(folder, "none"))).rejects.toMatchObject({ reason: "log_not_found" });
    const { segment, toOffset } = await damageLine("e5");
    for (const isThorough of [true, false]) {
      const error: unknown = await openLogReader(folder, { isThorough }).catch((caught: unknown) => caught);
      expect(error).toMatchObject({ reason: "log_damaged" });
      const fields = (error as { fields: { field: string; message: string }[] }).fields.map(({ message }) => message);
      expect(fields).toEqual([segment, expect.any(String), String(toOffset)]);
    }
  });
});

describe("repair", () => {
  it("B161: gives up what lies behind a place, keeps a copy, and gives no number twice", async () => {
    const before = new Map<string, Buffer>();
    const target = await damageLine("e9");
    const segments = await listSegments();
    for (const file of segments) before.set(file, await readFile(path.join(folder, file)));
    const result = await repairLog(folder, target, clock);
    expect(result).toMatchObject({ copiedTo: path.join(folder, COPY), segment: target.segment, linesDropped: 12 });
    const kept = segments.slice(segments.indexOf(target.segment));
    expect((await readdir(path.join(folder, COPY))).sort()).toEqual(["manifest.json", ...kept]);
    for (const file of kept) expect(await readFile(path.join(folder, COPY, file))).toEqual(before.get(file));
    const all = kept.reduce((sum, file) => sum + (before.get(file)?.length ?? 0), 0);
    expect(result.bytesDropped).toBe(all - target.toOffset);
    const log = await openEventLog(folder, { maxSegmentBytes: 600 });
    expect(await log.stats()).toMatchObject({ events: 8, lastSeq: 20, tornBytesDropped: 0 });
    const { events } = await log.append([{ id: "e9", type: "noted", data: "again" }]);
    expect(events[0]?.seq).toBe(21);
    await log.close();
  });

  it("B161: refuses a place where no sound line begins, and says which is the last, changing nothing", async () => {
    const target = await damageLine("e9");
    const files = await readdir(folder);
    const wrongs = [
      { ...target, toOffset: target.toOffset + 1 },
      { ...target, toOffset: target.toOffset + 10_000 },
      { ...target, segment: "segment-000001-000099.ndjson" },
      { toOffset: 1 },
    ];
    for (const wrong of wrongs) {
      await expect(repairLog(folder, wrong, clock)).rejects.toMatchObject({
        code: "invalid_input",
        reason: "bad_offset",
      });
    }
    const error: unknown = await repairLog(folder, wrongs[0] ?? target, clock).catch((caught: unknown) => caught);
    expect((error as Error).message).toContain(`byte ${target.toOffset}.`);
    expect(await readdir(folder)).toEqual(files);
    await expect(repairLog(path.join(folder, "none"), target, clock)).rejects.toMatchObject({ code: "not_found" });
  });

  it("B161: is refused while the log is in use, and goes on where it was cut off", async () => {
    const target = await damageLine("e9");
    await expect(openEventLog(folder)).rejects.toMatchObject({ reason: "log_damaged" });
    const segments = await listSegments();
    // As a repair leaves it that died after it had moved later segments away.
    for (const file of segments.slice(segments.indexOf(target.segment) + 1)) {
      await rename(path.join(folder, file), path.join(folder, `moved-${file}`));
    }
    await repairLog(folder, target, clock);
    const log = await openEventLog(folder);
    expect((await log.stats()).events).toBe(8);
    await expect(repairLog(folder, target, clock)).rejects.toMatchObject({ reason: "log_locked" });
    await log.close();
  });

  it("B161: keeps everything when the place is the end", async () => {
    const [last = ""] = (await listSegments()).slice(-1);
    const { length } = await readFile(path.join(folder, last));
    expect(await repairLog(folder, { toOffset: length }, clock)).toMatchObject({ bytesDropped: 0, linesDropped: 0 });
    const log = await openEventLog(folder);
    expect((await log.stats()).events).toBe(20);
    await log.close();
  });
});
