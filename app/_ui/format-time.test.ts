import { describe, expect, it } from "vitest";
import { formatTime, speakTime } from "./format-time";

describe("formatTime", () => {
  it.each([
    [0, 0, "0:00"],
    [192, 0, "3:12"],
    [79.4, 1, "1:19.4"],
    [79.999, 1, "1:19.9"],
    [59.999, 0, "0:59"],
    [3725, 0, "1:02:05"],
    [0.0009, 3, "0:00.000"],
    [-3, 1, "0:00.0"],
    [Number.NaN, 0, "0:00"],
    [Number.POSITIVE_INFINITY, 0, "0:00"],
  ] as const)("%d with %d decimals is %s", (sec, decimals, text) => {
    expect(formatTime(sec, decimals)).toBe(text);
  });
});

describe("speakTime", () => {
  it.each([
    [0, "0 seconds"],
    [61, "1 minute 1 second"],
    [3600, "1 hour"],
    [79.9, "1 minute 19 seconds"],
  ])("%d is %s", (sec, text) => {
    expect(speakTime(sec)).toBe(text);
  });
});
