/** What a header says of the sound inside. `expectedFrames` is a promise, for progress and for noticing a cut. */
export interface SourceProbe {
  codec: string;
  isLossless: boolean;
  sampleRateHz: number;
  channels: number;
  bitDepth: number | null;
  bitrateBps: number | null;
  expectedFrames: number | null;
  /** FFmpeg's name for where the channels stand ("5.1(side)", "FL+FR+LFE"); null when the file does not say. */
  channelLayout: string | null;
}

const LOSSLESS_CODECS = new Set(["flac", "alac", "wavpack", "tta", "ape"]);
const LOSSY_PCM = new Set(["pcm_alaw", "pcm_mulaw", "pcm_vidc"]);
/** No set is longer; a few bytes of packed silence may be. */
export const LONGEST_SOUND_SEC = 24 * 3600;
const MAX_CHANNELS = 32;
const MIN_RATE_HZ = 1000;
const MAX_RATE_HZ = 768_000;

/** True when the codec keeps every bit of what went in. */
export function isLosslessCodec(codec: string): boolean {
  return LOSSLESS_CODECS.has(codec) || (codec.startsWith("pcm_") && !LOSSY_PCM.has(codec));
}

/** False for headers no recorder writes, which only cost memory. */
export function isPlausible(probe: Pick<SourceProbe, "sampleRateHz" | "channels">): boolean {
  const { sampleRateHz, channels } = probe;
  return channels >= 1 && channels <= MAX_CHANNELS && sampleRateHz >= MIN_RATE_HZ && sampleRateHz <= MAX_RATE_HZ;
}
