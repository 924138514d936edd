/** A curve without its slow rise and fall: what stands above the mean of half a second to each side. */
export function detrend(curve: Float32Array, framesPerSec: number): Float32Array {
  const reach = Math.round(framesPerSec / 2);
  const standing = new Float32Array(curve.length);
  let sum = 0;
  let from = 0;
  let to = 0;
  for (let i = 0; i < curve.length; i++) {
    for (; to < Math.min(curve.length, i + reach); to++) sum += curve[to] as number;
    for (; from < i - reach; from++) sum -= curve[from] as number;
    standing[i] = Math.max(0, (curve[i] as number) - sum / (to - from));
  }
  return standing;
}
