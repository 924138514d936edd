import type { AudioAnalysis, TempoFacts } from "./audio-analysis";
import { nameCamelot, nameKey } from "./key/key-name";
import type { MeasuredTag } from "./measured-tag";

type Facts = Pick<AudioAnalysis, "tempo" | "key">;

/** Answers given with this confidence are right in at least so many of all songs (docs/adr/0028). */
export const TELLING_CONFIDENCE = 0.7;
export const OFF_PITCH_CENTS = 25;
/** Whatever the key, its tones are clear enough to tell their tuning. */
export const TUNING_CONFIDENCE = 0.3;
const OCTAVE_TOLERANCE = 0.03;

export function musicTags({ tempo, key }: Facts): MeasuredTag[] {
  const tags: MeasuredTag[] = [];
  if (tempo) tags.push(...tempoTags(tempo));
  if (key && key.confidence >= TELLING_CONFIDENCE) {
    const evidence = { field: "key.camelot", value: nameCamelot(key) };
    tags.push({ id: "key", value: nameKey(key), confidence: key.confidence, evidence });
  }
  if (key && key.confidence >= TUNING_CONFIDENCE && Math.abs(key.tuningCents) >= OFF_PITCH_CENTS) {
    const value = Math.round(key.tuningCents);
    tags.push({ id: "tuning:off-pitch", value, evidence: { field: "key.tuningCents", value: key.tuningCents } });
  }
  return tags;
}

/** One tempo where it is clear; it and its half or double where it is only one of these two. */
function tempoTags({ bpm, confidence, alternatives }: TempoFacts): MeasuredTag[] {
  const evidence = { field: "tempo.bpm", value: bpm };
  if (confidence >= TELLING_CONFIDENCE) return [{ id: "tempo", value: String(Math.round(bpm)), confidence, evidence }];
  const octave = alternatives.find((other) => isOctave(other.bpm / bpm));
  if (!octave || confidence + octave.score < TELLING_CONFIDENCE) return [];
  const [slower, faster] = [Math.min(bpm, octave.bpm), Math.max(bpm, octave.bpm)].map(Math.round);
  return [{ id: "tempo", value: `${slower} or ${faster}`, confidence: confidence + octave.score, evidence }];
}

function isOctave(ratio: number): boolean {
  return Math.abs(Math.max(ratio, 1 / ratio) / 2 - 1) < OCTAVE_TOLERANCE;
}
