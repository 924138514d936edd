import { spread } from "./rhythm";

/** How far one beat may be from the next, as part of the beat. */
const SHORTEST = 0.7;
const LONGEST = 1.4;
/** How much an uneven beat costs beside what its onset gains. */
const EVENNESS = 1000;
const NO_BEAT_BEFORE = -1;

/**
 * The frames of the beats: the chain of moments about `period` frames apart that gathers the most onsets, found by
 * dynamic programming. Where nothing begins, beats go on evenly.
 */
export function trackBeats(onsets: Float32Array, period: number): number[] {
  const scale = 1 / spread(onsets);
  const shortest = Math.max(1, Math.round(period * SHORTEST));
  const costs = Float32Array.from({ length: Math.round(period * LONGEST) - shortest + 1 }, (_, i) => {
    return EVENNESS * Math.log((shortest + i) / period) ** 2;
  });
  const gathered = new Float32Array(onsets.length);
  const before = new Int32Array(onsets.length);
  for (let frame = 0; frame < onsets.length; frame++) {
    let best = 0;
    let from = NO_BEAT_BEFORE;
    const reach = Math.min(costs.length, frame - shortest + 1);
    for (let i = 0; i < reach; i++) {
      const earlier = frame - shortest - i;
      const score = (gathered[earlier] as number) - (costs[i] as number);
      if (score > best) {
        best = score;
        from = earlier;
      }
    }
    gathered[frame] = best + scale * (onsets[frame] as number);
    before[frame] = from;
  }
  return walkBack(before, strongestEnd(gathered, period));
}

/** The last beat is within one beat of the end. */
function strongestEnd(gathered: Float32Array, period: number): number {
  let end = gathered.length - 1;
  for (let frame = end; frame >= Math.max(0, gathered.length - period); frame--) {
    if ((gathered[frame] as number) > (gathered[end] as number)) end = frame;
  }
  return end;
}

function walkBack(before: Int32Array, end: number): number[] {
  const beats: number[] = [];
  for (let frame = end; frame >= 0; frame = before[frame] as number) beats.push(frame);
  return beats.reverse();
}
