import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { INLINE_MAX_BYTES, InlineIo, watchDiskReads } from "./inline-io";

let nowMs = 1000;
beforeEach(() => {
  vi.spyOn(performance, "now").mockImplementation(() => nowMs);
});
afterEach(() => vi.restoreAllMocks());

/** A call that takes so long. */
const take = (ms: number) => () => {
  nowMs += ms;
  return ms;
};

it("makes small calls in place, and leaves big ones to the thread pool", () => {
  const io = new InlineIo(2);
  expect([io.canRun(0), io.canRun(INLINE_MAX_BYTES), io.canRun(INLINE_MAX_BYTES + 1)]).toEqual([true, true, false]);
  expect(io.run(take(2))).toBe(2);
  expect(io.canRun(1)).toBe(true);
});

it("pauses after the second slow call among few for twenty times what it took, also when it failed", () => {
  const io = new InlineIo(2);
  io.run(take(3));
  expect(io.canRun(1)).toBe(true);
  for (let quick = 0; quick < 7; quick += 1) io.run(take(1));
  io.run(take(3));
  nowMs += 59;
  expect(io.canRun(1)).toBe(false);
  nowMs += 1;
  expect(io.canRun(1)).toBe(true);
  const fail = () => {
    take(5)();
    throw new RangeError("no");
  };
  expect(() => io.run(fail)).toThrow(RangeError);
  expect(io.canRun(1)).toBe(false);
});

it("pardons one slow call in nine: a quick disk has its moments", () => {
  const io = new InlineIo(2);
  for (let round = 0; round < 5; round += 1) {
    io.run(take(30));
    expect(io.canRun(1)).toBe(true);
    for (let quick = 0; quick < 8; quick += 1) io.run(take(1));
  }
});

it("does not mind a slow call that did not wait for a disk", () => {
  let hasWaited = false;
  const io = new InlineIo(2, () => hasWaited);
  io.run(take(50));
  expect(io.canRun(1)).toBe(true);
  io.run(take(50));
  expect(io.canRun(1)).toBe(true);
  hasWaited = true;
  io.run(take(50));
  expect(io.canRun(1)).toBe(true);
  io.run(take(50));
  expect(io.canRun(1)).toBe(false);
});

it("asks the system whether the process has read from a disk since it was asked last", () => {
  const usage = process.resourceUsage();
  let fsRead = 70;
  vi.spyOn(process, "resourceUsage").mockImplementation(() => ({ ...usage, fsRead }));
  const hasRead = watchDiskReads();
  expect(hasRead()).toBe(false);
  fsRead += 8;
  expect([hasRead(), hasRead()]).toEqual([true, false]);
  fsRead += 8;
  expect([hasRead(), hasRead()]).toEqual([true, false]);
});

it("minds slow calls that waited when nobody is asked", () => {
  const io = new InlineIo(2);
  io.run(take(50));
  io.run(take(50));
  expect(io.canRun(1)).toBe(false);
});
