import { describe, expect, it } from "vitest";
import { copyAndHashId, encodeId, hashId, type IdBytes, isSameId, MAX_ID_CHARS } from "./event-id";

/** An id somewhere in a buffer. */
function place(text: string, before = "before "): IdBytes {
  const start = Buffer.byteLength(before);
  return { bytes: Buffer.from(`${before}${text} after`), start, end: start + Buffer.byteLength(text) };
}

const readText = (id: IdBytes | undefined) => id && id.bytes.toString("utf8", id.start, id.end);

describe("an id's bytes", () => {
  it.each(["a", 'quo"ted', "back\\slash", "é🎉", "\n\u0000", "\ud800"])("are those of its line: %j", (id) => {
    expect(readText(encodeId(id))).toBe(JSON.stringify(id).slice(1, -1));
  });

  it("are whole for the longest id, however it is escaped, and none for a longer one", () => {
    for (const sign of ["x", "é", "\u0000"]) {
      const longest = sign.repeat(MAX_ID_CHARS);
      expect(readText(encodeId(longest))).toBe(JSON.stringify(longest).slice(1, -1));
      expect(encodeId(`${longest}x`)).toBeUndefined();
    }
  });

  it("are the same when all of them are", () => {
    expect(isSameId(place("abc"), place("abc", "elsewhere "))).toBe(true);
    expect(isSameId(place(""), place("", "elsewhere "))).toBe(true);
    for (const other of ["abd", "bbc", "ab", "abcd", ""]) expect(isSameId(place("abc"), place(other))).toBe(false);
  });
});

/** As MurmurHash3 mixes 32 bits, in arithmetic that can't overflow. */
function mix(hash: bigint): bigint {
  let mixed = ((hash ^ (hash >> 16n)) * 0x85ebca6bn) & 0xffffffffn;
  mixed = ((mixed ^ (mixed >> 13n)) * 0xc2b2ae35n) & 0xffffffffn;
  return mixed ^ (mixed >> 16n);
}

describe("an id's hash", () => {
  /** Published values of FNV-1a with this basis. */
  const BASIS = 0x811c9dc5;
  it.each([
    ["", 0x811c9dc5n],
    ["a", 0xe40c292cn],
    ["foobar", 0xbf9cf968n],
  ])("is FNV-1a, mixed so that each bit counts: %j", (text, fnv) => {
    expect(hashId(place(text), BASIS)).toBe(Number(mix(fnv)));
  });

  it("is the same when the id is copied meanwhile, and the copy is whole", () => {
    const target = Buffer.alloc(20, "-");
    expect(copyAndHashId(place("foobar"), target, 3, BASIS)).toBe(hashId(place("foobar"), BASIS));
    expect(target.toString()).toBe("---foobar-----------");
  });
});
