/** Uncompressed sound inside a file. `codec` is named as FFmpeg names it; null when only FFmpeg knows the coding. */
export interface PcmSource {
  codec: PcmCodec | null;
  channels: number;
  sampleRateHz: number;
  /** Bytes of one frame: one sample of every channel. */
  blockAlign: number;
  /** Bits that a sample takes; a few of them may be left zero by whoever recorded. */
  bitDepth: number;
  /** Offset of the first frame. */
  dataStart: number;
  /** Bytes of sound that are really in the file. */
  dataBytes: number;
  /** What the header says of them; null is "until the end". */
  promisedBytes: number | null;
}

type ReadSample = (view: DataView, at: number) => number;

/** Integers scale by a power of two in both directions, as FFmpeg and libsndfile do. */
export const PCM_READERS = {
  pcm_u8: (view, at) => (view.getUint8(at) - 128) / 128,
  pcm_s8: (view, at) => view.getInt8(at) / 128,
  pcm_s16le: (view, at) => view.getInt16(at, true) / 32768,
  pcm_s16be: (view, at) => view.getInt16(at) / 32768,
  pcm_s24le: (view, at) => (view.getUint16(at, true) | (view.getInt8(at + 2) << 16)) / 8388608,
  pcm_s24be: (view, at) => ((view.getInt8(at) << 16) | view.getUint16(at + 1)) / 8388608,
  pcm_s32le: (view, at) => view.getInt32(at, true) / 2147483648,
  pcm_s32be: (view, at) => view.getInt32(at) / 2147483648,
  pcm_f32le: (view, at) => view.getFloat32(at, true),
  pcm_f32be: (view, at) => view.getFloat32(at),
  pcm_f64le: (view, at) => view.getFloat64(at, true),
  pcm_f64be: (view, at) => view.getFloat64(at),
} satisfies Record<string, ReadSample>;

export type PcmCodec = keyof typeof PCM_READERS;

interface PcmCoding {
  kind: "signed" | "unsigned" | "float";
  sampleBytes: number;
  isLittleEndian: boolean;
}

/** The codec of such samples; null when there is none. */
export function pcmCodec({ kind, sampleBytes, isLittleEndian }: PcmCoding): PcmCodec | null {
  const order = sampleBytes === 1 ? "" : isLittleEndian ? "le" : "be";
  const name = `pcm_${kind[0]}${sampleBytes * 8}${order}`;
  return name in PCM_READERS ? (name as PcmCodec) : null;
}
