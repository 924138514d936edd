/** Amplitude ratio (1 is full scale) to dBFS; null for nothing at all, since -Infinity has no place in JSON. */
export function amplitudeToDb(amplitude: number): number | null {
  return amplitude > 0 && Number.isFinite(amplitude) ? 20 * Math.log10(amplitude) : null;
}

/** Mean square to dB; null for nothing at all. */
export function powerToDb(power: number): number | null {
  return power > 0 && Number.isFinite(power) ? 10 * Math.log10(power) : null;
}
