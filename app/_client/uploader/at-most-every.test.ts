import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { atMostEvery } from "./at-most-every";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it("what is told at most every so often loses no last value", () => {
  const told: number[] = [];
  const tell = atMostEvery<number>(100, (value) => told.push(value));
  for (const value of [1, 2, 3]) tell(value);
  expect(told).toEqual([1]);
  vi.advanceTimersByTime(100);
  expect(told).toEqual([1, 3]);
  vi.advanceTimersByTime(1000);
  tell(4);
  expect(told).toEqual([1, 3, 4]);
});
