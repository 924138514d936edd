import type { KeyFacts, TempoFacts } from "../../audio-analysis";
import { distanceToBeat, isSameTempo, isTempoOrOctave, scoreKey } from "./judge";
import { measureSong } from "./measure-song";
import { type RenderedSong, renderSong } from "./render";
import { planCorpus } from "./song-plan";

/** Seeds of the songs that figures are told of. None of their songs served to fit a weight (bench/fit-music.ts has others). */
export const CORPORA = { measured: 36, heldOut: 2027 } as const;

export interface JudgedSong extends RenderedSong {
  tempo: TempoFacts | null;
  key: KeyFacts | null;
}

/** A statement with a confidence, and whether it was right. */
export interface Statement {
  confidence: number;
  isRight: boolean;
}

export interface Accuracy {
  songs: number;
  tempoExact: number;
  tempoExactOrOctave: number;
  keyExact: number;
  /** Mean of MIREX's weights. */
  keyScore: number;
  /** Share of the songs with an exact tempo whose first beat lies within 30 ms of a true beat. */
  firstBeatShare: number;
  /** Least stability of the steady songs with an exact tempo but for one in ten, and the largest of the drifting ones. */
  steadyStability: number;
  driftingStability: number;
  tempoStatements: Statement[];
  keyStatements: Statement[];
}

const FIRST_BEAT_SEC = 0.03;

export async function judgeCorpus(seed: number): Promise<JudgedSong[]> {
  const judged: JudgedSong[] = [];
  for (const plan of planCorpus(seed)) {
    const song = await renderSong(plan);
    judged.push({ ...song, ...(await measureSong(song.wavPath)) });
  }
  return judged;
}

export function summarize(songs: readonly JudgedSong[]): Accuracy {
  const exact = songs.filter(hasExactTempo);
  const onBeat = exact.filter(({ tempo, truth }) => {
    return distanceToBeat(tempo?.firstBeatSec ?? Number.NaN, truth.beatSecs) <= FIRST_BEAT_SEC;
  });
  const stabilities = (isDrifting: boolean): number[] =>
    exact
      .filter(({ plan }) => (plan.style.drift !== undefined) === isDrifting)
      .map(({ tempo }) => tempo?.stability ?? 0);
  const steady = stabilities(false).sort((a, b) => a - b);
  const keyScores = songs.map(({ key, truth }) => (key ? scoreKey(key, truth.key) : 0));
  return {
    songs: songs.length,
    tempoExact: exact.length,
    tempoExactOrOctave: songs.filter(({ tempo, truth }) => tempo && isTempoOrOctave(tempo.bpm, truth.bpm)).length,
    keyExact: keyScores.filter((score) => score === 1).length,
    keyScore: keyScores.reduce((sum, score) => sum + score, 0) / songs.length,
    firstBeatShare: onBeat.length / exact.length,
    steadyStability: steady[Math.floor(steady.length / 10)] ?? 0,
    driftingStability: Math.max(...stabilities(true)),
    tempoStatements: songs.flatMap((song) => {
      return song.tempo ? [{ confidence: song.tempo.confidence, isRight: hasExactTempo(song) }] : [];
    }),
    keyStatements: songs.flatMap(({ key, truth }) => {
      return key ? [{ confidence: key.confidence, isRight: scoreKey(key, truth.key) === 1 }] : [];
    }),
  };
}

function hasExactTempo({ tempo, truth }: JudgedSong): boolean {
  return tempo !== null && isSameTempo(tempo.bpm, truth.bpm);
}

/** Statements from one confidence up to another: what they state on the mean, and how often they are right. */
export interface Reliability {
  from: number;
  count: number;
  stated: number;
  right: number;
}

export function readReliability(statements: readonly Statement[]): Reliability[] {
  const bounds = [0, 0.5, 0.7, 0.9, 1.01];
  return bounds.slice(0, -1).map((from, i) => {
    const within = statements.filter(({ confidence }) => confidence >= from && confidence < (bounds[i + 1] ?? 1));
    const stated = within.reduce((sum, { confidence }) => sum + confidence, 0) / within.length;
    return {
      from,
      count: within.length,
      stated,
      right: within.filter(({ isRight }) => isRight).length / within.length,
    };
  });
}
