import { describe, expect, it } from "vitest";
import { readOffset } from "./export-words";

describe("where a timeline begins", () => {
  it.each([
    ["", 0],
    ["90", 90],
    ["1:00:00", 3600],
    ["1:05.5", 65.5],
    [" 0:10,25 ", 10.25],
  ])("%j is %d seconds", (text, seconds) => {
    expect(readOffset(text)).toBe(seconds);
  });

  it.each(["one", "1:2:3:4", "-1", "1::2", "1:00:00:12"])("%j is none", (text) => {
    expect(readOffset(text)).toBeNaN();
  });
});
