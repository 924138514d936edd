/**
 * Takes the slow rise and fall out of a curve: leaves what stands above the mean of half a second to each side. It is
 * changed in place, since that of a sound of ten hours takes 12 MB.
 */
export function detrend(curve: Float32Array, framesPerSec: number): void {
  const reach = Math.round(framesPerSec / 2);
  /** What stood at the last places, each at its own modulo the length. */
  const before = new Float32Array(reach + 1);
  let sum = 0;
  let from = 0;
  let to = 0;
  for (let i = 0; i < curve.length; i++) {
    for (; to < Math.min(curve.length, i + reach); to++) sum += curve[to] as number;
    for (; from < i - reach; from++) sum -= before[from % before.length] as number;
    const value = curve[i] as number;
    before[i % before.length] = value;
    curve[i] = Math.max(0, value - sum / (to - from));
  }
}
