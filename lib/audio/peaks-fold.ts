import type { GrowingArray } from "./growing-array";

/** Frames a pixel as it is measured; a very long sound is told in coarser ones. */
export const SAMPLES_PER_PIXEL = 256;

/**
 * More pixels than that are not kept: 6.7 hours at 44.1 kHz, 1.5 at 192. From then on a pixel stands for four times as many
 * frames, so that memory does not grow with a sound that lasts a day. A multiple of four.
 */
export const MOST_PIXELS = 2 ** 22;
const TOGETHER = 4;

type Values =
  | GrowingArray<Int8Array<ArrayBuffer>>
  | GrowingArray<Int16Array<ArrayBuffer>>
  | GrowingArray<Uint8Array<ArrayBuffer>>;

/** Makes each four pixels one, in place: the least of the minima, the largest of the maxima of each channel. Returns frames a pixel. */
export function foldPairs(pairs: Values, channels: number, samplesPerPixel: number): number {
  const values = pairs.view();
  const stride = 2 * channels;
  const pixels = Math.ceil(values.length / stride / TOGETHER);
  for (let pixel = 0; pixel < pixels; pixel++) {
    const from = pixel * TOGETHER * stride;
    const to = Math.min(values.length, from + TOGETHER * stride);
    for (let place = 0; place < stride; place++) {
      const pick = place % 2 === 0 ? Math.min : Math.max;
      let value = values[from + place] as number;
      for (let at = from + place + stride; at < to; at += stride) value = pick(value, values[at] as number);
      values[pixel * stride + place] = value;
    }
  }
  pairs.truncate(pixels * stride);
  return samplesPerPixel * TOGETHER;
}

/** Makes each four values one, in place: the root of their mean square. */
export function foldRms(rms: GrowingArray<Uint8Array<ArrayBuffer>>): void {
  const values = rms.view();
  const pixels = Math.ceil(values.length / TOGETHER);
  for (let pixel = 0; pixel < pixels; pixel++) {
    const to = Math.min(values.length, (pixel + 1) * TOGETHER);
    let squares = 0;
    for (let at = pixel * TOGETHER; at < to; at++) squares += (values[at] as number) ** 2;
    values[pixel] = Math.round(Math.sqrt(squares / (to - pixel * TOGETHER)));
  }
  rms.truncate(pixels);
}
