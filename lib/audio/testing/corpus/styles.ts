import type { Voicing } from "./harmony";

/**
 * A way to play. Patterns have one sign a step, one bar long (a drum lane may be two bars):
 * drums x loud, o soft, g ghost; bass R held root, r root, f fifth, e octave, t third, w a step of a walk;
 * chords X held, x short, 1 to 4 one tone of the chord. A dot is nothing.
 */
export interface Style {
  name: string;
  beatsPerBar: number;
  stepsPerBeat: number;
  /** How much later the second of two steps comes, as part of a step: the lowest and the highest. */
  swing: [number, number];
  /** Most a note strays from the grid. */
  humanSec: number;
  isMinorLikely: number;
  voicing: Voicing;
  drums: Record<string, readonly string[]>;
  bass: readonly string[];
  chords: readonly string[];
  sounds: { bass: readonly number[]; chords: readonly number[]; lead: readonly number[] };
  /** How far the tempo wanders over the song, as part of the tempo. */
  drift?: number;
}

const BAND = { bass: [33, 34], chords: [27, 25, 29], lead: [26, 30, 65] };
const CLUB = { bass: [38, 39], chords: [89, 90, 4], lead: [80, 81, 82] };
const SOFT = { bass: [32, 33], chords: [0, 4, 24], lead: [73, 40, 71] };
const HARD = { bass: [34], chords: [30, 29], lead: [30] };

const COMMON = {
  beatsPerBar: 4,
  stepsPerBeat: 4,
  swing: [0, 0] as [number, number],
  humanSec: 0.008,
  voicing: "triads" as Voicing,
};
const BACKBEAT = ["....x.......x..."];
const FOUR = ["x...x...x...x..."];
const EIGHTHS = ["x.o.x.o.x.o.x.o."];
const SIXTEENTHS = ["xoooxoooxoooxooo", "xgogxgogxgogxgog"];

const ROCK: Style = {
  ...{ ...COMMON, name: "rock", isMinorLikely: 0.4, sounds: BAND },
  drums: {
    kick: ["x.......x.x.....", "x.....x.x.......", "x..x....x.x...x."],
    snare: BACKBEAT,
    hat: [...EIGHTHS, "x...x...x...x..."],
  },
  bass: ["r.r.r.r.r.r.r.r.", "R.....r.R.....r.", "r...r...r.r.r.f."],
  chords: ["x.x.x.x.x.x.x.x.", "X.....x.X.......", "x...x.x...x.x.x."],
};

const POP: Style = {
  ...{ ...COMMON, name: "pop", isMinorLikely: 0.4, sounds: { ...BAND, chords: [0, 25, 4] } },
  drums: {
    kick: [...FOUR, "x.......x.....x.", "x.....x...x....."],
    snare: BACKBEAT,
    hat: [...EIGHTHS, ...SIXTEENTHS],
    tambourine: ["", "....o.......o..."],
  },
  bass: ["R.......R.......", "r..r..r.r..r..r.", "r.r.r.r.r.r.r.r."],
  chords: ["X.......X.......", "x..x..x...x..x..", "1.2.3.2.1.2.3.2."],
};

export const STYLES: Record<string, Style> = {
  rock: ROCK,
  pop: POP,
  house: {
    ...{ ...COMMON, name: "house", humanSec: 0.002, isMinorLikely: 0.6, sounds: CLUB },
    drums: {
      kick: FOUR,
      clap: BACKBEAT,
      open: ["..x...x...x...x."],
      hat: ["", ...EIGHTHS, ...SIXTEENTHS],
    },
    bass: ["..r...r...r...r.", "r..r..r...r.r...", "..rr..rr..rr..re"],
    chords: ["..x...x...x...x.", "X...............", "x..x..x...x..x.."],
  },
  techno: {
    ...{ ...COMMON, name: "techno", humanSec: 0.001, isMinorLikely: 0.8, sounds: CLUB },
    drums: {
      kick: FOUR,
      clap: ["", ...BACKBEAT],
      open: ["..x...x...x...x."],
      hat: ["", ...SIXTEENTHS],
      ride: ["", ...EIGHTHS],
    },
    bass: ["..rr..rr..rr..rr", ".rrr.rrr.rrr.rrr", "r.r.r.r.r.r.r.r."],
    chords: ["x.....x.....x...", "X...............", "1..2..3.1..2..3."],
  },
  "drum-and-bass": {
    ...{ ...COMMON, name: "drum-and-bass", humanSec: 0.002, isMinorLikely: 0.8, sounds: CLUB },
    drums: {
      kick: ["x.........x.....", "x..x......x.....", "x.........x..x.."],
      snare: ["....x.......x...", "....x..g.g..x...", "....x..g....x..g"],
      hat: [...EIGHTHS, ...SIXTEENTHS, "x.x.x.x.x.x.x.xx"],
    },
    bass: ["R.........R.....", "R.....r...R.r...", "R..............."],
    chords: ["X...............", "x.....x.....x...", "1...2...3...2..."],
  },
  "hip-hop": {
    ...{
      ...COMMON,
      name: "hip-hop",
      voicing: "sevenths",
      swing: [0, 0.3],
      isMinorLikely: 0.7,
      sounds: { ...CLUB, chords: [4, 0, 11] },
    },
    drums: {
      kick: ["x..x......x.....", "x.....x.x.......", "x.x.......x..x.."],
      snare: BACKBEAT,
      hat: [...EIGHTHS, "x.o.x.oox.o.xoo."],
    },
    bass: ["R..r......R.....", "R.....r.R.......", "r..r..r...r....."],
    chords: ["X...............", "x.....x...x.....", "1.2.3.4.3.2.1..."],
  },
  trap: {
    ...{ ...COMMON, name: "trap", humanSec: 0.002, isMinorLikely: 0.9, sounds: CLUB },
    drums: {
      kick: ["x.....x.........x.........x.....", "x...........x...x.....x.....x...", "x.........x....."],
      clap: ["........x......."],
      hat: ["x.o.x.o.x.o.x.o.", "x.o.x.ooxoo.x.o.x.o.x.o.xooox.o.", "x.o.xoooo.o.x.oo"],
    },
    bass: ["R.....R.........", "R...........R...", "R.........R....."],
    chords: ["X...............", "1.2.3.2.1.2.3.2.", "1...2...3...4..."],
  },
  punk: {
    ...{ ...COMMON, name: "punk", voicing: "fifths", isMinorLikely: 0.3, sounds: HARD },
    drums: {
      kick: ["x.......x.......", "x.....x.x.....x.", "x.....x...x....."],
      snare: BACKBEAT,
      hat: [...EIGHTHS, "x...x...x...x..."],
    },
    bass: ["r.r.r.r.r.r.r.r."],
    chords: ["x.x.x.x.x.x.x.x.", "X...x.x.X...x.x."],
  },
  metal: {
    ...{ ...COMMON, name: "metal", voicing: "fifths", humanSec: 0.005, isMinorLikely: 0.95, sounds: HARD },
    drums: {
      kick: ["x.x.x.x.x.x.x.x.", "xxxxxxxxxxxxxxxx", "x.xxx.xxx.xxx.xx"],
      snare: [...BACKBEAT, "....x.......x..x"],
      ride: ["x...x...x...x...", ...EIGHTHS],
    },
    bass: ["r.r.r.r.r.r.r.r.", "r.rrr.rrr.rrr.rr"],
    chords: ["x.x.x.x.x.x.x.x.", "x.xxx.xxx.xxx.xx", "X.......X......."],
  },
  ballad: {
    ...{ ...COMMON, name: "ballad", humanSec: 0.01, isMinorLikely: 0.4, sounds: SOFT },
    drums: {
      kick: ["x.......x.......", "x.......x.x.....", "x......xx......."],
      snare: BACKBEAT,
      hat: ["", ...EIGHTHS, "x...o...x...o..."],
    },
    bass: ["R.......R.......", "R.....r.R.....f."],
    chords: ["1.2.3.2.1.2.3.2.", "x...x...x...x...", "1234321212343212"],
  },
  waltz: {
    ...{ ...COMMON, name: "waltz", beatsPerBar: 3, isMinorLikely: 0.5, sounds: SOFT },
    drums: { kick: ["x..........."], snare: ["", "....o...o..."], hat: ["", "x...o...o...", "x.o.o.o.o.o."] },
    bass: ["R...........", "r...........f..........."],
    chords: ["....x...x...", "1...2...3...", "1.2.3.4.3.2."],
  },
  "six-eight": {
    ...{ ...COMMON, name: "six-eight", stepsPerBeat: 3, isMinorLikely: 0.5, sounds: SOFT },
    drums: { kick: ["x.....x.....", "x....xx....."], snare: ["...x.....x.."], hat: ["xooxooxooxoo", "x..o..x..o.."] },
    bass: ["R.....R.....", "R....rR....r"],
    chords: ["123212321232", "x..x..x..x..", "X.....X....."],
  },
  swing: {
    ...{ ...COMMON, name: "swing", voicing: "sevenths", stepsPerBeat: 3, humanSec: 0.01, isMinorLikely: 0.4 },
    drums: {
      ride: ["x..x.ox..x.o"],
      pedal: ["...x.....x.."],
      kick: ["", "o..o..o..o.."],
      snare: ["", ".....g......", "..g.....g..."],
    },
    bass: ["r..w..t..w..", "r..t..f..w.."],
    chords: ["x....x......", "...x.....x..", "x..x..x..x.."],
    sounds: { bass: [32], chords: [0, 26], lead: [66, 56, 71] },
  },
  reggae: {
    ...{ ...COMMON, name: "reggae", swing: [0, 0.2], isMinorLikely: 0.5 },
    drums: {
      kick: ["....x.......x...", "x...x...x...x...", "x.......x......."],
      rim: ["....x.......x..."],
      hat: [...EIGHTHS, "x.oox.oox.oox.oo"],
    },
    bass: ["R.....r.f.r.....", "....r.r.R.....f.", "r..r..r...R....."],
    chords: ["..x...x...x...x."],
    sounds: { bass: [33], chords: [27, 16], lead: [56, 18, 22] },
  },
  latin: {
    ...{ ...COMMON, name: "latin", isMinorLikely: 0.6 },
    drums: {
      kick: ["x..xx..xx..xx..x", "x.......x......."],
      rim: ["x..x..x.....x.x.", "x..x..x...x..x.."],
      hat: [...EIGHTHS],
      conga: ["", "....x.....xx...."],
      shaker: ["", ...SIXTEENTHS],
    },
    bass: ["r.....f.r.....f.", "r..f....r..f....", "R.....r.....r..."],
    chords: ["x..x..x...x..x..", "x.x..x.x.x..x.x.", "..x...x.x..x...."],
    sounds: { bass: [32], chords: [24, 0], lead: [73, 56] },
  },
  funk: {
    ...{
      ...COMMON,
      name: "funk",
      voicing: "sevenths",
      swing: [0, 0.2],
      isMinorLikely: 0.6,
      sounds: { ...BAND, chords: [27, 7, 28] },
    },
    drums: {
      kick: ["x..x..x...x.....", "x.x.......x..x..", "x......x..x....."],
      snare: ["....x..g.g..x...", "....x..g.g.gx..g"],
      hat: [...SIXTEENTHS, "x.o.x.o.x.o.x.o."],
    },
    bass: ["r..re..r..r.f.r.", "r.r...e..r..r..f", "r....r.er....f.r"],
    chords: ["..x..xx...x..x..", "x..x..x...x.....", "....x.x.....x.xx"],
  },
  ambient: {
    ...{ ...COMMON, name: "ambient", humanSec: 0.012, isMinorLikely: 0.5, drums: {} },
    bass: ["R..............."],
    chords: ["1...2...3...2...", "1.2.3.4.3.2.1.2.", "x...x...x...x..."],
    sounds: { bass: [43, 32], chords: [0, 11, 46], lead: [89, 91, 73] },
  },
  "drifting-rock": { ...ROCK, name: "drifting-rock", humanSec: 0.012, drift: 0.08 },
  "drifting-pop": { ...POP, name: "drifting-pop", humanSec: 0.012, drift: 0.06 },
};
