/**
 * What a model is told of a sound: figures and closed words alone. Levels in LUFS, LU, dBTP or dB, null where silence leaves
 * nothing to measure. Nothing that a person wrote is in it: no name, no remark, no text from a file.
 */
export interface TagFeatures {
  durationSec: number;
  tempoBpm: number | null;
  tempoConfidence: number | null;
  /** Such as "A minor". */
  key: string | null;
  keyConfidence: number | null;
  integratedLufs: number | null;
  loudnessRangeLu: number | null;
  truePeakDbtp: number | null;
  crestDb: number | null;
  /** From -1 to 1. */
  stereoCorrelation: number | null;
  channels: number;
}

/** A piece of the sound as a mono MP3. Seconds from the sound's start. */
export interface Clip {
  bytes: Uint8Array;
  startSec: number;
  durationSec: number;
}

/** `clip` is null for a model that does not hear. */
export interface TagRequest {
  features: TagFeatures;
  clip: Clip | null;
}

/** What a suggestion may rest on: the figures, or what was heard. */
export const BASES = ["sound", "tempo", "key", "loudness", "dynamics", "stereo", "length"] as const;
export type Basis = (typeof BASES)[number];

/** A word of the vocabulary (`lib/ai/tag-vocabulary.ts`), how sure the model is (0 to 1), and what it says that it rests on. */
export interface SuggestedTag {
  id: string;
  confidence: number;
  basis: Basis[];
}
