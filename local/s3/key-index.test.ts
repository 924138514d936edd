import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BucketUsage } from "./bucket-usage";
import { compareUtf8, KeyIndex } from "./key-index";
import { listKeys } from "./listing";
import { WriteGate } from "./write-gate";

const letters = ["a", "b", "/", "é", "\uFFFD", "\u{1F3B5}", "\uE000", "-"];
const key = fc.array(fc.constantFrom(...letters), { minLength: 1, maxLength: 6 }).map((parts) => parts.join(""));
const entry = (name: string) => ({ key: name, id: name, sizeBytes: 1, etag: "", modifiedAt: "" });
const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

function bucketOf(index: KeyIndex) {
  const at = "";
  const usage = new BucketUsage(Number.POSITIVE_INFINITY);
  return {
    name: "b",
    objects: at,
    data: at,
    uploads: at,
    temporary: at,
    index,
    usage,
    gate: new WriteGate(),
    isDamaged: false,
  };
}

/** What S3 describes, with no thought of cost: sort, fold, drop what is not after the token. */
function listByModel(keys: string[], prefix: string, delimiter: string): string[] {
  const folded = keys
    .filter((name) => name.startsWith(prefix))
    .sort(byBytes)
    .map((name) => {
      const at = delimiter === "" ? -1 : name.indexOf(delimiter, prefix.length);
      return at < 0 ? name : name.slice(0, at + delimiter.length);
    });
  return [...new Set(folded)];
}

describe("the index", () => {
  it("orders as UTF-8 bytes do", () => {
    fc.assert(
      fc.property(key, key, (a, b) => {
        expect(Math.sign(compareUtf8(a, b))).toBe(Math.sign(byBytes(a, b)));
      }),
    );
  });

  it("holds what was set and not removed, in order, whatever came in between", () => {
    const step = fc.tuple(fc.boolean(), key);
    fc.assert(
      fc.property(fc.array(key, { maxLength: 20 }), fc.array(step, { maxLength: 40 }), (first, steps) => {
        const model = new Set(first);
        const index = new KeyIndex();
        index.load([...model].map(entry));
        for (const [isSet, name] of steps) {
          if (isSet) index.set(entry(name));
          else index.remove(name);
          if (isSet) model.add(name);
          else model.delete(name);
        }
        expect([...index.ids()]).toEqual([...model].sort(byBytes));
      }),
    );
  });

  it("pages through any prefix and delimiter as a list that is folded whole", () => {
    const input = [
      fc.uniqueArray(key, { maxLength: 30 }),
      fc.constantFrom("", "a", "/", "a/", "é"),
      fc.integer(),
    ] as const;
    fc.assert(
      fc.property(...input, fc.constantFrom("", "/", "b", "a/"), (keys, prefix, seed, delimiter) => {
        const index = new KeyIndex();
        index.load(keys.map(entry));
        const maxKeys = 1 + (Math.abs(seed) % 4);
        const found: string[] = [];
        let after = "";
        for (;;) {
          const page = listKeys(bucketOf(index), { prefix, delimiter, after, maxKeys });
          const names = [...page.objects.map((object) => object.key), ...page.commonPrefixes];
          expect(names.length).toBeLessThanOrEqual(maxKeys);
          found.push(...names.sort(byBytes));
          if (page.last === null) break;
          after = page.last;
        }
        expect(found).toEqual(listByModel(keys, prefix, delimiter));
      }),
    );
  });
});
