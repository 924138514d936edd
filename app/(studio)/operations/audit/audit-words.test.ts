import { describe, expect, it } from "vitest";
import { describeChange } from "./audit-words";

describe("a change", () => {
  it("is told with the values before and after, in units", () => {
    const change = { before: { quotaBytes: null }, after: { quotaBytes: 5_000_000_000 } };
    expect(describeChange(change)).toBe("room: as configured → 5 GB");
  });

  it("is told as it is when only one side is known, and not at all when none is", () => {
    expect(describeChange({ before: null, after: { lanes: ["bulk", "transactional"] } })).toBe(
      "which: digests and account mail",
    );
    expect(describeChange({ before: { reason: null }, after: null })).toBe("reason: none");
    expect(describeChange({ before: null, after: null })).toBe("");
  });
});
