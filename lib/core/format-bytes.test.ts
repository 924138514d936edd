import { describe, expect, it } from "vitest";
import { formatBytes } from "./format-bytes";

describe("formatBytes", () => {
  it.each([
    [0, "0 KB"],
    [1, "1 KB"],
    [1500, "2 KB"],
    [999_000, "999 KB"],
    [999_001, "1 MB"],
    [1_234_567, "1.23 MB"],
    [12_345_678, "12.3 MB"],
    [123_456_789, "123 MB"],
    [2 * 1024 ** 3, "2.15 GB"],
    [1e12, "1 TB"],
    [1e16, "10,000 TB"],
  ])("writes %d bytes as %s", (bytes, words) => {
    expect(formatBytes(bytes)).toBe(words);
  });
});
