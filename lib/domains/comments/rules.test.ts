import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AppError } from "@/lib/core/errors";
import { canDeleteRemark, canEditRemark, placeInMs } from "./rules";

function fieldOf(work: () => unknown): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return error instanceof AppError ? error.fields[0]?.field : "unexpected";
  }
}

describe("a place", () => {
  it("is rounded to whole milliseconds and never lies past the end", () => {
    const seconds = fc.double({ min: 0, max: 200, noNaN: true });
    fc.assert(
      fc.property(seconds, (startSec) => {
        const { startMs } = placeInMs({ startSec, endSec: null }, 200);
        expect(Number.isInteger(startMs)).toBe(true);
        expect(startMs).toBeLessThanOrEqual(200_000);
        expect(Math.abs((startMs ?? 0) - startSec * 1000)).toBeLessThanOrEqual(0.5);
      }),
    );
  });

  it("may overshoot the end by the second that previews add, no more", () => {
    expect(placeInMs({ startSec: 10.9, endSec: null }, 10)).toEqual({ startMs: 10_000, endMs: null });
    expect(fieldOf(() => placeInMs({ startSec: 11.1, endSec: null }, 10))).toBe("startSec");
    expect(fieldOf(() => placeInMs({ startSec: 1, endSec: 11.1 }, 10))).toBe("endSec");
    expect(placeInMs({ startSec: 11.1, endSec: 12 }, null)).toEqual({ startMs: 11_100, endMs: 12_000 });
  });

  it("needs a length when it is a range", () => {
    expect(fieldOf(() => placeInMs({ startSec: 1, endSec: 1.0004 }, 10))).toBe("endSec");
    expect(fieldOf(() => placeInMs({ startSec: 10.2, endSec: 10.5 }, 10))).toBe("endSec");
    expect(placeInMs({ startSec: 1, endSec: 1.0006 }, 10)).toEqual({ startMs: 1000, endMs: 1001 });
  });

  it("may be none", () => {
    expect(placeInMs({ startSec: null, endSec: null }, 10)).toEqual({ startMs: null, endMs: null });
  });
});

it("words are changed by who wrote them, and taken back by them or the owner", () => {
  const owner = { accountId: "o", role: "owner" };
  expect([canEditRemark({ accountId: "a" }, "a"), canEditRemark(owner, "a")]).toEqual([true, false]);
  expect(canDeleteRemark({ accountId: "a", role: "commenter" }, "a")).toBe(true);
  expect(canDeleteRemark({ accountId: "b", role: "editor" }, "a")).toBe(false);
  expect(canDeleteRemark(owner, "a")).toBe(true);
});
