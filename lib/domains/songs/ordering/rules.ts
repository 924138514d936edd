/** Half way between two positions; null when there is no number between them any more, or none was ever. */
export function findBetween(lower: number, upper: number): number | null {
  const middle = lower + (upper - lower) / 2;
  return lower < middle && middle < upper ? middle : null;
}
