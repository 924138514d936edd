import { encodeDat, parseDat } from "./peaks-format";

/** The zoom levels that a waveform is drawn at, in frames a pixel; the first is what is stored. */
export const PEAK_LEVELS = [256, 1024, 4096, 16_384] as const;

/**
 * A coarser level of waveform data: the least of the minima and the largest of the maxima, which is bit for bit what
 * measuring the sound at that level gives, at 8 and at 16 bits. `samplesPerPixel` is a multiple of the level of `dat`.
 * Throws RangeError when it is not, or when `dat` is no waveform data.
 */
export function coarserPeaks(dat: Uint8Array, samplesPerPixel: number): Uint8Array {
  const fine = parseDat(dat);
  const factor = samplesPerPixel / fine.samplesPerPixel;
  if (!Number.isInteger(factor) || factor < 1) {
    throw new RangeError(`${samplesPerPixel} frames a pixel can't be made of ${fine.samplesPerPixel}`);
  }
  const { bits, channels, sampleRateHz } = fine;
  const length = Math.ceil(fine.length / factor);
  const values = length * channels * 2;
  const pairs = bits === 8 ? new Int8Array(values) : new Int16Array(values);
  for (let pixel = 0, at = 0; pixel < length; pixel++) {
    const end = Math.min(fine.length, (pixel + 1) * factor);
    for (let channel = 0; channel < channels; channel++) {
      let least = Number.POSITIVE_INFINITY;
      let most = Number.NEGATIVE_INFINITY;
      for (let i = pixel * factor; i < end; i++) {
        least = Math.min(least, fine.min(i, channel));
        most = Math.max(most, fine.max(i, channel));
      }
      pairs[at++] = least;
      pairs[at++] = most;
    }
  }
  return encodeDat({ samplesPerPixel, sampleRateHz, channels, pairs });
}
