import { cp, mkdtemp, open, readdir, readFile, rm, stat, truncate } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Durability } from "./event";
import { decodeJournal, JOURNAL_BYTES, JOURNAL_FILE } from "./journal-record";
import { type EventLog, type LogReport, openEventLog } from "./log";
import { openLogReader } from "./reader";
import { encodeRecord } from "./testing/journal-records";

let root: string;
let folder: string;
let log: EventLog;
const SEGMENT = "segment-000001-000001.ndjson";
/** More than it takes until the journal is used. */
const WARM_UP = 20;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), "event-log-journal-"));
  folder = path.join(root, "log");
  log = await openEventLog(folder);
});
afterEach(async () => {
  await log.close();
  await rm(root, { recursive: true, force: true });
});

async function appendNumbers(from: number, to: number, durability: Durability = "fsync", data = "é"): Promise<void> {
  for (let n = from; n <= to; n += 1) await log.append([{ id: `e${n}`, type: "noted", data }], { durability });
}

/** The folder as a power cut leaves it: of the segment, nothing that the journal vouches for has reached the disk. */
async function cutPower(name: string, spoil?: (file: string, offset: number) => Promise<void>) {
  const copy = path.join(root, name);
  await cp(folder, copy, { recursive: true });
  for (const file of await readdir(copy)) if (file.endsWith(".lock")) await rm(path.join(copy, file));
  const record = decodeJournal(await readFile(path.join(copy, JOURNAL_FILE)));
  if (!record) throw new Error("The journal holds nothing.");
  const file = path.join(copy, record.segment);
  await (spoil ?? ((name, offset) => truncate(name, offset)))(file, record.offset);
  return { copy, record };
}

async function recover(copy: string): Promise<{ ids: string[]; reports: LogReport[] }> {
  const reports: LogReport[] = [];
  const opened = await openEventLog(copy, { onReport: (report) => reports.push(report) });
  const ids: string[] = [];
  for await (const { id } of opened.scan()) ids.push(id);
  await opened.append([{ id: "after", type: "noted", data: null }], { onDuplicate: "ignore" });
  await opened.close();
  return { ids, reports };
}

const nameUpTo = (count: number) => Array.from({ length: count }, (_, n) => `e${n + 1}`);

async function zero(file: string, from: number, length: number): Promise<void> {
  const handle = await open(file, "r+");
  await handle.write(Buffer.alloc(length), 0, length, from);
  await handle.close();
}

describe("the tail journal", () => {
  it("B88: brings back every synced line that a power cut took from the segment", async () => {
    await appendNumbers(1, WARM_UP + 30);
    const { copy, record } = await cutPower("cut");
    const { ids, reports } = await recover(copy);
    expect(ids).toEqual(nameUpTo(WARM_UP + 30));
    expect(reports).toContainEqual({
      kind: "tail_restored",
      segment: SEGMENT,
      byteOffset: record.offset,
      bytes: record.lines.length,
    });
    expect(await recover(copy)).toMatchObject({ ids: [...nameUpTo(WARM_UP + 30), "after"] });
  });

  it("B88: mends holes as well as a missing end, and keeps what the system wrote behind it", async () => {
    await appendNumbers(1, WARM_UP + 30);
    await appendNumbers(WARM_UP + 31, WARM_UP + 33, "os");
    const { copy } = await cutPower("holes", async (file, offset) =>
      zero(file, offset, Math.floor(((await stat(file)).size - offset) / 2)),
    );
    expect((await recover(copy)).ids).toEqual(nameUpTo(WARM_UP + 33));
  });

  it("says nothing when the segment holds the same, and is gone after a close", async () => {
    await appendNumbers(1, WARM_UP + 5);
    const { copy } = await cutPower("killed", async () => undefined);
    const { ids, reports } = await recover(copy);
    expect(ids).toEqual(nameUpTo(WARM_UP + 5));
    expect(reports.filter(({ kind }) => kind === "tail_restored")).toEqual([]);
    expect(await readdir(copy)).not.toContain(JOURNAL_FILE);
    await log.close();
    expect(await readdir(folder)).not.toContain(JOURNAL_FILE);
  });

  it("B83: refuses a segment that ends before what was synced, and a reader asks for the writer first", async () => {
    await appendNumbers(1, WARM_UP + 5);
    const lost = await cutPower("lost", (file, offset) => truncate(file, offset - 10));
    const error: unknown = await openEventLog(lost.copy).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ reason: "log_damaged" });
    const line = nameUpTo(WARM_UP + 5).length - lost.record.lines.filter((byte) => byte === 10).length;
    expect((error as { fields: unknown }).fields).toContainEqual({ field: "line", message: String(line) });
    const holes = await cutPower("holes", (file, offset) => zero(file, offset, 50));
    await expect(openLogReader(holes.copy)).rejects.toMatchObject({ reason: "log_unfinished" });
    expect((await recover(holes.copy)).ids).toEqual(nameUpTo(WARM_UP + 5));
  });

  it("B88: loses nothing that was promised, whatever is asked for in turn, over many rounds of the journal", async () => {
    await appendNumbers(1, WARM_UP);
    let count = WARM_UP;
    let promised = WARM_UP;
    for (let round = 0; round < 12; round += 1) {
      const durability = round % 4 === 1 ? "os" : "fsync";
      const data = "x".repeat([10, 200, 60_000, 90_000][round % 4] ?? 0);
      await appendNumbers(count + 1, count + 7, durability, data);
      count += 7;
      if (durability === "fsync") promised = count;
      if (round % 4 === 1 || round % 4 === 3) continue;
      const { copy } = await cutPower(`round-${round}`);
      const { ids } = await recover(copy);
      expect(ids.slice(0, promised)).toEqual(nameUpTo(promised));
      await rm(copy, { recursive: true });
    }
  });

  it("belongs to one segment: a rotation, a compaction and a repair leave nothing of it to another", async () => {
    await log.close();
    log = await openEventLog(folder, { maxSegmentBytes: 6000 });
    await appendNumbers(1, WARM_UP + 60);
    const { copy, record } = await cutPower("rotated");
    expect(record.segment).not.toBe(SEGMENT);
    expect((await recover(copy)).ids).toEqual(nameUpTo(WARM_UP + 60));
    await log.compact(({ seq }) => seq > 70);
    const compacted = await cutPower("compacted", async () => undefined);
    expect((await recover(compacted.copy)).ids).toEqual(nameUpTo(WARM_UP + 60).slice(70));
    await appendNumbers(WARM_UP + 61, WARM_UP + 65);
    expect((await recover((await cutPower("new")).copy)).ids).toEqual(nameUpTo(WARM_UP + 65).slice(70));
  });
});

describe.each([1, 512])("a record of the journal, in blocks of %i", (blockBytes) => {
  const records = [
    encodeRecord(SEGMENT, 100, Buffer.from("first\n"), blockBytes),
    encodeRecord(SEGMENT, 106, Buffer.from("second\nthird\n"), blockBytes),
  ];
  const joined = { segment: SEGMENT, offset: 100, lines: Buffer.from("first\nsecond\nthird\n") };

  it("is joined with those that follow on it, and with no other", () => {
    const rest = Buffer.alloc(100);
    expect(decodeJournal(Buffer.concat([...records, rest]))).toEqual(joined);
    expect(decodeJournal(Buffer.concat(records))).toEqual(joined);
    const stale = encodeRecord(SEGMENT, 90, Buffer.from("stale\n"));
    const foreign = encodeRecord("segment-000001-000002.ndjson", 119, Buffer.from("other\n"));
    expect(decodeJournal(Buffer.concat([...records, stale]))).toEqual(joined);
    expect(decodeJournal(Buffer.concat([...records, foreign]))).toEqual(joined);
    expect(decodeJournal(rest)).toBeUndefined();
    expect(decodeJournal(Buffer.alloc(0))).toBeUndefined();
    expect(decodeJournal(Buffer.alloc(JOURNAL_BYTES))).toBeUndefined();
  });

  it("counts only whole: any flipped bit, and any cut, leaves those before it", () => {
    const bytes = Buffer.concat(records);
    const first = { ...joined, lines: Buffer.from("first\n") };
    const [firstEnd = 0, secondEnd = 0] = records.map((record) => record.lastIndexOf("\n") + 1);
    const secondStart = records[0]?.length ?? 0;
    const expected = (at: number) => {
      if (at < firstEnd) return undefined;
      return at < secondStart + secondEnd ? first : joined;
    };
    const isFilling = (at: number) => at >= firstEnd && at < secondStart;
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(7), (at, bit) => {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ (1 << bit);
        expect(decodeJournal(changed)).toEqual(isFilling(at) ? joined : expected(at));
        expect(decodeJournal(bytes.subarray(0, at))).toEqual(expected(at));
      }),
    );
  });
});
