import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type LogProgress, type LogReport, openEventLog } from "./log";
import { type Manifest, nameSegment, readGeneration, readManifest } from "./manifest";
import { openLogReader, type ReaderOptions } from "./reader";
import { craftLog } from "./testing/craft-log";
import { readDamagePlace, recoverIds } from "./testing/damage";
import { listOpenFiles } from "./testing/open-files";

let root: string;
let folder: string;
const NOW = new Date("2026-01-02T03:04:05.000Z");
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), "event-log-recovery-"));
  folder = path.join(root, "log");
});
afterEach(async () => {
  expect(listOpenFiles(root)).toEqual([]);
  await rm(root, { recursive: true, force: true });
});

const name = (...seqs: number[]) => seqs.map((seq) => ({ seq, id: `e${seq}` }));

/** The refusal of every way to open the log, which must be the same. */
async function refuse(): Promise<{ message: string; place: Record<string, string> }> {
  const errors: unknown[] = [await openEventLog(folder).catch((caught: unknown) => caught)];
  for (const isThorough of [false, true]) {
    errors.push(await openLogReader(folder, { isThorough }).catch((caught: unknown) => caught));
  }
  const refusals = errors.map((error) => ({ message: (error as Error).message, place: readDamagePlace(error) }));
  expect(refusals).toEqual([refusals[0], refusals[0], refusals[0]]);
  return refusals[0] ?? { message: "", place: {} };
}

const placeAt = (segment: string, line: number, byteOffset: number | undefined) => ({
  segment,
  line: String(line),
  byteOffset: String(byteOffset),
});

async function measure(options: ReaderOptions = {}) {
  const reader = await openLogReader(folder, options);
  await reader.close();
  return reader.stats;
}

describe("a log whose lines all fit", () => {
  it("is indexed over all its segments, with gaps between numbers, and an empty last one", async () => {
    const [first, second] = await craftLog(folder, [name(1, 2, 5), name(9), []]);
    const bytes = (first?.bytes.length ?? 0) + (second?.bytes.length ?? 0);
    const expected = { events: 4, bytes, segments: 3, lastSeq: 9, tornBytes: 0 };
    expect(await measure()).toEqual(expected);
    expect(await measure({ isThorough: true })).toEqual(expected);
    expect((await recoverIds(folder)).ids).toEqual(["e1", "e2", "e5", "e9"]);
    const log = await openEventLog(folder);
    expect((await log.read("e9"))?.seq).toBe(9);
    expect((await log.append([{ id: "next", type: "noted", data: null }])).events[0]?.seq).toBe(10);
    await log.close();
  });

  it("goes on behind the highest number that the manifest knows", async () => {
    await craftLog(folder, [name(1, 2)], (manifest) => ({ ...manifest, lastSeq: 70 }));
    expect((await measure()).lastSeq).toBe(70);
  });

  it("tells how far it is, up to all bytes, for each way to open it", async () => {
    const long = "x".repeat(300_000);
    await craftLog(folder, [[{ seq: 1, id: "e1", data: long }], [{ seq: 2, id: "e2", data: long }, ...name(3)]]);
    for (const isThorough of [false, true]) {
      const steps: LogProgress[] = [];
      const { bytes } = await measure({ isThorough, onProgress: (step) => steps.push(step) });
      expect(steps.length).toBeGreaterThan(1);
      expect(steps.map((step) => step.bytes)).toEqual(steps.map((step) => step.bytes).sort((a, b) => a - b));
      expect(steps.at(-1)).toEqual({ bytes, totalBytes: bytes });
    }
    const steps: LogProgress[] = [];
    const log = await openEventLog(folder, { onProgress: (step) => steps.push(step) });
    expect(steps.at(-1)?.bytes).toBe((await log.stats()).bytes);
    await log.close();
  });
});

describe("a log that no writer of this kind wrote", () => {
  it.each([
    ["falls", name(1, 5, 3), "its number is out of order"],
    ["is given twice", name(1, 5, 5), "its number is out of order"],
    ["has an id that was used before", [...name(1, 5), { seq: 6, id: "e1" }], "its id was used before"],
  ])(
    "B83: is refused at the line whose number or id %s, in a last and in a sealed segment",
    async (_n, events, problem) => {
      for (const segments of [[events], [events, name(9)], [name(), events, name(9)]]) {
        const crafted = await craftLog(folder, segments);
        const { file = "", offsets = [] } = crafted[segments.indexOf(events)] ?? {};
        const { message, place } = await refuse();
        expect(place).toEqual(placeAt(file, 3, offsets[2]));
        expect(message).toBe(
          `The event log is damaged in ${file}, line 3, byte ${offsets[2]}: ${problem}. Nothing was changed. Restore this file from a backup.`,
        );
      }
    },
  );

  it("B83: is refused when number or id repeats what an earlier segment holds", async () => {
    const repeated = [{ seq: 7, id: "e2" }];
    for (const events of [repeated, [...name(7), { seq: 8, id: "e2" }], [{ seq: 2, id: "x" }], [{ seq: 1, id: "x" }]]) {
      const crafted = await craftLog(folder, [name(1, 2), events]);
      const line = events.length;
      expect((await refuse()).place).toEqual(placeAt(crafted[1]?.file ?? "", line, crafted[1]?.offsets[line - 1]));
    }
  });

  it("B83: is refused when a segment does not follow on the one before", async () => {
    await craftLog(folder, [name(1, 2), name(3)], (manifest) => ({
      ...manifest,
      segments: manifest.segments.slice(1),
    }));
    // Named by nobody now, it would be refused as well.
    await rm(path.join(folder, nameSegment(1, 1)));
    const cut = await refuse();
    expect(cut.place).toEqual(placeAt(nameSegment(1, 2), 1, 0));
    expect(cut.message).toMatch(/it should follow on [0-9a-f]{8}, but lines before it are missing/);
  });
});

describe("a changed line", () => {
  it.each([0, 1])("B83: is named in segment %i, sealed or last", async (number) => {
    const crafted = await craftLog(folder, [name(1, 2, 3), name(4, 5, 6)]);
    const { file = "", bytes = Buffer.alloc(0), offsets = [] } = crafted[number] ?? {};
    bytes.write("X", (offsets[1] ?? 0) + 50);
    await writeFile(path.join(folder, file), bytes);
    const { message, place } = await refuse();
    expect(place).toEqual(placeAt(file, 2, offsets[1]));
    expect(message).toContain("its checksum does not match");
  });

  it("is not what a file that can't be opened is taken for", async () => {
    await craftLog(folder, [name(1)]);
    await rm(path.join(folder, nameSegment(1, 1)));
    await mkdir(path.join(folder, nameSegment(1, 1)));
    await expect(openEventLog(folder)).rejects.toMatchObject({ code: "EISDIR" });
  });
});

describe("a sealed segment", () => {
  const SEGMENTS = [name(1, 2), name(3, 4), name(5)];
  const reseal = (seal: { bytes?: number; crc?: number }) => (manifest: Manifest) => ({
    ...manifest,
    segments: manifest.segments.map((entry, n) =>
      n === 1 && entry.seal ? { ...entry, seal: { ...entry.seal, ...seal } } : entry,
    ),
  });

  it.each([[{ bytes: 1 }], [{ crc: 1 }]])(
    "B83: is refused when it is sound but not what was sealed: %j",
    async (seal) => {
      const crafted = await craftLog(folder, SEGMENTS, reseal(seal));
      const { message, place } = await refuse();
      expect(place).toEqual(placeAt(nameSegment(1, 2), 3, crafted[1]?.bytes.length));
      expect(message).toContain("it does not end where it was sealed");
    },
  );

  it("B83: is refused when bytes follow, whole lines or not, or are missing", async () => {
    const [, second] = await craftLog(folder, SEGMENTS);
    const { file = "", bytes = Buffer.alloc(0), offsets = [] } = second ?? {};
    const write = (changed: Buffer) => writeFile(path.join(folder, file), changed);
    await write(Buffer.concat([bytes, Buffer.from("torn")]));
    const torn = await refuse();
    expect(torn.place).toEqual(placeAt(file, 3, bytes.length));
    expect(torn.message).toContain("its last line is cut off");
    await write(Buffer.concat([bytes, bytes.subarray(offsets[1])]));
    expect((await refuse()).place).toEqual(placeAt(file, 3, bytes.length));
    await write(bytes.subarray(0, -1));
    expect((await refuse()).place).toEqual(placeAt(file, 2, offsets[1]));
    await write(bytes.subarray(0, offsets[1]));
    expect((await refuse()).place).toEqual(placeAt(file, 2, offsets[1]));
    await write(Buffer.alloc(0));
    expect((await refuse()).place).toEqual(placeAt(file, 1, 0));
    await rm(path.join(folder, file));
    const missing = await refuse();
    expect(missing).toMatchObject({ place: placeAt(file, 1, 0) });
    expect(missing.message).toContain("the whole file is missing");
  });

  it("B83: without a seal, as the version before wrote it, is checked line by line and may not be torn", async () => {
    const unseal = ({ segments, ...rest }: Manifest) => ({
      ...rest,
      segments: segments.map(({ file, startCrc }) => ({ file, startCrc })),
    });
    const [, second] = await craftLog(folder, SEGMENTS, unseal);
    expect((await measure()).events).toBe(5);
    await appendFile(path.join(folder, second?.file ?? ""), "torn");
    const { message, place } = await refuse();
    expect(place).toEqual(placeAt(second?.file ?? "", 3, second?.bytes.length));
    expect(message).toContain("its last line is cut off");
  });
});

describe("a torn tail", () => {
  it.each([1, 1 << 20, (1 << 21) + 5])("B82: of %i bytes is copied, cut off and reported", async (length) => {
    const [segment] = await craftLog(folder, [name(1, 2)]);
    const { file = "", bytes = Buffer.alloc(0) } = segment ?? {};
    const tail = Buffer.alloc(length, "torn ");
    await appendFile(path.join(folder, file), tail);
    expect(await measure()).toMatchObject({ events: 2, tornBytes: length });
    const reports: LogReport[] = [];
    const log = await openEventLog(folder, { clock: { now: () => NOW }, onReport: (report) => reports.push(report) });
    const savedAs = `torn-2026-01-02T03-04-05.000Z-${file}-${bytes.length}.bin`;
    const report = {
      kind: "torn_tail_dropped",
      segment: file,
      byteOffset: bytes.length,
      bytesDropped: length,
      savedAs,
    };
    expect(reports).toContainEqual(report);
    expect((await log.stats()).tornBytesDropped).toBe(length);
    await log.close();
    expect((await readFile(path.join(folder, savedAs))).equals(tail)).toBe(true);
    expect((await readFile(path.join(folder, file))).equals(bytes)).toBe(true);
    expect((await recoverIds(folder)).reports.map(({ kind }) => kind)).toEqual(["recovered"]);
  });
});

it("a torn tail that can't be set aside stays, and the log is not opened", async () => {
  const [segment] = await craftLog(folder, [name(1, 2)]);
  const { file = "", bytes = Buffer.alloc(0) } = segment ?? {};
  await appendFile(path.join(folder, file), "torn");
  await mkdir(path.join(folder, `torn-2026-01-02T03-04-05.000Z-${file}-${bytes.length}.bin`));
  await expect(openEventLog(folder, { clock: { now: () => NOW } })).rejects.toMatchObject({ code: "EISDIR" });
  expect(await measure()).toMatchObject({ events: 2, tornBytes: 4 });
  expect((await recoverIds(folder)).ids).toEqual(["e1", "e2"]);
});

describe("what a folder holds", () => {
  it("a new log is one empty segment and a manifest that names it", async () => {
    await (await openEventLog(folder)).close();
    expect((await readdir(folder)).sort()).toEqual(["manifest.json", nameSegment(1, 1)]);
    expect(await readManifest(folder)).toEqual({
      generation: 1,
      lastSeq: 0,
      segments: [{ file: nameSegment(1, 1), startCrc: 0 }],
    });
  });

  it("segments are told from all other names", () => {
    expect(nameSegment(3, 12)).toBe("segment-000003-000012.ndjson");
    expect([nameSegment(3, 12), nameSegment(1_234_567, 7_654_321)].map(readGeneration)).toEqual([3, 1_234_567]);
    for (const other of [
      "manifest.json",
      "segment-3-12.ndjson",
      "segment-000003-12.ndjson",
      "segment-00000x-000012.ndjson",
      "segment-000003-00001x.ndjson",
      "old-segment-000003-000012.ndjson",
      "segment-000003-000012.ndjson.gz",
      "segment-000003-000012xndjson",
    ]) {
      expect(readGeneration(other)).toBeUndefined();
    }
  });

  it("a manifest that is no JSON, or has anything more, is refused; one that can't be read says why", async () => {
    expect(await readManifest(root)).toBeUndefined();
    await craftLog(folder, [name(1)]);
    const file = path.join(folder, "manifest.json");
    const good = await readFile(file, "utf8");
    for (const wrong of [
      "",
      "no",
      "null",
      "{}",
      `${good} `,
      good.trimEnd(),
      good.replace('"version":1', '"version":2'),
    ]) {
      await writeFile(file, wrong);
      expect((await refuse()).message).toBe(
        "The event log's manifest.json cannot be trusted: its checksum does not match. Nothing was changed. Restore the folder from a backup.",
      );
    }
    await rm(file);
    await mkdir(file);
    await expect(openEventLog(folder)).rejects.toMatchObject({ code: "EISDIR" });
  });
});
