import type { MarkSheet } from "./mark-sheet";

/** Tempi in force from a tick on; the first from 0. */
export interface TempoMap {
  ticksPerQuarter: number;
  changes: { tick: number; microsPerQuarter: number }[];
}

const USUAL_BPM = 120;
/** What sequencers count in; a multiple of it keeps their grid. */
const GRID = 960;
/** Fifteen bits. */
const MOST_TICKS = 32_640;
const MOST_MICROS = 0xffffff;
const MICROS_A_MINUTE = 60_000_000;

/**
 * The version's measured tempo, from its first beat on; before it, whole beats of a tempo that lets the first beat fall on the grid.
 * Without a tempo, 120. A tick is no longer than a sample where fifteen bits allow it.
 */
export function planTempo(sheet: MarkSheet): TempoMap {
  const micros = Math.min(MOST_MICROS, Math.round(MICROS_A_MINUTE / (sheet.tempo?.bpm ?? USUAL_BPM)));
  const wanted = Math.ceil((micros * sheet.sampleRateHz) / 1_000_000 / GRID) * GRID;
  const ticksPerQuarter = Math.min(MOST_TICKS, Math.max(GRID, wanted));
  const leadMicros = Math.round(sheet.offsetMs * 1000 + (sheet.tempo?.firstBeatSec ?? 0) * 1_000_000);
  if (sheet.tempo === null || leadMicros < 1000)
    return { ticksPerQuarter, changes: [{ tick: 0, microsPerQuarter: micros }] };
  const beats = Math.max(1, Math.round(leadMicros / micros));
  return {
    ticksPerQuarter,
    changes: [
      { tick: 0, microsPerQuarter: Math.max(1, Math.round(leadMicros / beats)) },
      { tick: beats * ticksPerQuarter, microsPerQuarter: micros },
    ],
  };
}

/** The nearest tick to a moment, by the tempi as they are written. */
export function toTicks({ ticksPerQuarter, changes }: TempoMap, ms: number): number {
  let [atMicros, tick, micros] = [0, 0, MICROS_A_MINUTE / USUAL_BPM];
  const target = ms * 1000;
  for (const change of changes) {
    const changesAt = atMicros + ((change.tick - tick) * micros) / ticksPerQuarter;
    if (changesAt > target) break;
    [atMicros, tick, micros] = [changesAt, change.tick, change.microsPerQuarter];
  }
  return tick + Math.round(((target - atMicros) * ticksPerQuarter) / micros);
}
