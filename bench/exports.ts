import { performance } from "node:perf_hooks";
import { makeSheet } from "@/lib/marks/testing/sheets";
import { type NotesFormat, writeMarks } from "@/lib/marks/write-marks";
import { measureArchive } from "./archive";
import type { Row } from "./row";

const NOTES = 10_000;
const RUNS = 3;
const FORMATS: NotesFormat[] = ["reaper", "audition", "cubase", "midi", "csv", "json", "markdown", "pdf"];

/** How long ten thousand notes, a third of them with answers, take in each format: the best of three runs. */
export async function measureExports(): Promise<Row[]> {
  const sheet = makeSheet(NOTES);
  const peaks = { min: new Float32Array(4000).fill(-0.5), max: new Float32Array(4000).fill(0.5) };
  const rows: Row[] = [];
  for (const format of FORMATS) {
    let best = Number.POSITIVE_INFINITY;
    for (let run = 0; run < RUNS; run++) {
      const begunAt = performance.now();
      await writeMarks(format, sheet, peaks);
      best = Math.min(best, (performance.now() - begunAt) / 1000);
    }
    rows.push({ name: `exports/10000-comments-${format}`, value: best, unit: "s", target: "≤ 1" });
  }
  return [...rows, ...(await measureArchive())];
}
