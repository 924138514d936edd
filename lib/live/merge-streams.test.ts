import { describe, expect, it } from "vitest";
import { mergeStreams } from "./merge-streams";

async function* count(name: string, to: number, everyMs = 0): AsyncGenerator<string, void> {
  for (let i = 1; i <= to; i++) {
    if (everyMs > 0) await new Promise((resolve) => setTimeout(resolve, everyMs));
    yield `${name}${i}`;
  }
}

describe("mergeStreams", () => {
  it("tells all of each in its own order, and ends when all have", async () => {
    const told: string[] = [];
    for await (const value of mergeStreams([count("a", 30), count("b", 5, 2), count("c", 0)])) told.push(value);
    expect(told.filter((value) => value.startsWith("a"))).toEqual(Array.from({ length: 30 }, (_, i) => `a${i + 1}`));
    expect(told.filter((value) => value.startsWith("b"))).toEqual(["b1", "b2", "b3", "b4", "b5"]);
  });

  it("ends at once with no source", async () => {
    expect((await mergeStreams([]).next()).done).toBe(true);
  });

  it("takes one ahead from each and no more", async () => {
    let made = 0;
    const merged = mergeStreams([
      (async function* () {
        for (;;) yield ++made;
      })(),
    ]);
    await merged.next();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(made).toBeLessThanOrEqual(2);
    await merged.return();
  });

  it("fails with the source that fails, after what was told before", async () => {
    const merged = mergeStreams([
      (async function* () {
        yield "one";
        throw new Error("the database went away");
      })(),
      count("a", 1),
    ]);
    const told: string[] = [];
    const read = async () => {
      for await (const value of merged) told.push(value);
    };
    await expect(read()).rejects.toThrow("the database went away");
    expect(told.sort()).toEqual(["a1", "one"]);
  });

  it("ends its sources when its reader stops early", async () => {
    let ended = 0;
    const endless = async function* () {
      try {
        for (;;) yield 1;
      } finally {
        ended++;
      }
    };
    for await (const _value of mergeStreams([endless(), endless()])) break;
    await expect.poll(() => ended).toBe(2);
  });
});
