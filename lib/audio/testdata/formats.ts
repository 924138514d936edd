import type { Container } from "../sniff";

/** One way a band may bring a sound, how FFmpeg makes it, and what must be found in it. */
export interface Format {
  name: string;
  extension: string;
  container: Container;
  codec: string;
  args: string[];
  rateHz: number;
  channels: number;
  isLossless: boolean;
  /** Bits a sample; 16 unless said. */
  depth?: number;
  /** Nothing here decodes it without FFmpeg. */
  needsFfmpeg?: boolean;
  /** The codec knows one rate only. */
  decodedRateHz?: number;
  /** How far levels may lie from those of the source. */
  toleranceDb?: number;
  /** How far the sample peak may lie; FFmpeg's AAC encoder overshoots where a sound sets in. */
  peakToleranceDb?: number;
  /** Silence that the format leaves at the end. */
  paddingFrames?: number;
  /** What FFmpeg can't write is made of what it can. */
  change?: (bytes: Buffer) => Uint8Array;
}

const RATES_HZ = [8000, 11_025, 22_050, 48_000, 96_000, 192_000];
const stereo = { rateHz: 44_100, channels: 2 };

function lossless(
  name: string,
  container: Container,
  codec: string,
  depth: number,
  more: Partial<Format> = {},
): Format {
  const extension = more.extension ?? container;
  return { ...stereo, args: ["-c:a", codec], name, container, codec, depth, isLossless: true, extension, ...more };
}

function lossy(name: string, container: Container, codec: string, args: string[], more: Partial<Format> = {}): Format {
  const extension = more.extension ?? container;
  return { ...stereo, args, name, container, codec, isLossless: false, extension, ...more };
}

/** The same format at other rates and with other numbers of channels. */
function widely(format: Format, shapes: Partial<Format>[]): Format[] {
  return [format, ...shapes.map((shape) => ({ ...format, ...shape }))];
}

const wide = [{ channels: 1 }, { channels: 6 }, { channels: 8 }, ...RATES_HZ.map((rateHz) => ({ rateHz }))];
/** The low bits of extensible WAV: 20 of 24 are sound. */
const with20ValidBits = (bytes: Buffer): Uint8Array => {
  bytes.writeUInt16LE(20, 20 + 18);
  return bytes;
};
/** A tag far longer than what sniffing looks at, such as one with a cover. */
const behindLongTag = (bytes: Buffer): Uint8Array => {
  const tag = Buffer.alloc(10 + 200_000);
  tag.write("ID3\u0003", 0, "latin1");
  tag.set([200_000 >> 21, (200_000 >> 14) & 127, (200_000 >> 7) & 127, 200_000 & 127], 6);
  return Buffer.concat([tag, bytes]);
};
const noTag = ["-id3v2_version", "0"];

const WAV: Format[] = [
  lossless("WAV 8 bits", "wav", "pcm_u8", 8),
  ...widely(lossless("WAV 16 bits", "wav", "pcm_s16le", 16), wide),
  ...widely(lossless("WAV 24 bits", "wav", "pcm_s24le", 24), [{ rateHz: 96_000, channels: 6 }]),
  lossless("WAV with 20 valid bits of 24", "wav", "pcm_s24le", 24, { change: with20ValidBits }),
  lossless("WAV 32 bits", "wav", "pcm_s32le", 32),
  ...widely(lossless("WAV 32-bit float", "wav", "pcm_f32le", 32), [{ channels: 1, rateHz: 192_000 }, { channels: 8 }]),
  lossless("WAV 64-bit float", "wav", "pcm_f64le", 64),
  lossless("RF64", "wav", "pcm_s16le", 16, { args: ["-c:a", "pcm_s16le", "-rf64", "always"] }),
  lossless("BW64", "wav", "pcm_s24le", 24, {
    args: ["-c:a", "pcm_s24le", "-rf64", "always"],
    change: (bytes) => Buffer.concat([Buffer.from("BW64"), bytes.subarray(4)]),
  }),
  lossless("WAV with 5.1 at the sides", "wav", "pcm_s16le", 16, {
    channels: 6,
    args: ["-af", "aformat=channel_layouts=5.1(side)", "-c:a", "pcm_s16le"],
  }),
  lossless("WAV with a left, a right and a centre", "wav", "pcm_s16le", 16, {
    channels: 3,
    args: ["-af", "channelmap=0|1|2:3.0", "-c:a", "pcm_s16le"],
  }),
  lossless("WAV with two fronts and a low channel apart", "wav", "pcm_s16le", 16, {
    channels: 4,
    args: ["-af", "channelmap=0|1|2|3:quad", "-c:a", "pcm_s16le"],
  }),
  lossy("WAV A-law", "wav", "pcm_alaw", ["-c:a", "pcm_alaw"], { needsFfmpeg: true }),
];

const AIFF: Format[] = [
  lossless("AIFF 8 bits", "aiff", "pcm_s8", 8),
  ...widely(lossless("AIFF 16 bits", "aiff", "pcm_s16be", 16), wide),
  lossless("AIFF 24 bits", "aiff", "pcm_s24be", 24),
  lossless("AIFF 32 bits", "aiff", "pcm_s32be", 32),
  lossless("AIFC sowt", "aiff", "pcm_s16le", 16, { extension: "aifc" }),
  lossless("AIFC fl32", "aiff", "pcm_f32be", 32, { extension: "aifc" }),
  lossless("AIFC fl64", "aiff", "pcm_f64be", 64, { extension: "aifc" }),
  lossy("AIFC A-law", "aiff", "pcm_alaw", ["-c:a", "pcm_alaw"], { needsFfmpeg: true, extension: "aifc" }),
];

const CAF: Format[] = [
  ...widely(lossless("CAF 16 bits", "caf", "pcm_s16be", 16), [{ channels: 1 }, { channels: 6, rateHz: 96_000 }]),
  lossless("CAF 24 bits little-endian", "caf", "pcm_s24le", 24),
  lossless("CAF 32-bit float", "caf", "pcm_f32le", 32),
  lossless("CAF ALAC", "caf", "alac", 16, { needsFfmpeg: true, args: ["-c:a", "alac", "-sample_fmt", "s16p"] }),
];

const FLAC: Format[] = [
  ...widely(lossless("FLAC 16 bits", "flac", "flac", 16, { args: ["-sample_fmt", "s16"] }), wide),
  ...widely(lossless("FLAC 24 bits", "flac", "flac", 24, { args: ["-sample_fmt", "s32"] }), [
    { rateHz: 192_000 },
    { channels: 6 },
  ]),
  lossless("FLAC in Ogg", "ogg", "flac", 16, { args: ["-c:a", "flac", "-sample_fmt", "s16"] }),
  lossless("FLAC behind an ID3v2 tag", "flac", "flac", 16, {
    args: ["-sample_fmt", "s16"],
    change: (bytes) => Buffer.concat([Buffer.from("ID3\u0003\0\0\0\0\0\u0010"), Buffer.alloc(16), bytes]),
  }),
  lossless("FLAC behind a long ID3v2 tag", "flac", "flac", 16, { args: ["-sample_fmt", "s16"], change: behindLongTag }),
];

const MP3: Format[] = [
  ...widely(lossy("MP3 with a constant rate", "mp3", "mp3", ["-b:a", "192k"]), [
    { channels: 1 },
    { rateHz: 48_000 },
    { rateHz: 32_000 },
    { rateHz: 22_050 },
    // A few frames stay where LAME's padding is shorter than the decoder's delay.
    { rateHz: 11_025, channels: 1, paddingFrames: 32 },
    { rateHz: 8000 },
  ]),
  lossy("MP3 with a variable rate", "mp3", "mp3", ["-q:a", "2"]),
  lossy("MP3 without a tag", "mp3", "mp3", ["-b:a", "128k", ...noTag]),
  lossy("MP3 behind a long ID3v2 tag", "mp3", "mp3", ["-b:a", "128k", ...noTag], { change: behindLongTag }),
  lossy("MP3 without Xing", "mp3", "mp3", ["-b:a", "128k", ...noTag, "-write_xing", "0"], { paddingFrames: 2304 }),
];

const MP4: Format[] = [
  ...widely(lossy("AAC in M4A", "mp4", "aac", ["-c:a", "aac", "-b:a", "256k"], { extension: "m4a" }), [
    { channels: 1 },
    { channels: 6 },
    { rateHz: 8000 },
    { rateHz: 48_000 },
    { rateHz: 96_000 },
  ]).map((format) => ({ ...format, needsFfmpeg: true, paddingFrames: 1024, peakToleranceDb: 5 })),
  ...widely(
    lossless("ALAC in M4A", "mp4", "alac", 16, { extension: "m4a", args: ["-c:a", "alac", "-sample_fmt", "s16p"] }),
    [{ channels: 1 }, { channels: 6 }, { rateHz: 192_000 }],
  ),
  lossless("ALAC in M4A 24 bits", "mp4", "alac", 24, {
    extension: "m4a",
    args: ["-c:a", "alac", "-sample_fmt", "s32p"],
  }),
].map((format) => ({ ...format, needsFfmpeg: true }));

const OGG: Format[] = [
  ...widely(lossy("Ogg Vorbis", "ogg", "vorbis", ["-c:a", "libvorbis", "-q:a", "6"]), [
    { channels: 1 },
    { channels: 6 },
    { channels: 8 },
    { rateHz: 8000 },
    { rateHz: 96_000 },
  ]),
  ...widely(lossy("Opus", "opus", "opus", ["-c:a", "libopus", "-b:a", "256k"], { decodedRateHz: 48_000 }), [
    { channels: 1 },
    { channels: 6 },
    { channels: 8 },
    { rateHz: 8000 },
    { rateHz: 48_000 },
  ]),
];

export const FORMATS: Format[] = [...WAV, ...AIFF, ...CAF, ...FLAC, ...MP3, ...MP4, ...OGG];
