import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createLatestOnly } from "./latest-only";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it("passes one value at a time, drops what comes too soon, and survives a failing report", async () => {
  const told: number[] = [];
  const errors: unknown[] = [];
  let isRunning = false;
  const latest = createLatestOnly<number>({
    everyMs: 20,
    onError: (error) => errors.push(error),
    report: async (value) => {
      expect(isRunning).toBe(false);
      isRunning = true;
      await new Promise((resolve) => setTimeout(resolve, 5));
      isRunning = false;
      told.push(value);
      if (value === 1) throw new Error("the first one fails");
    },
  });
  latest.push(0);
  await vi.advanceTimersByTimeAsync(30);
  latest.push(1);
  latest.push(2);
  await vi.advanceTimersByTimeAsync(5);
  await latest.settle();
  latest.push(3);
  await vi.advanceTimersByTimeAsync(30);
  latest.push(4);
  await vi.advanceTimersByTimeAsync(5);
  await latest.settle();
  await latest.settle();
  expect(told).toEqual([1, 4]);
  expect(errors).toHaveLength(1);
});
