// `npx tsx bench/fit-music.ts` prints the weights of lib/audio/tempo/reading-weights.ts and lib/audio/key/estimate-key.ts, fitted
// to songs that neither the measured corpus nor the held-out one contains, and how well songs do that a fit did not see.

import { Kernels } from "@/lib/audio/kernels/kernels";
import { sumPassages } from "@/lib/audio/key/estimate-key";
import { describeKey, readTones } from "@/lib/audio/key/key-figures";
import { ALL_KEYS } from "@/lib/audio/key/key-profiles";
import { measureTuning } from "@/lib/audio/key/tuning";
import { softmax, weigh } from "@/lib/audio/music/softmax";
import { listCandidates } from "@/lib/audio/tempo/candidates";
import { describeReading } from "@/lib/audio/tempo/reading";
import { describeRhythm } from "@/lib/audio/tempo/rhythm";
import { readReliability, type Statement } from "@/lib/audio/testing/corpus/accuracy";
import { isSameTempo } from "@/lib/audio/testing/corpus/judge";
import { readCurves } from "@/lib/audio/testing/corpus/measure-song";
import { renderSong } from "@/lib/audio/testing/corpus/render";
import { planCorpus } from "@/lib/audio/testing/corpus/song-plan";

const SEEDS = [101, 102, 103, 104];
const ROUNDS = 1500;
const PULL_TO_ZERO = { tempo: 0.15, key: 0.1 };

/** Answers that exclude one another, the figures of each, and which are right. */
interface Question {
  name: string;
  seed: number;
  figures: number[][];
  isRight: boolean[];
}

const questions: Record<"tempo" | "key", Question[]> = { tempo: [], key: [] };
for (const seed of SEEDS) {
  for (const plan of planCorpus(seed)) {
    const { truth, wavPath } = await renderSong(plan);
    const { onsets, pitches } = await readCurves(wavPath);
    const rhythm = describeRhythm(onsets, new Kernels());
    if (!rhythm) throw new Error(`${plan.name} is silent.`);
    const candidates = listCandidates(rhythm);
    questions.tempo.push({
      ...{ name: plan.name, seed, figures: candidates.map((bpm) => describeReading(rhythm, bpm)) },
      isRight: candidates.map((bpm) => isSameTempo(bpm, truth.bpm)),
    });
    const steps = sumPassages(pitches.passages);
    const tones = readTones(pitches.passages, steps, measureTuning(steps));
    questions.key.push({
      ...{ name: plan.name, seed, figures: ALL_KEYS.map((key) => describeKey(tones, key)) },
      isRight: ALL_KEYS.map(({ tonic, mode }) => tonic === truth.key.tonic && mode === truth.key.mode),
    });
  }
}
for (const part of ["tempo", "key"] as const) {
  const all = questions[part];
  const unseen = SEEDS.flatMap((seed) => {
    const weights = fit(
      all.filter((question) => question.seed !== seed),
      PULL_TO_ZERO[part],
    );
    return all.filter((question) => question.seed === seed).map((question) => answer(question, weights));
  });
  console.log(`${part}: right in ${unseen.filter(({ isRight }) => isRight).length} of ${all.length} unseen songs`);
  console.table(readReliability(unseen));
  console.log(
    fit(all, PULL_TO_ZERO[part])
      .map((weight) => weight.toFixed(2))
      .join(", "),
  );
}

/** Weights that make the right answers likeliest (conditional logit, Adam), pulled a little to zero. */
function fit(all: Question[], pull: number): number[] {
  const known = all.filter(({ isRight }) => isRight.some(Boolean));
  const weights = (known[0]?.figures[0] ?? []).map(() => 0);
  const mean = weights.map(() => 0);
  const spread = weights.map(() => 0);
  for (let round = 1; round <= ROUNDS; round++) {
    const slope = weights.map((weight) => -pull * weight);
    for (const { figures, isRight } of known) {
      const chances = softmax(figures.map((each) => weigh(each, weights)));
      const right = chances.reduce((sum, chance, i) => sum + (isRight[i] ? chance : 0), 0);
      figures.forEach((each, i) => {
        const miss = (isRight[i] ? (chances[i] ?? 0) / right : 0) - (chances[i] ?? 0);
        each.forEach((figure, w) => {
          slope[w] = (slope[w] ?? 0) + miss * figure;
        });
      });
    }
    slope.forEach((value, w) => {
      mean[w] = 0.9 * (mean[w] ?? 0) + 0.1 * value;
      spread[w] = 0.999 * (spread[w] ?? 0) + 0.001 * value * value;
      const step = (mean[w] ?? 0) / (1 - 0.9 ** round) / (Math.sqrt((spread[w] ?? 0) / (1 - 0.999 ** round)) + 1e-8);
      weights[w] = (weights[w] ?? 0) + 0.05 * step;
    });
  }
  return weights;
}

function answer({ figures, isRight }: Question, weights: number[]): Statement {
  const chances = softmax(figures.map((each) => weigh(each, weights)));
  const confidence = Math.max(...chances);
  return { confidence, isRight: isRight[chances.indexOf(confidence)] ?? false };
}
