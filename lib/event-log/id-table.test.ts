import { beforeEach, describe, expect, it } from "vitest";
import type { IdBytes } from "./event-id";
import { IdTable } from "./id-table";

let table: IdTable;
const COUNT = 250;

function makeId(text: string): IdBytes {
  const bytes = Buffer.from(text);
  return { bytes, start: 0, end: bytes.length };
}
const idOf = (slot: number) => makeId(`id ${slot}`);

beforeEach(() => {
  table = new IdTable(idOf);
});

/** Ways in which hashes of many ids can lie. */
const HASHES: [string, (slot: number) => number][] = [
  ["spread", (slot) => Math.imul(slot + 1, 0x9e3779b1) >>> 0],
  ["in one shard", (slot) => ((slot << 8) | 5) >>> 0],
  ["all the same", () => 0xfffffa07],
  ["at the very end of a shard", (slot) => (0xffffff00 - ((slot % 3) << 8)) >>> 0],
  ["zero", () => 0],
];

describe.each(HASHES)("hashes that are %s", (_name, hashOf) => {
  const slots = Array.from({ length: COUNT }, (_, slot) => slot);
  const checkAll = () => {
    expect(slots.map((slot) => table.find(hashOf(slot), idOf(slot)))).toEqual(slots);
    for (const slot of [0, COUNT - 1]) expect(table.find(hashOf(slot), makeId("unknown"))).toBe(-1);
    expect(table.find(0x12345678, idOf(3))).toBe(-1);
  };

  it("lead to each slot, added one by one", () => {
    for (const slot of slots) {
      expect(table.find(hashOf(slot), idOf(slot))).toBe(-1);
      table.add(hashOf(slot), slot);
      expect(table.find(hashOf(slot), idOf(slot))).toBe(slot);
    }
    checkAll();
  });

  it("lead to each slot, added in batches of any size, and single ones between", () => {
    expect(table.addMany(new Uint32Array(0), 0)).toBe(-1);
    for (let from = 0, size = 1; from < COUNT; size *= 3) {
      const batch = slots.slice(from, from + size);
      expect(table.addMany(Uint32Array.from(batch, hashOf), from)).toBe(-1);
      from += batch.length;
      if (from < COUNT) table.add(hashOf(from), from);
      from += 1;
    }
    checkAll();
  });
});

describe("an id that is there twice", () => {
  it.each([
    [
      "before a batch",
      [0, 1, 2, 1],
      [
        [0, 1],
        [2, 3],
      ],
      3,
    ],
    ["in one batch", [0, 1, 2, 0], [[0, 1, 2, 3]], 3],
    ["not, with the hash of another", [0, 1, 2, 3], [[0, 1, 2, 3]], -1],
  ])("%s is told by the slot of the later one", (_name, names, batches, expected) => {
    const found = [7, 0x1007].map((step) => {
      const doubled = new IdTable((slot) => makeId(String(names[slot])));
      const hashOf = (slot: number) => (step === 7 ? 7 : (names[slot] ?? 0) * step);
      const answers = batches.map((batch) => doubled.addMany(Uint32Array.from(batch, hashOf), batch[0] ?? 0));
      return answers.at(-1);
    });
    expect(found).toEqual([expected, expected]);
  });
});

it("looks at an id's bytes only where its whole hash is the same", () => {
  let looks = 0;
  const counting = new IdTable((slot) => {
    looks += 1;
    return idOf(slot);
  });
  // All in one shard, so that they meet in its places.
  const hashes = Uint32Array.from({ length: COUNT }, (_, slot) => ((slot << 24) | (slot << 16) | 5) >>> 0);
  expect(counting.addMany(hashes.subarray(0, 100), 0)).toBe(-1);
  expect(looks).toBe(0);
  for (let slot = 0; slot < 100; slot += 1) expect(counting.find(hashes[slot] ?? 0, idOf(slot))).toBe(slot);
  expect(looks).toBe(100);
});
