import type { Peaks } from "./parse-peaks";

/** One resolution of a sound: point `i` covers `secPerPoint` seconds. `rms` is linear, 0 to 255. */
export type Level = {
  secPerPoint: number;
  minimums: Int16Array;
  maximums: Int16Array;
  rms: Uint8Array | null;
};

/** What one column of pixels shows; all values from −1 to 1, `rms` from 0 to 1. */
export type Columns = { minimums: Float32Array; maximums: Float32Array; rms: Float32Array | null };

const FACTOR = 4;
const SMALLEST_LEVEL = 256;

/** Coarser and coarser copies, so that drawing costs what is visible and not what the song is long. Finest first. */
export function buildLevels(peaks: Peaks, rms: Uint8Array | null): Level[] {
  const usable = rms && rms.length >= peaks.minimums.length ? rms : null;
  let level: Level = {
    secPerPoint: peaks.samplesPerPixel / peaks.sampleRateHz,
    minimums: peaks.minimums,
    maximums: peaks.maximums,
    rms: usable,
  };
  const levels = [level];
  while (level.minimums.length > SMALLEST_LEVEL) {
    level = halveTwice(level);
    levels.push(level);
  }
  return levels;
}

function halveTwice(fine: Level): Level {
  const points = Math.ceil(fine.minimums.length / FACTOR);
  const coarse: Level = {
    secPerPoint: fine.secPerPoint * FACTOR,
    minimums: new Int16Array(points),
    maximums: new Int16Array(points),
    rms: fine.rms ? new Uint8Array(points) : null,
  };
  for (let point = 0; point < points; point++) {
    const seen = scan(fine, point * FACTOR, Math.min((point + 1) * FACTOR, fine.minimums.length));
    coarse.minimums[point] = seen.low;
    coarse.maximums[point] = seen.high;
    if (coarse.rms) coarse.rms[point] = Math.round(seen.rms);
  }
  return coarse;
}

/** The extremes and the root of the mean square over the points from `start` up to `end`. */
function scan(level: Level, start: number, end: number): { low: number; high: number; rms: number } {
  let low = 0x7fff;
  let high = -0x8000;
  let squares = 0;
  for (let i = start; i < end; i++) {
    low = Math.min(low, level.minimums[i] ?? 0);
    high = Math.max(high, level.maximums[i] ?? 0);
    const value = level.rms?.[i] ?? 0;
    squares += value * value;
  }
  return end > start ? { low, high, rms: Math.sqrt(squares / (end - start)) } : { low: 0, high: 0, rms: 0 };
}

/** The coarsest level that still has a point for each column. */
export function pickLevel(levels: Level[], secPerColumn: number): Level | null {
  return levels.findLast((level) => level.secPerPoint <= secPerColumn) ?? levels[0] ?? null;
}

/** The columns of a view from `fromSec` to `toSec`; silent outside of the sound. Costs O(columns). */
export function sampleColumns(levels: Level[], fromSec: number, toSec: number, columns: number): Columns | null {
  const secPerColumn = (toSec - fromSec) / columns;
  const level = pickLevel(levels, secPerColumn);
  if (!level || columns <= 0 || !(secPerColumn > 0)) return null;
  const result: Columns = {
    minimums: new Float32Array(columns),
    maximums: new Float32Array(columns),
    rms: level.rms ? new Float32Array(columns) : null,
  };
  const points = level.minimums.length;
  for (let column = 0; column < columns; column++) {
    const start = Math.floor((fromSec + column * secPerColumn) / level.secPerPoint);
    const end = Math.max(start + 1, Math.floor((fromSec + (column + 1) * secPerColumn) / level.secPerPoint));
    const seen = scan(level, Math.max(0, start), Math.min(points, end));
    result.minimums[column] = seen.low / 0x8000;
    result.maximums[column] = seen.high / 0x8000;
    if (result.rms) result.rms[column] = seen.rms / 255;
  }
  return result;
}
