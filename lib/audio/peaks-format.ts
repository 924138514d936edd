/** BBC audiowaveform's binary waveform data, version 1 (one channel) and 2 (several). Doc: audiowaveform/doc/DataFormat.md. */

/** A parsed waveform: `min(i)`/`max(i)` are the extremes of pixel `i` of a channel, in -128..127 or -32768..32767. */
export interface ParsedDat {
  samplesPerPixel: number;
  sampleRateHz: number;
  bits: 8 | 16;
  length: number;
  channels: number;
  min(pixel: number, channel?: number): number;
  max(pixel: number, channel?: number): number;
}

export interface DatInput {
  samplesPerPixel: number;
  sampleRateHz: number;
  /** One unless said. */
  channels?: number;
  /** min, max, min, max …, channel by channel within a pixel; the array's kind decides between 8 and 16 bits. */
  pairs: Int8Array | Int16Array;
}

const V1_HEADER_BYTES = 20;
const V2_HEADER_BYTES = 24;
const FLAG_8_BIT = 1;

/** Writes version 1, or version 2 where there are several channels; little-endian. */
export function encodeDat(input: DatInput): Uint8Array {
  const { pairs, channels = 1 } = input;
  const is8Bit = pairs instanceof Int8Array;
  const headerBytes = channels === 1 ? V1_HEADER_BYTES : V2_HEADER_BYTES;
  const bytes = new Uint8Array(headerBytes + pairs.byteLength);
  const view = new DataView(bytes.buffer);
  view.setInt32(0, channels === 1 ? 1 : 2, true);
  view.setUint32(4, is8Bit ? FLAG_8_BIT : 0, true);
  view.setInt32(8, input.sampleRateHz, true);
  view.setInt32(12, input.samplesPerPixel, true);
  view.setUint32(16, pairs.length / 2 / channels, true);
  if (channels > 1) view.setInt32(20, channels, true);
  if (is8Bit) bytes.set(new Uint8Array(pairs.buffer, pairs.byteOffset, pairs.byteLength), headerBytes);
  else for (let i = 0; i < pairs.length; i++) view.setInt16(headerBytes + i * 2, pairs[i] ?? 0, true);
  return bytes;
}

/** Reads version 1 or 2. Throws RangeError when the bytes are not such a file or end too early. */
export function parseDat(bytes: Uint8Array): ParsedDat {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < V1_HEADER_BYTES) throw new RangeError("waveform data is shorter than its header");
  const version = view.getInt32(0, true);
  if (version !== 1 && version !== 2) throw new RangeError(`waveform data version ${version} is unknown`);
  const headerBytes = version === 1 ? V1_HEADER_BYTES : V2_HEADER_BYTES;
  const bits = view.getUint32(4, true) & FLAG_8_BIT ? 8 : 16;
  const length = view.getUint32(16, true);
  const channels = version === 1 ? 1 : view.getInt32(20, true);
  if (bytes.length < headerBytes + (length * channels * 2 * bits) / 8)
    throw new RangeError("waveform data is cut short");
  const valueAt = (index: number): number =>
    bits === 8 ? view.getInt8(headerBytes + index) : view.getInt16(headerBytes + index * 2, true);
  return {
    samplesPerPixel: view.getInt32(12, true),
    sampleRateHz: view.getInt32(8, true),
    bits,
    length,
    channels,
    min: (pixel, channel = 0) => valueAt((pixel * channels + channel) * 2),
    max: (pixel, channel = 0) => valueAt((pixel * channels + channel) * 2 + 1),
  };
}
