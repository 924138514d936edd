import { z } from "zod";
import { BASES, type SuggestedTag, type TagFeatures } from "@/lib/ai/tag-request";
import { CLIP_SEC } from "@/lib/audio/clip";
import { nameKey } from "@/lib/audio/key/key-name";
import type { AnalysisFacts } from "@/lib/domains/versions/schema";
import type { NewTag } from "../store";

/** A question that the queue brings later than this is not asked: nobody expects the answer any more. */
export const LATEST_ASK_MS = 6 * 60 * 60_000;
/** Longest that a healthy question waits, tries and waits between them included. */
export const HANGING_AFTER_MS = 60 * 60_000;
/** A clip is sought in this much of a sound: what lies before it has to be decoded. */
const CLIP_WITHIN_SEC = 600;

export const TOO_LATE = {
  reason: "too_late",
  message: "The AI model was not asked: the background work came to it too late. Press Try again.",
} as const;
export const NO_ANSWER = {
  reason: "no_answer",
  message: "The AI model gave no answer after several tries. Press Try again in a while.",
} as const;

/** A model's answer as a row keeps it. `clip` is what it heard. */
export const answerSchema = z.object({
  model: z.string(),
  clip: z.object({ startSec: z.number(), durationSec: z.number() }).nullable(),
  tags: z.array(z.object({ id: z.string(), confidence: z.number(), basis: z.array(z.enum(BASES)) })),
});
export type Answer = z.infer<typeof answerSchema>;

/** The figures that a model is told. */
export function toFeatures(facts: AnalysisFacts): TagFeatures {
  return {
    durationSec: facts.durationSec,
    tempoBpm: facts.tempo?.bpm ?? null,
    tempoConfidence: facts.tempo?.confidence ?? null,
    key: facts.key ? nameKey(facts.key) : null,
    keyConfidence: facts.key?.confidence ?? null,
    integratedLufs: facts.integratedLufs,
    loudnessRangeLu: facts.rangeLu,
    truePeakDbtp: facts.truePeakDbtp,
    crestDb: facts.crestDb ?? null,
    stereoCorrelation: facts.stereoCorrelation,
    channels: facts.channels,
  };
}

/** Where the loudest stretch of a clip's length begins, in seconds: intros and pauses say little of a song. */
export function chooseClipStart({ shortTermCurve, durationSec }: AnalysisFacts): number {
  const { stepSec, lufs } = shortTermCurve ?? { stepSec: 1, lufs: [] };
  const steps = Math.round(CLIP_SEC / stepSec);
  const lastSec = Math.min(durationSec, CLIP_WITHIN_SEC) - CLIP_SEC;
  const powers = lufs.map((level) => 10 ** (level / 10));
  let best = { startSec: 0, power: 0 };
  for (let from = 0; from * stepSec <= lastSec; from++) {
    const power = powers.slice(from, from + steps).reduce((sum, value) => sum + value, 0);
    if (power > best.power) best = { startSec: from * stepSec, power };
  }
  return best.startSec;
}

/** The suggestions as rows, each with the model's name and the figures it rests on. */
export function toSuggestions({ model, clip, tags }: Answer, features: TagFeatures): NewTag[] {
  return tags.map(({ id, confidence, basis }) => ({
    ...{ name: id, value: null, confidence },
    evidence: [{ field: "ai.model", value: model }, ...basis.flatMap((one) => readEvidence(one, clip, features))],
  }));
}

type Evidence = NewTag["evidence"];

/** None for what was not there to rest on, whatever a model says. */
function readEvidence(basis: SuggestedTag["basis"][number], clip: Answer["clip"], features: TagFeatures): Evidence {
  const figures: Record<typeof basis, [field: string, value: number | string | null]> = {
    sound: ["ai.clipStartSec", clip?.startSec ?? null],
    tempo: ["tempo.bpm", features.tempoBpm],
    key: ["key.name", features.key],
    loudness: ["loudness.integratedLufs", features.integratedLufs],
    dynamics: ["loudness.rangeLu", features.loudnessRangeLu],
    stereo: ["signal.stereoCorrelation", features.stereoCorrelation],
    length: ["source.durationSec", features.durationSec],
  };
  const [field, value] = figures[basis];
  return value === null ? [] : [{ field, value }];
}
