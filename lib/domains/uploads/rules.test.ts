import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { describeReason, findMissingParts, hasEnded, partSize, planParts } from "./rules";
import { MAX_FILE_BYTES, PART_SIZE_BYTES } from "./schema";

const sizes = fc.integer({ min: 1, max: MAX_FILE_BYTES });

function plan(sizeBytes: number) {
  return { sizeBytes: BigInt(sizeBytes), ...planParts(sizeBytes) };
}
function allParts(sizeBytes: number) {
  const planned = plan(sizeBytes);
  return Array.from({ length: planned.partCount }, (_, i) => ({
    number: i + 1,
    sizeBytes: partSize(planned, i + 1) ?? 0,
  }));
}

describe("the parts of a file", () => {
  it("add up to the file, all alike but the last, which is no larger", () => {
    fc.assert(
      fc.property(sizes, (sizeBytes) => {
        const parts = allParts(sizeBytes);
        expect(parts.reduce((sum, part) => sum + part.sizeBytes, 0)).toBe(sizeBytes);
        expect(parts.slice(0, -1).every((part) => part.sizeBytes === PART_SIZE_BYTES)).toBe(true);
        const last = parts.at(-1)?.sizeBytes ?? 0;
        expect(last).toBeGreaterThan(0);
        expect(last).toBeLessThanOrEqual(PART_SIZE_BYTES);
      }),
    );
  });

  it("exist from 1 to their count only", () => {
    const planned = plan(PART_SIZE_BYTES + 1);
    expect([0, 1, 2, 3].map((number) => partSize(planned, number))).toEqual([null, PART_SIZE_BYTES, 1, null]);
  });

  it("are missing when they are not there or of another size, and strangers don't count", () => {
    fc.assert(
      fc.property(sizes, fc.nat(), (sizeBytes, seed) => {
        const parts = allParts(sizeBytes);
        const number = (seed % parts.length) + 1;
        expect(findMissingParts(plan(sizeBytes), parts)).toEqual([]);
        const without = parts.filter((part) => part.number !== number);
        expect(findMissingParts(plan(sizeBytes), without)).toEqual([number]);
        const odd = { number, sizeBytes: (parts[number - 1]?.sizeBytes ?? 0) + 1 };
        expect(findMissingParts(plan(sizeBytes), [...without, odd])).toEqual([number]);
        const extra = { number: parts.length + 1, sizeBytes: 1 };
        expect(findMissingParts(plan(sizeBytes), [...parts, extra])).toEqual([]);
      }),
    );
  });
});

describe("how an upload ends", () => {
  it("is told in words where we know the reason", () => {
    expect(describeReason("not_audio")).toContain("sound file");
    expect(describeReason("something_else")).toBeNull();
    expect(describeReason(null)).toBeNull();
  });

  it("without a version is for good", () => {
    const states = ["reserved", "open", "completing", "stored", "rejected", "failed", "cancelled", "expired"] as const;
    expect(states.filter(hasEnded)).toEqual(["rejected", "failed", "cancelled", "expired"]);
  });
});
