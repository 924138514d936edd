import { describe, expect, it } from "vitest";
import { readNextPath } from "./next-path";

describe("readNextPath", () => {
  it.each([
    ["/projects/1?at=2#c", "/projects/1?at=2#c"],
    ["//evil.example", "/"],
    ["/\\evil.example", "/"],
    ["https://evil.example/", "/"],
    ["javascript:alert(1)", "/"],
    ["/a/../../b", "/b"],
    [undefined, "/"],
    [["/a"], "/"],
  ])("leads %j to %j", (given, wanted) => {
    expect(readNextPath(given)).toBe(wanted);
  });
});
