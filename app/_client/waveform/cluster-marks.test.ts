import * as fc from "fast-check";
import { expect, it } from "vitest";
import { clusterMarks } from "./cluster-marks";

it("keeps pins apart and loses no mark", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 600, noNaN: true }), { maxLength: 400 }), (secs) => {
      const clusters = clusterMarks(
        secs.map((startSec) => ({ startSec })),
        (sec) => sec * 2,
      );
      expect(clusters.flatMap((cluster) => cluster.marks)).toHaveLength(secs.length);
      for (let i = 1; i < clusters.length; i++) {
        expect((clusters[i]?.x ?? 0) - (clusters[i - 1]?.x ?? 0)).toBeGreaterThanOrEqual(12);
      }
    }),
  );
});

it("orders the marks of one pin by time, in whatever order they come", () => {
  const [cluster] = clusterMarks([{ startSec: 3.2 }, { startSec: 3 }, { startSec: 3.1 }], (sec) => sec * 10);
  expect(cluster?.marks.map((mark) => mark.startSec)).toEqual([3, 3.1, 3.2]);
});
