import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createCoalescer } from "./coalescer";

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function collect(everyMs: number) {
  const written: string[] = [];
  const failures: unknown[] = [];
  const coalescer = createCoalescer({
    everyMs,
    write: async (text) => {
      await wait(0);
      written.push(text);
    },
    onFailure: (error) => failures.push(error),
  });
  return { written, failures, coalescer };
}

describe("the coalescer", () => {
  it("B374: writes the first piece at once and gathers what follows", async () => {
    const { written, coalescer } = collect(60);
    for (const piece of ["a", "b", "c"]) coalescer.add(piece);
    await wait(20);
    expect(written).toEqual(["a"]);
    await wait(80);
    expect(written).toEqual(["a", "bc"]);
    coalescer.add("d");
    await coalescer.flush();
    expect(written.join("")).toBe("abcd");
  });

  it("B109: loses nothing, keeps the order, and cuts no character, wherever the pieces do", async () => {
    const cuts = fc.array(fc.nat(3), { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "grapheme", maxLength: 40 }), cuts, async (whole, lengths) => {
        const text = whole.replaceAll("\0", "");
        const { written, coalescer } = collect(0);
        for (let at = 0, i = 0; at < text.length; i++) {
          const length = (lengths[i % lengths.length] ?? 0) + 1;
          coalescer.add(text.slice(at, at + length));
          at += length;
          if (i % 3 === 0) await wait(0);
        }
        await coalescer.flush();
        expect(written.join("")).toBe(text);
        for (const piece of written) expect(Buffer.from(piece, "utf8").toString("utf8")).toBe(piece);
      }),
      { numRuns: 60 },
    );
  });

  it("replaces lone halves and NUL, which no database keeps", async () => {
    const { written, coalescer } = collect(0);
    coalescer.add("a\ud83d");
    coalescer.add("b\0");
    await coalescer.flush();
    expect(written.join("")).toBe("a\ufffdb\ufffd");
    coalescer.add("\ud83d");
    await coalescer.flush();
    expect(written.join("")).toBe("a\ufffdb\ufffd\ufffd");
  });

  it("forgets what was not written, and stops after a failure", async () => {
    const { written, coalescer } = collect(1_000);
    coalescer.add("a");
    coalescer.add("b");
    await coalescer.drop();
    await coalescer.flush();
    expect(written).toEqual(["a"]);
    const broken = new Error("gone");
    const failures: unknown[] = [];
    const failing = createCoalescer({
      everyMs: 0,
      write: () => Promise.reject(broken),
      onFailure: (error) => failures.push(error),
    });
    failing.add("x");
    await expect(failing.flush()).rejects.toBe(broken);
    failing.add("y");
    await expect(failing.flush()).rejects.toBe(broken);
    expect(failures).toEqual([broken]);
  });
});
