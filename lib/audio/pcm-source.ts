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

/** How the codecs lay out one sample. */
export const PCM_CODINGS = {
  pcm_u8: { kind: "unsigned", sampleBytes: 1, isLittleEndian: true },
  pcm_s8: { kind: "signed", sampleBytes: 1, isLittleEndian: true },
  pcm_s16le: { kind: "signed", sampleBytes: 2, isLittleEndian: true },
  pcm_s16be: { kind: "signed", sampleBytes: 2, isLittleEndian: false },
  pcm_s24le: { kind: "signed", sampleBytes: 3, isLittleEndian: true },
  pcm_s24be: { kind: "signed", sampleBytes: 3, isLittleEndian: false },
  pcm_s32le: { kind: "signed", sampleBytes: 4, isLittleEndian: true },
  pcm_s32be: { kind: "signed", sampleBytes: 4, isLittleEndian: false },
  pcm_f32le: { kind: "float", sampleBytes: 4, isLittleEndian: true },
  pcm_f32be: { kind: "float", sampleBytes: 4, isLittleEndian: false },
  pcm_f64le: { kind: "float", sampleBytes: 8, isLittleEndian: true },
  pcm_f64be: { kind: "float", sampleBytes: 8, isLittleEndian: false },
} satisfies Record<string, PcmCoding>;

export type PcmCodec = keyof typeof PCM_CODINGS;

export interface PcmCoding {
  kind: "signed" | "unsigned" | "float";
  sampleBytes: number;
  isLittleEndian: boolean;
}

/** The codec of such samples; null when there is none. */
export function pcmCodec({ kind, sampleBytes, isLittleEndian }: PcmCoding): PcmCodec | null {
  const order = sampleBytes === 1 ? "" : isLittleEndian ? "le" : "be";
  const name = `pcm_${kind[0]}${sampleBytes * 8}${order}`;
  return name in PCM_CODINGS ? (name as PcmCodec) : null;
}
