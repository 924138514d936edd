import { existsSync } from "node:fs";
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openEventLog, type StoredEvent } from "./log";
import { openLogReader } from "./reader";
import { findLineStarts, readDamagePlace, recoverIds } from "./testing/damage";

let root: string;
let folder: string;

/** What is judged here is the parser, thousands of times: in memory where the system offers it. */
const MEMORY = "/dev/shm";
const SEGMENT = "segment-000001-000001.ndjson";

beforeEach(async () => {
  root = await mkdtemp(path.join(existsSync(MEMORY) ? MEMORY : tmpdir(), "event-log-sweep-"));
  folder = path.join(root, "log");
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function fill(texts: string[], maxSegmentBytes?: number): Promise<string[]> {
  const log = await openEventLog(folder, maxSegmentBytes ? { maxSegmentBytes } : {});
  for (const [n, data] of texts.entries()) await log.append([{ id: `e${n}`, type: "noted", data }]);
  await log.close();
  return (await readdir(folder)).filter((name) => name.endsWith(".ndjson")).sort();
}

/** What a reader finds: all events, or where it was refused. */
async function look(): Promise<{ events?: StoredEvent[]; place?: Record<string, string> }> {
  try {
    const reader = await openLogReader(folder);
    const events: StoredEvent[] = [];
    for await (const event of reader.scan()) events.push(event);
    await reader.close();
    return { events };
  } catch (error) {
    return { place: readDamagePlace(error) };
  }
}

function placeOfByte(segment: string, bytes: Buffer, at: number): Record<string, string> {
  const starts = findLineStarts(bytes);
  const line = starts.findLastIndex((start) => start <= at);
  return { segment, line: String(line + 1), byteOffset: String(starts[line]) };
}

describe("every place of a log", () => {
  it("B82 B85 B86: cut at any byte keeps exactly the whole lines, and the next append never glues", async () => {
    const texts = ["plain", "é🎉 日本", "line\nbreak\u2028\ud800", "last"];
    const [segment = ""] = await fill(texts);
    const bytes = await readFile(path.join(folder, segment));
    for (let size = 0; size <= bytes.length; size += 1) {
      await writeFile(path.join(folder, segment), bytes.subarray(0, size));
      const whole = bytes.subarray(0, size).filter((byte) => byte === 10).length;
      const wholeBytes = findLineStarts(bytes).findLast((start) => start <= size) ?? 0;
      const log = await openEventLog(folder);
      expect(await log.stats()).toMatchObject({ events: whole, lastSeq: whole, tornBytesDropped: size - wholeBytes });
      await log.append([{ id: "after", type: "noted", data: "é" }]);
      await log.close();
      const { events } = await look();
      expect(events?.map(({ data }) => data)).toEqual([...texts.slice(0, whole), "é"]);
    }
  });

  it("B83 B84: a flipped bit of any byte keeps the writer from starting, and it changes nothing", async () => {
    const [segment = ""] = await fill(["plain", "é🎉", "last"]);
    const file = path.join(folder, segment);
    const bytes = await readFile(file);
    for (let at = 0; at < bytes.length - 1; at += 1) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
      await writeFile(file, changed);
      const error: unknown = await openEventLog(folder).catch((caught: unknown) => caught);
      expect(readDamagePlace(error)).toEqual(placeOfByte(segment, bytes, at));
      expect(await readFile(file)).toEqual(changed);
    }
  });

  it.each([
    ["last", undefined],
    ["sealed", 300],
  ])("B83: each bit of each byte of a %s segment: flipped, it is refused with its line", async (_kind, maxBytes) => {
    const texts = ["plain", "é🎉", "line\nbreak\u2028\ud800"];
    const segments = await fill(texts, maxBytes);
    const file = path.join(folder, SEGMENT);
    const bytes = await readFile(file);
    const isLast = segments.length === 1;
    for (let at = 0; at < bytes.length; at += 1) {
      for (let bit = 0; bit < 8; bit += 1) {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ (1 << bit);
        await writeFile(file, changed);
        const { events, place } = await look();
        // Without its newline, the very last line is one that was never acknowledged.
        if (isLast && at === bytes.length - 1) expect(events?.map(({ data }) => data)).toEqual(texts.slice(0, -1));
        else expect(place).toEqual(placeOfByte(SEGMENT, bytes, at));
      }
    }
  });

  it.each([512, 4096])("B83: each sector of %i bytes: zeroed, it is refused with its line", async (sectorBytes) => {
    const texts = Array.from({ length: 70 }, (_, n) => `${n} é🎉`.repeat(n));
    const segments = await fill(texts, 14_000);
    expect(segments.length).toBeGreaterThan(2);
    let torn = 0;
    for (const segment of segments) {
      const file = path.join(folder, segment);
      const bytes = await readFile(file);
      for (let start = 0; start < bytes.length; start += sectorBytes) {
        const end = Math.min(start + sectorBytes, bytes.length);
        await writeFile(file, Buffer.from(bytes).fill(0, start, end));
        const { events, place } = await look();
        if (segment === segments.at(-1) && end === bytes.length) {
          torn += 1;
          expect(events?.map(({ data }) => data)).toEqual(texts.slice(0, events?.length));
        } else {
          expect(place).toEqual(placeOfByte(segment, bytes, start));
        }
      }
      await writeFile(file, bytes);
    }
    expect(torn).toBe(1);
  });

  it("B82 B83: what zeros take from the very end is set aside and reported, and never glued to", async () => {
    const [segment = ""] = await fill(Array.from({ length: 20 }, (_, n) => `text ${n}`));
    const bytes = await readFile(path.join(folder, segment));
    for (let start = bytes.length - 400; start < bytes.length; start += 7) {
      const copy = path.join(root, `copy-${start}`);
      await cp(folder, copy, { recursive: true });
      await writeFile(path.join(copy, segment), Buffer.from(bytes).fill(0, start));
      const starts = findLineStarts(bytes);
      const kept = starts.findLastIndex((lineStart) => lineStart <= start);
      const { ids, reports } = await recoverIds(copy);
      expect(ids).toEqual(Array.from({ length: kept }, (_, n) => `e${n}`));
      const report = reports.find(({ kind }) => kind === "torn_tail_dropped");
      expect(report).toMatchObject({ byteOffset: starts[kept], bytesDropped: bytes.length - (starts[kept] ?? 0) });
      const saved = (await readdir(copy)).find((name) => name.startsWith("torn-")) ?? "";
      expect(await readFile(path.join(copy, saved))).toEqual(Buffer.from(bytes).fill(0, start).subarray(starts[kept]));
      await rm(copy, { recursive: true });
    }
  });
});
