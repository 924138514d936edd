import { describe, expect, it } from "vitest";
import { formatExact, formatInstant, formatRelative, nameDay, nextChangeInMs } from "./format-relative";

const now = new Date("2026-11-23T15:07:00Z");
const ago = (ms: number) => new Date(now.getTime() - ms);

describe("formatRelative", () => {
  it.each([
    [0, "now"],
    [59_000, "now"],
    [20 * 60_000, "20 min"],
    [3 * 3_600_000, "3 h"],
    [6 * 86_400_000, "6 d"],
    [7 * 86_400_000, "16 Nov"],
    [400 * 86_400_000, "19 Oct 2025"],
    [-5 * 60_000, "in 5 min"],
  ])("%d ms ago is %s", (ms, words) => {
    expect(formatRelative(ago(ms), now, "Europe/Berlin")).toBe(words);
  });

  it("takes the day from the reader's zone", () => {
    const instant = new Date("2026-10-01T23:30:00Z");
    expect(formatRelative(instant, now, "UTC")).toBe("1 Oct");
    expect(formatRelative(instant, now, "Asia/Tokyo")).toBe("2 Oct");
  });
});

describe("formatInstant", () => {
  it.each([
    { ms: 20_000, ago: "just now", at: "16:06", lasting: "less than a minute" },
    { ms: 20 * 60_000, ago: "20 min ago", at: "15:47", lasting: "20 min" },
    { ms: 20 * 3_600_000, ago: "20 h ago", at: "Sun 20:07", lasting: "20 h" },
    { ms: 6 * 86_400_000 - 1, ago: "5 d ago", at: "Tue 16:07", lasting: "5 d" },
    { ms: 7 * 86_400_000, ago: "on 16 Nov", at: "16 Nov", lasting: "7 d" },
    { ms: -3 * 86_400_000, ago: "in 3 d", at: "Thu 16:07", lasting: "3 d" },
    { ms: -9 * 86_400_000, ago: "on 2 Dec", at: "2 Dec", lasting: "9 d" },
  ])("of $ms ms before is $ago; since $at; for $lasting", ({ ms, ...forms }) => {
    const say = (form: "ago" | "at" | "lasting") => formatInstant(ago(ms), now, "Europe/Berlin", form);
    expect({ ago: say("ago"), at: say("at"), lasting: say("lasting") }).toEqual(forms);
  });
});

it("formatExact is in the reader's zone", () => {
  expect(formatExact(now, "Europe/Berlin")).toContain("16:07");
});

it("nextChangeInMs wakes when the minute turns and sleeps for good after a week", () => {
  expect(nextChangeInMs(ago(90_000), now)).toBe(30_050);
  expect(nextChangeInMs(ago(8 * 86_400_000), now)).toBeNull();
});

describe("nameDay", () => {
  it.each([
    ["2026-11-23", "Today"],
    ["2026-11-22", "Yesterday"],
    ["2026-11-17", "Tuesday"],
    ["2026-11-16", "Monday 16 Nov"],
    ["2025-11-16", "Sunday 16 Nov 2025"],
  ])("%s is %s", (date, words) => {
    expect(nameDay(date, now, "Europe/Berlin")).toBe(words);
  });

  it("counts days as the reader's calendar does", () => {
    expect(nameDay("2026-11-24", new Date("2026-11-23T23:30:00Z"), "Europe/Berlin")).toBe("Today");
  });
});
