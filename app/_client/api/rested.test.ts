import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createRested } from "./rested";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it("what is asked for again and again is done at once, and once more after a rest", async () => {
  const run = vi.fn(() => Promise.resolve());
  const { ask } = createRested(run);
  for (let asked = 0; asked < 200; asked++) ask();
  expect(run).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(700);
  expect(run).toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(run).toHaveBeenCalledTimes(2);
  ask();
  expect(run).toHaveBeenCalledTimes(3);
});

it("what takes long rests long, and what fails is done again", async () => {
  const run = vi.fn(async () => {
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    throw new Error("not now");
  });
  const { ask } = createRested(run);
  ask();
  await vi.advanceTimersByTimeAsync(500);
  ask();
  await vi.advanceTimersByTimeAsync(4_400);
  expect(run).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(200);
  expect(run).toHaveBeenCalledTimes(2);
});

it("what was stopped is not done any more", async () => {
  const run = vi.fn(() => Promise.resolve());
  const { ask, stop } = createRested(run);
  ask();
  ask();
  stop();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(run).toHaveBeenCalledTimes(1);
});
