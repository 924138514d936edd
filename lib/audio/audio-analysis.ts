import type { Container } from "./sniff";

/** Raised whenever a measured figure may change for the same bytes; stored beside every analysis. */
export const ANALYZER_VERSION = "1.2.0";

/** What the bytes are. `frames` and `durationSec` are counted from the decoded sound, never taken from a header. */
export interface SourceFacts {
  sha256: string;
  sizeBytes: number;
  container: Container;
  codec: string;
  isLossless: boolean;
  sampleRateHz: number;
  channels: number;
  /** Bits a sample; null where the codec has none (MP3, AAC, Vorbis, Opus). */
  bitDepth: number | null;
  bitrateBps: number | null;
  durationSec: number;
  frames: number;
}

/** The shape of the sound, one pixel per 256 frames of the mono mix. */
export interface Peaks {
  samplesPerPixel: number;
  bits: PeakBits;
  /** Number of pixels. */
  length: number;
  /** BBC audiowaveform's binary format, version 1 (min and max of each pixel). */
  dat: Uint8Array;
  /** The same with each channel by itself (version 2); null unless it was asked for. */
  channelDat: Uint8Array | null;
  /** One byte a pixel: the root mean square, linear, 255 is full scale. */
  rms: Uint8Array;
}

export type PeakBits = 8 | 16;

/** ITU-R BS.1770-5 and EBU Tech 3341/3342. Null where the sound is too short or too quiet for the figure to exist. */
export interface Loudness {
  integratedLufs: number | null;
  rangeLu: number | null;
  maxMomentaryLufs: number | null;
  maxShortTermLufs: number | null;
  truePeakDbtp: number | null;
  samplePeakDbfs: number | null;
  /** Peak to loudness ratio: true peak over integrated loudness. */
  plrLu: number | null;
}

/** Short-term loudness over time: point `i` is that of the three seconds from second `i * stepSec`; -70 is silence. */
export interface LoudnessCurve {
  stepSec: number;
  lufs: Float32Array;
}

/** A stretch below -60 dBFS in every channel. */
export interface Silence {
  startSec: number;
  endSec: number;
}

/** How the sound goes over time. */
export interface Timeline {
  shortTerm: LoudnessCurve;
  /** Of half a second and more, between the first and the last sound: the 100 longest, in the order of time. */
  silences: Silence[];
}

/** Plain statistics over all frames. Silence is |x| below -60 dBFS in every channel. */
export interface SignalFacts {
  rmsDbfs: number | null;
  /** Peak over RMS in dB. */
  crestDb: number | null;
  /** The largest mean of any channel, signed, 1 is full scale. */
  dcOffset: number;
  /** Samples that lie in runs of at least three at full scale. */
  clippedSamples: number;
  clipRuns: number;
  silenceStartSec: number;
  silenceEndSec: number;
  /** The longest silence between the first and the last sound. */
  longestGapSec: number;
  /** -1..1 between left and right; null unless both carry sound. */
  stereoCorrelation: number | null;
  /** Two channels that carry the same sound. */
  isDualMono: boolean;
  isSilent: boolean;
}

/** Beats of the whole sound. All scores and confidences are 0 to 1; a stated confidence is how often such answers are right. */
export interface TempoFacts {
  bpm: number;
  confidence: number;
  /** Other readings, the likeliest first: half and double among them. */
  alternatives: { bpm: number; score: number }[];
  firstBeatSec: number;
  /** 1 when the beats lie evenly through the whole sound, towards 0 as they wander. */
  stability: number;
}

/** A key: `tonic` in semitones from C, 0 to 11. */
export interface KeyName {
  tonic: number;
  mode: "major" | "minor";
}

export interface KeyFacts extends KeyName {
  confidence: number;
  alternatives: (KeyName & { score: number })[];
  /** How far the sound lies from A = 440 Hz, -50 to 50. */
  tuningCents: number;
}

/** What the file says of itself. Untrusted text: capped in length, control characters removed. */
export interface FileMetadata {
  title: string | null;
  artist: string | null;
  album: string | null;
  year: number | null;
  bpmTag: number | null;
  keyTag: string | null;
  isrc: string | null;
  comment: string | null;
}

export type AnalysisWarning = "metadata_unreadable";

/** Everything measured of one file. All decibels are finite numbers or null. */
export interface AudioAnalysis {
  schemaVersion: 1;
  analyzerVersion: string;
  engine: "ffmpeg" | "wasm";
  source: SourceFacts;
  peaks: Peaks;
  loudness: Loudness;
  signal: SignalFacts;
  timeline: Timeline;
  /** Null where no beat, or no key, can be told. */
  tempo: TempoFacts | null;
  key: KeyFacts | null;
  metadata: FileMetadata;
  warnings: AnalysisWarning[];
}
