import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeId, hashId, type IdBytes, isSameId } from "./event-id";
import { EventIndex } from "./event-index";
import { IdTable } from "./id-table";
import { PAGE_SLOTS } from "./index-page";

/** Where the id stands in a line. */
function placeId(id: string): IdBytes {
  const bytes = Buffer.from(`{"id":${JSON.stringify(id)},`);
  return { bytes, start: 7, end: bytes.length - 2 };
}

const placeOf = (n: number) => ({
  seq: n * 2 + 1,
  segment: n % 3,
  offset: n * 100,
  length: 100,
  crc: (n * 7919) >>> 0,
});
const EVENTS = PAGE_SLOTS * 2 + 5;
const nameEvent = (n: number) => `é${n}"${"x".repeat(n % 40)}`;

function checkAll(index: EventIndex): void {
  expect(index.size).toBe(EVENTS);
  expect(index.bytes).toBe(EVENTS * 100);
  const numbers = Array.from({ length: EVENTS }, (_, n) => n);
  const places = numbers.map((n) => ({ slot: n, ...placeOf(n), previousCrc: n === 0 ? 0 : placeOf(n - 1).crc }));
  expect(numbers.map((n) => index.find(nameEvent(n)))).toEqual(places);
  for (const n of [0, 7, EVENTS - 1]) expect(index.has(nameEvent(n))).toBe(true);
  expect(index.has("unknown")).toBe(false);
  expect(index.find("unknown")).toBeUndefined();
  expect(index.has("x".repeat(5000))).toBe(false);
  expect(index.at(EVENTS)).toBeUndefined();
  expect(index.at(-1)).toBeUndefined();
}

describe("the index", () => {
  it("finds every event over many pages, added one by one or many at once", () => {
    const single = new EventIndex();
    const many = new EventIndex();
    let added = 0;
    for (let n = 0; n < EVENTS; n += 1) {
      if (single.add(nameEvent(n), placeOf(n))) added += 1;
      many.put(placeId(nameEvent(n)), placeOf(n));
    }
    expect(added).toBe(EVENTS);
    expect(many.has(nameEvent(7))).toBe(false);
    expect(many.link()).toBe(-1);
    checkAll(single);
    checkAll(many);
  });

  it("keeps the first of two equal ids, and tells the slot of the second in a batch", () => {
    const index = new EventIndex();
    expect(index.add("one", placeOf(0))).toBe(true);
    expect(index.add("one", placeOf(1))).toBe(false);
    expect([index.size, index.bytes, index.find("one")?.seq]).toEqual([1, 100, 1]);
    index.put(placeId("two"), placeOf(1));
    index.put(placeId("one"), placeOf(2));
    expect(index.link()).toBe(2);
  });

  it("finds the first slot from a number on", () => {
    const index = new EventIndex();
    for (let n = 0; n < 9; n += 1) index.add(`e${n}`, placeOf(n));
    expect([0, 1, 2, 3, 16, 17, 18].map((seq) => index.findSlotFrom(seq))).toEqual([0, 0, 1, 1, 8, 8, 9]);
    expect(() => index.readSeq(PAGE_SLOTS)).toThrow(new RangeError("There is no slot 4096."));
    expect(() => index.add("x".repeat(5000), placeOf(9))).toThrow("An id was measured before it was written.");
    expect(index.size).toBe(9);
  });

  it("tells ids apart that share a hash", () => {
    const ids = ["a", "b", "ab"].map(placeId);
    const table = new IdTable((slot) => ids[slot] ?? placeId(""));
    for (const [slot, id] of ids.entries()) {
      expect(table.find(42, id)).toBe(-1);
      table.add(42, slot);
    }
    expect(ids.map((id) => table.find(42, id))).toEqual([0, 1, 2]);
    expect(table.find(42, placeId("c"))).toBe(-1);
    expect(table.addMany(new Uint32Array([42]), 1)).toBe(1);
  });

  it("writes an id as its line does, whatever it holds, and spreads hashes by the seed", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", minLength: 1 }), fc.string({ minLength: 1 }), (id, other) => {
        const bytes = encodeId(id);
        if (!bytes) throw new Error("A short id has bytes.");
        expect(isSameId(bytes, placeId(id))).toBe(true);
        expect(hashId(bytes, 7)).toBe(hashId(placeId(id), 7));
        expect(isSameId(placeId(id), placeId(other))).toBe(id === other);
      }),
    );
    const hashes = new Set(Array.from({ length: 1000 }, (_, n) => hashId(placeId(`e${n}`), 1) & 255));
    expect(hashes.size).toBeGreaterThan(220);
    expect(hashId(placeId("e"), 1)).not.toBe(hashId(placeId("e"), 2));
  });
});
