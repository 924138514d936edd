import { describe, expect, it, vi } from "vitest";
import type { WaitingAppend } from "./group";
import { SerialQueue } from "./serial-queue";

const MIB = 1024 * 1024;
const MAX_GROUP = 8 * MIB;
const MAX_WAITING = 64 * MIB;

const ask = (name: string, bytes = 1): WaitingAppend => ({
  events: [{ id: name, body: Buffer.alloc(0) }],
  durability: "os",
  onDuplicate: "refuse",
  bytes,
  resolve: () => undefined,
  reject: () => undefined,
});

/** A queue whose groups are told, each as the names of its calls. A group ends when it is let go. */
function makeQueue({ isHeld = false } = {}) {
  const done: (string | string[])[] = [];
  const waiting: (() => void)[] = [];
  let active = 0;
  const work = async (what: string | string[]) => {
    active += 1;
    expect(active, "one thing at a time").toBe(1);
    done.push(what);
    if (isHeld) await new Promise<void>((resolve) => waiting.push(resolve));
    else await new Promise((resolve) => setTimeout(resolve, 1));
    active -= 1;
  };
  const queue = new SerialQueue((calls) => work(calls.flatMap(({ events }) => events.map(({ id }) => id))));
  return { queue, done, work, letGo: () => waiting.shift()?.() };
}

const takeTurn = () => new Promise((resolve) => setImmediate(resolve));
async function takeTurns(count = 10): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await takeTurn();
}

describe("the queue of a log", () => {
  it("hands appends that wait beside each other over as one group, and runs jobs alone in between", async () => {
    const { queue, done, work } = makeQueue();
    for (const name of ["a", "b"]) queue.addAppend(ask(name));
    const first = queue.runAlone(() => work("first"));
    const second = queue.runAlone(() => work("second"));
    for (const name of ["c", "d", "e"]) queue.addAppend(ask(name));
    await Promise.all([first, second, queue.runAlone(() => work("last"))]);
    expect(done).toEqual([["a", "b"], "first", "second", ["c", "d", "e"], "last"]);
  });

  it("begins in a turn of its own, so that all who ask in this one share a group", async () => {
    const { queue, done } = makeQueue();
    queue.addAppend(ask("a"));
    await Promise.resolve();
    expect(done).toEqual([]);
    queue.addAppend(ask("b"));
    await queue.runAlone(async () => undefined);
    expect(done).toEqual([["a", "b"]]);
  });

  it("gives those who were just answered a turn to join the next group", async () => {
    const groups: string[][] = [];
    const queue = new SerialQueue(async (calls) => {
      groups.push(calls.flatMap(({ events }) => events.map(({ id }) => id)));
      for (const call of calls) call.resolve({ events: [], durability: "os" });
    });
    const askAgain = (name: string) => ({ ...ask(name), resolve: () => queue.addAppend(ask(`${name} again`)) });
    queue.addAppend(askAgain("a"));
    const others = queue.runAlone(async () => {
      queue.addAppend(askAgain("b"));
      setImmediate(() => queue.addAppend(ask("c")));
    });
    await others;
    await takeTurns();
    expect(groups).toEqual([["a"], ["a again", "b", "c"], ["b again"]]);
  });

  it("spares one who appends alone the turns, but keeps others waiting for a millisecond at most", async () => {
    let nowMs = 1000;
    const now = vi.spyOn(performance, "now").mockImplementation(() => nowMs);
    const groups: string[][] = [];
    const queue = new SerialQueue(async (calls) => {
      groups.push(calls.flatMap(({ events }) => events.map(({ id }) => id)));
      for (const call of calls) call.resolve({ events: [], durability: "os" });
    });
    let turnsMs: number[] = [];
    const askOften = async (name: string, stepMs: number) => {
      turnsMs = [];
      const countTurns = () => {
        turnsMs.push(nowMs);
        next = setImmediate(countTurns);
      };
      let next = setImmediate(countTurns);
      for (let n = 0; n < 20; n += 1) {
        await new Promise<void>((resolve) => queue.addAppend({ ...ask(`${name}${n}`), resolve: () => resolve() }));
        nowMs += stepMs;
      }
      clearImmediate(next);
    };
    await askOften("alone ", 0.25);
    expect(groups.slice(0, 20)).toEqual(Array.from({ length: 20 }, (_, n) => [`alone ${n}`]));
    expect(turnsMs).toEqual([1000, 1001, 1002, 1003, 1004]);
    await takeTurns();
    await askOften("slow ", 1);
    expect(turnsMs.length).toBe(20);
    await takeTurns();
    await Promise.all([askOften("left ", 0), askOften("right ", 0)]);
    expect(groups.slice(-20)).toEqual(Array.from({ length: 20 }, (_, n) => [`left ${n}`, `right ${n}`]));
    now.mockRestore();
  });

  it("goes on when it was idle", async () => {
    const { queue, done } = makeQueue();
    for (const name of ["a", "b", "c"]) {
      queue.addAppend(ask(name));
      await queue.runAlone(async () => undefined);
      await takeTurns();
    }
    expect(done).toEqual([["a"], ["b"], ["c"]]);
  });

  it("answers what a job answers, also its failure, and goes on behind it", async () => {
    const { queue, done } = makeQueue();
    const failing = queue.runAlone(async () => {
      throw new RangeError("no");
    });
    queue.addAppend(ask("a"));
    await expect(failing).rejects.toThrow(RangeError);
    expect(await queue.runAlone(async () => 7)).toBe(7);
    expect(done).toEqual([["a"]]);
  });
});

describe("a group", () => {
  it.each([
    ["of small ones up to 8 MiB", [MAX_GROUP - 2, 1, 1, 1], [["0", "1", "2"], ["3"]]],
    ["that would grow beyond by one byte", [MAX_GROUP - 1, 2, 1], [["0"], ["1", "2"]]],
    ["of one that is longer by itself", [MAX_GROUP + 1, 1, MAX_GROUP, 1], [["0"], ["1"], ["2"], ["3"]]],
    [
      "of halves",
      [MAX_GROUP / 2, MAX_GROUP / 2, MAX_GROUP / 2, 1],
      [
        ["0", "1"],
        ["2", "3"],
      ],
    ],
    [
      "of many",
      Array.from({ length: 10 }, () => MAX_GROUP / 5),
      [
        ["0", "1", "2", "3", "4"],
        ["5", "6", "7", "8", "9"],
      ],
    ],
  ])("%s", async (_name, sizes, groups) => {
    const { queue, done } = makeQueue();
    for (const [n, bytes] of sizes.entries()) queue.addAppend(ask(String(n), bytes));
    await queue.runAlone(async () => undefined);
    expect(done).toEqual(groups);
  });
});

describe("a disk that is slower than what arrives", () => {
  const refusal = {
    name: "AppError",
    code: "unavailable",
    reason: "log_busy",
    message: "The disk is slower than the events that arrive. Try again shortly.",
    retryAfterSec: 1,
  };
  const catchError = (call: () => void): unknown => {
    try {
      call();
    } catch (error) {
      return error;
    }
    return undefined;
  };

  it("is told when 64 MiB wait, to the byte, and takes more as soon as some are under way", async () => {
    const { queue, done, letGo } = makeQueue({ isHeld: true });
    for (let n = 0; n < 8; n += 1) queue.addAppend(ask(String(n), MAX_GROUP - 1));
    queue.addAppend(ask("fits", 8));
    expect(catchError(() => queue.addAppend(ask("too many")))).toMatchObject(refusal);
    await takeTurns();
    expect(done).toEqual([["0"]]);
    queue.addAppend(ask("fits again", MAX_GROUP - 1));
    expect(catchError(() => queue.addAppend(ask("too many again")))).toMatchObject(refusal);
    for (let n = 0; n < 12; n += 1) {
      letGo();
      await takeTurns();
    }
    expect(done.flat()).toEqual(["0", "1", "2", "3", "4", "5", "6", "7", "fits", "fits again"]);
    queue.addAppend(ask("later", MAX_WAITING));
    letGo();
  });

  it("is given what is longer by itself when nothing else waits", async () => {
    const { queue, done, letGo } = makeQueue({ isHeld: true });
    queue.addAppend(ask("long", MAX_WAITING + 1));
    expect(catchError(() => queue.addAppend(ask("no")))).toMatchObject(refusal);
    await takeTurns();
    queue.addAppend(ask("long again", MAX_WAITING + 1));
    letGo();
    await takeTurns();
    expect(done).toEqual([["long"], ["long again"]]);
    letGo();
  });
});
