import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findLastTickMs, findNextTickMs, parseCron } from "@/lib/core/cron-expression";
import { computeBackoffMs, computeUnreachableDelayMs, parseRetryAfterMs } from "./backoff";
import { parseDurationMs, parseInstantMs } from "./durations";
import { bindCondition, isConditionMet, parseCondition, parseOperand } from "./expressions";
import { Heap } from "./heap";

describe("expressions", () => {
  it("binds the first event and compares the later one", () => {
    const condition = parseCondition('event.data.id == async.data.id && async.data["kind"] == "a && b"');
    const bound = bindCondition(condition, { data: { id: 1 } });
    expect(bound).not.toBeNull();
    expect(isConditionMet(bound ?? [], { async: { data: { id: 1, kind: "a && b" } } })).toBe(true);
    expect(isConditionMet(bound ?? [], { async: { data: { id: 2, kind: "a && b" } } })).toBe(false);
    expect(bindCondition(condition, { data: {} })).toBeNull();
  });

  it.each([
    "event.data.a > 1",
    "size(event.data.a) == 1",
    "event.data.a",
    "a == b == c",
    "event == 1",
    "true ? 1 : 2 == 1",
  ])("refuses %s", (text) => expect(() => parseCondition(text)).toThrow());

  it("reads no inherited property and equates no missing values", () => {
    expect(
      isConditionMet(parseCondition("event.data.constructor == event.data.constructor"), { event: { data: {} } }),
    ).toBe(false);
    expect(parseOperand("'x'")).toEqual({ value: "x" });
  });
});

describe("time", () => {
  it("reads durations and instants", () => {
    expect(parseDurationMs("1h30m")).toBe(5_400_000);
    expect(parseDurationMs("1h 30m")).toBeUndefined();
    expect(parseInstantMs("2026-01-01T00:00:00Z", 0)).toBe(Date.UTC(2026, 0, 1));
    expect(parseInstantMs("soon", 0)).toBeUndefined();
  });

  it("backs off by the table, with jitter, and clamps retry-after", () => {
    const waits = [0, 1, 2, 3, 9, 20].map((attempt) => computeBackoffMs(attempt, () => 0) / 1_000);
    expect(waits).toEqual([15, 30, 60, 120, 7_200, 7_200]);
    expect(computeBackoffMs(0, () => 0.999)).toBeLessThan(45_000);
    expect([0, 1, 2, 3, 4, 99].map((tries) => computeUnreachableDelayMs(tries))).toEqual([
      1_000, 2_000, 5_000, 10_000, 15_000, 15_000,
    ]);
    expect(parseRetryAfterMs("0", 0)).toBe(1_000);
    expect(parseRetryAfterMs("9999999", 0)).toBe(24 * 3_600_000);
    expect(parseRetryAfterMs("Thu, 01 Jan 1970 00:01:00 GMT", 0)).toBe(60_000);
    expect(parseRetryAfterMs("never", 0)).toBeUndefined();
  });

  it("B55: gives each day one tick, also when the clocks change", () => {
    const text = "TZ=Europe/Paris 30 2 * * *";
    const ticks: string[] = [];
    let at: number | null = Date.parse("2026-10-23T12:00:00Z");
    for (let day = 0; day < 4 && at !== null; day++) {
      at = findNextTickMs(text, at);
      if (at !== null) ticks.push(new Date(at).toISOString());
    }
    expect(ticks.map((tick) => tick.slice(0, 10))).toEqual(["2026-10-24", "2026-10-25", "2026-10-26", "2026-10-27"]);
    const last = findLastTickMs(text, Date.parse("2026-03-29T12:00:00Z")) ?? 0;
    expect(new Date(last).toISOString()).toBe("2026-03-29T01:00:00.000Z");
    expect(findLastTickMs(text, last)).toBe(last);
  });

  it.each(["0 0 6 * * *", "TZ=Nowhere/Else 0 6 * * *", "61 * * * *", "soon"])("refuses the cron %s", (text) => {
    expect(() => parseCron(text)).toThrow();
  });
});

describe("heap", () => {
  it("gives entries in order, whatever the order they came in", () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), (values) => {
        const heap = new Heap<number>((a, b) => a - b);
        for (const value of values) heap.push(value);
        const taken = values.map(() => heap.pop());
        expect(taken).toEqual([...values].sort((a, b) => a - b));
        expect(heap.pop()).toBeUndefined();
      }),
    );
  });
});
