/**
 * The peaks of a sound, one minimum and one maximum a point over all channels, scaled to 16 bits.
 * Point `i` covers `samplesPerPixel` samples from `i * samplesPerPixel`.
 */
export type Peaks = {
  sampleRateHz: number;
  samplesPerPixel: number;
  minimums: Int16Array;
  maximums: Int16Array;
};

const FLAG_8_BIT = 1;
const HEADER_BYTES_V1 = 20;
const HEADER_BYTES_V2 = 24;

/**
 * Reads a BBC audiowaveform `.dat` file, version 1 or 2, 8 or 16 bits, any number of channels (merged).
 * Source: audiowaveform's DataFormat.md. Null for anything else; a file cut short gives the points it holds.
 */
export function parsePeaks(bytes: ArrayBuffer): Peaks | null {
  if (bytes.byteLength < HEADER_BYTES_V1) return null;
  const header = new DataView(bytes);
  const version = header.getInt32(0, true);
  if (version !== 1 && version !== 2) return null;
  const headerBytes = version === 1 ? HEADER_BYTES_V1 : HEADER_BYTES_V2;
  if (bytes.byteLength < headerBytes) return null;
  const is8Bit = (header.getUint32(4, true) & FLAG_8_BIT) !== 0;
  const sampleRateHz = header.getInt32(8, true);
  const samplesPerPixel = header.getInt32(12, true);
  const channels = version === 1 ? 1 : header.getInt32(20, true);
  if (sampleRateHz <= 0 || samplesPerPixel <= 0 || channels <= 0) return null;

  const sampleBytes = is8Bit ? 1 : 2;
  const held = Math.floor((bytes.byteLength - headerBytes) / (2 * channels * sampleBytes));
  const points = Math.min(header.getUint32(16, true), held);
  const values = is8Bit
    ? new Int8Array(bytes, headerBytes, points * channels * 2)
    : new Int16Array(bytes, headerBytes, points * channels * 2);
  return { sampleRateHz, samplesPerPixel, ...mergeChannels(values, points, channels, is8Bit ? 256 : 1) };
}

function mergeChannels(values: Int8Array | Int16Array, points: number, channels: number, scale: number) {
  const minimums = new Int16Array(points);
  const maximums = new Int16Array(points);
  for (let point = 0, at = 0; point < points; point++) {
    let low = 0x7fff;
    let high = -0x8000;
    for (let channel = 0; channel < channels; channel++, at += 2) {
      low = Math.min(low, (values[at] ?? 0) * scale);
      high = Math.max(high, (values[at + 1] ?? 0) * scale);
    }
    minimums[point] = low;
    maximums[point] = high;
  }
  return { minimums, maximums };
}
