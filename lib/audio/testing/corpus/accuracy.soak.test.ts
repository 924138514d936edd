import { beforeAll, describe, expect, it } from "vitest";
import { type Accuracy, CORPORA, judgeCorpus, readReliability, summarize } from "./accuracy";
import { hasSynthesizer } from "./render";

// The songs are made on the spot; no weight was fitted to any of them.
describe.skipIf(!hasSynthesizer).each(Object.entries(CORPORA))("on the corpus %s of 36 known songs", (_, seed) => {
  let accuracy: Accuracy;
  beforeAll(async () => {
    accuracy = summarize(await judgeCorpus(seed));
  }, 14 * 60_000);

  it("B187: the tempo is exact in 34 and exact or an octave of it in all", () => {
    expect(accuracy.tempoExact).toBeGreaterThanOrEqual(34);
    expect(accuracy.tempoExactOrOctave).toBe(accuracy.songs);
  });

  it("B187: the key is exact in 28, and worth 0.84 by MIREX's weights", () => {
    expect(accuracy.keyExact).toBeGreaterThanOrEqual(28);
    expect(accuracy.keyScore).toBeGreaterThanOrEqual(0.84);
  });

  it("B188: the first beat lies within 30 ms of a true one in eight of ten, and drifting songs are less stable", () => {
    expect(accuracy.firstBeatShare).toBeGreaterThanOrEqual(0.8);
    expect(accuracy.driftingStability).toBeLessThan(accuracy.steadyStability);
  });

  it("B189: what is told with a confidence is right at least about as often", () => {
    for (const statements of [accuracy.tempoStatements, accuracy.keyStatements]) {
      for (const { count, stated, right } of readReliability(statements)) {
        // What chance alone may take away from so few answers.
        const chance = 2 * Math.sqrt((stated * (1 - stated)) / count) + 1 / count;
        if (count > 0) expect(right).toBeGreaterThan(stated - chance);
      }
    }
  });
});
