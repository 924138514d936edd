/**
 * How much each figure of `describeReading` tells, in its order, fitted to songs whose tempo is known
 * (bench/fit-music.ts prints them).
 */
export const READING_WEIGHTS: readonly number[] = [
  // The tempo and the number of onsets a beat, each with its square: beats far from 120 a minute, or with very few or
  // very many onsets, are seldom what people tap.
  ...[-4.08, -0.41, 3.68, -3.85],
  // Likeness of the whole after a quarter of a beat, a third, a half, 2/3, 1, 3/2, 2, 3, 4, 6 and 8 beats.
  ...[-0.24, -1.04, 0.89, -2.44, 4.35, 0.26, 1.61, 2.33, 2.5, 2.04, 3.28],
  // Likeness of each register, low to high, after half a beat, 1, 2, 3 and 4 beats.
  ...[-2.34, 1.74, 0.1, 2.15, 4.34],
  ...[0.96, 1.07, 4.22, -0.76, 3.13],
  ...[3.48, 3.75, 1.84, 1.76, 1.04],
];
