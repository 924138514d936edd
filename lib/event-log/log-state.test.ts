import { mkdtemp, open, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { crc32 } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { EventIndex } from "./event-index";
import { encodeBody, encodeLine } from "./format";
import { closeSegments, collectRun, describeState, type LogState, readPlace, readRun, scanEvents } from "./log-state";
import { recoverLog } from "./recovery";
import { type CraftedSegment, craftLog } from "./testing/craft-log";
import { readDamagePlace } from "./testing/damage";
import { listOpenFiles } from "./testing/open-files";
import { readEvents } from "./testing/read-events";

let folder: string;
let state: LogState;
let segments: CraftedSegment[];
const CHUNK = 256 * 1024;
const name = (...seqs: number[]) => seqs.map((seq) => ({ seq, id: `e${seq}` }));

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "event-log-state-"));
  segments = await craftLog(folder, [name(1, 2, 3), name(4, 5, 8), name(9)]);
  ({ state } = await recoverLog(folder, new Date(0), () => undefined));
});
afterEach(async () => {
  await closeSegments(state.segments);
  expect(listOpenFiles(folder)).toEqual([]);
  await rm(folder, { recursive: true, force: true });
});

function placeAt(slot: number) {
  const place = state.index.at(slot);
  if (!place) throw new Error(`There is no slot ${slot}.`);
  return place;
}

it("tells the manifest every segment, with a seal but for the last", () => {
  const seal = (n: number) => {
    const { bytes = Buffer.alloc(0) } = segments[n] ?? {};
    return { bytes: bytes.length, crc: crc32(bytes) };
  };
  expect(describeState(state)).toEqual({
    generation: 1,
    lastSeq: 9,
    segments: [
      { file: segments[0]?.file, startCrc: 0, seal: seal(0) },
      { file: segments[1]?.file, startCrc: placeAt(2).crc, seal: seal(1) },
      { file: segments[2]?.file, startCrc: placeAt(5).crc },
    ],
  });
});

describe("a run", () => {
  /** The slots of runs, one after the other, over events of these lengths and segments. */
  function collectAll(events: { length: number; segment?: number }[]): number[][] {
    const index = new EventIndex();
    let offset = 0;
    for (const [n, { length, segment = 0 }] of events.entries()) {
      index.add(`e${n}`, { seq: n + 1, segment, offset, length, crc: n });
      offset += length;
    }
    const runs: number[][] = [];
    for (let slot = 0; slot < index.size; slot += runs.at(-1)?.length ?? 1) {
      runs.push(collectRun(index, slot).map((place) => place.slot));
    }
    expect(collectRun(index, index.size)).toEqual([]);
    return runs;
  }

  it.each([
    [
      "is up to a chunk, to the byte",
      [CHUNK - 2, 1, 1, 1, 5],
      [
        [0, 1, 2],
        [3, 4],
      ],
    ],
    ["is one event that is longer than a chunk", [CHUNK + 1, 2, CHUNK, 1, CHUNK * 3], [[0], [1], [2], [3], [4]]],
  ])("%s", (_name, lengths, runs) => {
    expect(collectAll(lengths.map((length) => ({ length })))).toEqual(runs);
  });

  it("ends with its segment", () => {
    const events = [0, 0, 1, 2, 2, 2].map((segment) => ({ length: 10, segment }));
    expect(collectAll(events)).toEqual([[0, 1], [2], [3, 4, 5]]);
  });

  it("is read at once, each event with the bytes of its line", async () => {
    const run = collectRun(state.index, 4);
    const found = await readRun(state, run);
    expect(found.map(({ event }) => event.seq)).toEqual([5, 8]);
    const { bytes = Buffer.alloc(0), offsets = [] } = segments[1] ?? {};
    expect(Buffer.concat(found.map((line) => line.bytes))).toEqual(bytes.subarray(offsets[1]));
    expect(found[0]?.bytes).toEqual(bytes.subarray(offsets[1], offsets[2]));
    expect(await readRun(state, [])).toEqual([]);
  });
});

it("gives events in order from a number on, also from one that no event has", async () => {
  const list = async (from: number) => (await readEvents(scanEvents(() => state, from))).map(({ seq }) => seq);
  expect(await list(0)).toEqual([1, 2, 3, 4, 5, 8, 9]);
  expect(await list(6)).toEqual([8, 9]);
  expect(await list(10)).toEqual([]);
});

describe("bytes that change while the log is open", () => {
  async function change(segment: number, at: number, bytes: Buffer): Promise<void> {
    const handle = await open(path.join(folder, segments[segment]?.file ?? ""), "r+");
    await handle.write(bytes, 0, bytes.length, at);
    await handle.close();
  }

  it.each([
    [0, 0],
    [2, 2],
    [4, 1],
  ])("B83: are not served, and are named by segment, line and byte: slot %i", async (slot, line) => {
    const place = placeAt(slot);
    await change(place.segment, place.offset + 50, Buffer.from("X"));
    for (const reading of [() => readPlace(state, place), () => readRun(state, collectRun(state.index, slot))]) {
      const error: unknown = await reading().catch((caught: unknown) => caught);
      const expected = {
        segment: segments[place.segment]?.file,
        line: String(line + 1),
        byteOffset: String(place.offset),
      };
      expect(readDamagePlace(error)).toEqual(expected);
      expect((error as Error).message).toContain("its bytes changed while the log was open");
    }
    expect((await readPlace(state, placeAt(1))).id).toBe("e2");
  });

  it("B83: are not served when they are another event that would fit there", async () => {
    const place = placeAt(4);
    const body = encodeBody({ id: "e5", type: "noted", data: null }, new Date("2026-01-02T03:04:05.000Z"));
    const other = encodeLine(6, body, place.previousCrc).bytes;
    expect(other.length).toBe(place.length);
    await change(1, place.offset, other);
    await expect(readPlace(state, place)).rejects.toMatchObject({ reason: "log_damaged" });
  });

  it("are not served when they are gone", async () => {
    const file = path.join(folder, segments[2]?.file ?? "");
    const bytes = await readFile(file);
    await writeFile(file, bytes.subarray(0, -1));
    await expect(readPlace(state, placeAt(6))).rejects.toMatchObject({ reason: "log_damaged" });
    await expect(readPlace(state, { ...placeAt(6), segment: 7 })).rejects.toThrow(
      "An indexed event lies in a segment.",
    );
  });
});
