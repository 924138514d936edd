import type { KeyName } from "../../audio-analysis";
import { Random } from "./random";
import { STYLES, type Style } from "./styles";

/** What a song is to be: its arrangement follows from the seed. */
export interface SongPlan {
  name: string;
  seed: number;
  style: Style;
  /** At the song's start; where the tempo drifts it is not the mean. */
  bpm: number;
  key: KeyName;
}

/** Style and the tempi that it is played at. */
const SLOTS: readonly (readonly [style: string, lowBpm: number, highBpm: number])[] = [
  ["house", 116, 124],
  ["house", 122, 130],
  ["techno", 126, 136],
  ["techno", 134, 148],
  ["drum-and-bass", 166, 174],
  ["drum-and-bass", 172, 180],
  ["hip-hop", 78, 90],
  ["hip-hop", 86, 102],
  ["trap", 130, 144],
  ["trap", 140, 156],
  ["rock", 98, 118],
  ["rock", 114, 136],
  ["rock", 130, 152],
  ["punk", 168, 188],
  ["punk", 184, 200],
  ["metal", 100, 130],
  ["metal", 170, 188],
  ["metal", 184, 200],
  ["ballad", 60, 68],
  ["ballad", 66, 80],
  ["waltz", 84, 120],
  ["waltz", 140, 180],
  ["six-eight", 60, 70],
  ["six-eight", 66, 84],
  ["swing", 120, 160],
  ["swing", 180, 200],
  ["reggae", 66, 78],
  ["reggae", 74, 92],
  ["pop", 92, 112],
  ["pop", 108, 130],
  ["latin", 88, 120],
  ["latin", 116, 140],
  ["funk", 92, 116],
  ["ambient", 60, 84],
  ["drifting-rock", 100, 132],
  ["drifting-pop", 74, 96],
];

/** 36 songs in as many corners of popular music, every key among them at least once; another seed, other songs. */
export function planCorpus(seed: number): SongPlan[] {
  const random = new Random(seed);
  const keys = [...random.shuffle(allKeys()), ...random.shuffle(allKeys()).slice(0, SLOTS.length - 24)];
  return SLOTS.map(([styleName, low, high], i) => {
    const style = STYLES[styleName];
    if (!style) throw new RangeError(`There is no style ${styleName}.`);
    const bpm = Math.round(random.between(low, high) * 10) / 10;
    const key = takeKey(keys, random.chance(style.isMinorLikely) ? "minor" : "major");
    return { name: `${i + 1}-${styleName}`, seed: random.integer(1, 2 ** 31), style, bpm, key };
  });
}

function allKeys(): KeyName[] {
  return (["major", "minor"] as const).flatMap((mode) => Array.from({ length: 12 }, (_, tonic) => ({ tonic, mode })));
}

/** The next key of the wished mode, or of the other one when there is none left. */
function takeKey(keys: KeyName[], mode: KeyName["mode"]): KeyName {
  const found = keys.findIndex((key) => key.mode === mode);
  const [key] = keys.splice(Math.max(0, found), 1);
  if (!key) throw new RangeError("There are more songs than keys.");
  return key;
}
