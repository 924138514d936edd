import { execFile } from "node:child_process";
import { promisify } from "node:util";
import {
  type Accuracy,
  CORPORA,
  type JudgedSong,
  judgeCorpus,
  readReliability,
  summarize,
} from "@/lib/audio/testing/corpus/accuracy";
import { isSameTempo, isTempoOrOctave } from "@/lib/audio/testing/corpus/judge";
import { hasSynthesizer } from "@/lib/audio/testing/corpus/render";
import type { Row } from "./row";

const run = promisify(execFile);
const isVerbose = process.argv.includes("--songs");

/** Tempo and key of songs whose truth is known, beside Debian's aubio on the same files; `--songs` tells of each song. */
export async function measureAudioAccuracy(): Promise<Row[]> {
  if (!hasSynthesizer) return [];
  const rows: Row[] = [];
  for (const [name, seed] of Object.entries(CORPORA)) {
    const songs = await judgeCorpus(seed);
    if (isVerbose) tell(name, songs);
    rows.push(
      ...describe(name === "measured" ? "audio-accuracy" : "audio-accuracy/held-out", songs, await askAubio(songs)),
    );
  }
  return rows;
}

function describe(name: string, songs: JudgedSong[], aubio: number[] | null): Row[] {
  const accuracy: Accuracy = summarize(songs);
  const count = (judge: typeof isSameTempo): Pick<Row, "reference"> => {
    if (!aubio) return {};
    return {
      reference: { name: "aubio tempo", value: songs.filter(({ truth }, i) => judge(aubio[i] ?? 0, truth.bpm)).length },
    };
  };
  return [
    { name: `${name}/tempo`, value: accuracy.tempoExact, unit: "of 36", ...count(isSameTempo), target: "≥ 34" },
    {
      name: `${name}/tempo-or-octave`,
      value: accuracy.tempoExactOrOctave,
      unit: "of 36",
      ...count(isTempoOrOctave),
      target: "≥ 36",
    },
    { name: `${name}/key`, value: accuracy.keyExact, unit: "of 36", target: "≥ 28" },
    { name: `${name}/key-mirex`, value: accuracy.keyScore, unit: "points", target: "≥ 0.84" },
    { name: `${name}/first-beat`, value: 100 * accuracy.firstBeatShare, unit: "% within 30 ms", target: "≥ 90" },
  ];
}

/** Beats a minute by `aubio tempo`, 0 where it tells none; null where it is not installed. */
async function askAubio(songs: JudgedSong[]): Promise<number[] | null> {
  const told: number[] = [];
  for (const { wavPath } of songs) {
    try {
      const { stdout } = await run("aubio", ["tempo", wavPath]);
      told.push(Number.parseFloat(stdout) || 0);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
      throw error;
    }
  }
  return told;
}

function tell(name: string, songs: JudgedSong[]): void {
  for (const { plan, truth, tempo, key } of songs) {
    const beats = `${truth.bpm.toFixed(1)} BPM: ${tempo?.bpm ?? "none"} (${tempo?.confidence.toFixed(2)}), stability ${tempo?.stability.toFixed(2)}`;
    const keys = `${truth.key.tonic} ${truth.key.mode}: ${key?.tonic} ${key?.mode} (${key?.confidence.toFixed(2)})`;
    console.log(`${name} ${plan.name.padEnd(20)} ${beats}; ${keys}`);
  }
  const { tempoStatements, keyStatements, ...rest } = summarize(songs);
  console.log(rest);
  console.table(readReliability(tempoStatements));
  console.table(readReliability(keyStatements));
}
