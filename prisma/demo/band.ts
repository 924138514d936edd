import type { Arrangement } from "./synthesize";

/** The demo band. Its password is meant to be known: the demo runs on stand-ins only. */
export const DEMO_PASSWORD = "low harbour demo";

export const BAND = {
  theo: { name: "Theo Okafor", email: "theo@lowharbour.example" },
  mara: { name: "Mara Lindqvist", email: "mara@lowharbour.example" },
  jonas: { name: "Jonas Weber", email: "jonas@lowharbour.example" },
} as const;

export type Member = keyof typeof BAND;

export interface DemoComment {
  by: Member;
  startSec: number;
  endSec: number | null;
  body: string;
  replies: { by: Member; body: string }[];
  isResolved?: boolean;
}

export interface DemoSong {
  name: string;
  versions: { by: Member; fileName: string; sound: Arrangement }[];
  /** On the newest version. */
  comments: DemoComment[];
}

const MINOR = [
  [0, 3, 7, 12],
  [-4, 0, 3, 8],
  [-7, -4, 0, 5],
  [-2, 2, 5, 10],
];
const MAJOR = [
  [0, 4, 7, 12],
  [-5, -1, 2, 7],
  [-3, 0, 4, 9],
  [-7, -3, 0, 5],
];

const VERSE = Array<number>(8).fill(0.5);
const CHORUS = Array<number>(8).fill(1);
const INTRO = [0.2, 0.25, 0.25, 0.3];

const LANTERNS: Arrangement = {
  bpm: 128,
  root: 57,
  chords: MINOR,
  bars: [...INTRO, ...VERSE, ...CHORUS, 0, ...VERSE, ...CHORUS, 0.3, 0.25, 0.2, 0.15],
  level: 0.82,
};

export const PROJECT_NAME = "Nightferry";

export const SONGS: DemoSong[] = [
  {
    name: "Paper Lanterns",
    versions: [
      { by: "mara", fileName: "Paper Lanterns rough.wav", sound: { ...LANTERNS, level: 0.5 } },
      { by: "mara", fileName: "Paper Lanterns mix 2.wav", sound: LANTERNS },
    ],
    comments: [
      { by: "jonas", startSec: 7.1, endSec: null, body: "Count-in hi-hat can go.", replies: [], isResolved: true },
      {
        by: "mara",
        startSec: 22.5,
        endSec: 37.5,
        body: "Double drifts behind my lead here. Keep the take, nudge it 20 ms?",
        replies: [{ by: "jonas", body: "Nudge. The grain of the double is what makes this chorus." }],
      },
      { by: "jonas", startSec: 37.6, endSec: null, body: "This silence is the best bar of the song.", replies: [] },
      { by: "mara", startSec: 55.2, endSec: null, body: "Love the answer line. Could be 1 dB braver.", replies: [] },
    ],
  },
  {
    name: "Harbour",
    versions: [
      {
        by: "jonas",
        fileName: "harbour_take4.wav",
        sound: { bpm: 96, root: 62, chords: MAJOR, bars: [...INTRO, ...VERSE, ...VERSE, ...CHORUS], level: 0.95 },
      },
    ],
    comments: [
      {
        by: "jonas",
        startSec: 12.4,
        endSec: null,
        body: "Is the tambourine meant to lean ahead? I like it, just asking.",
        replies: [],
      },
    ],
  },
  {
    name: "Slow Dynamo",
    versions: [
      {
        by: "theo",
        fileName: "Slow Dynamo – phone memo.wav",
        sound: {
          bpm: 74,
          root: 54,
          chords: MINOR,
          bars: [0.25, 0.3, 0.35, 0.4, 0.4, 0.45, 0.5, 0.5, 0.4, 0.3],
          level: 0.9,
        },
      },
    ],
    comments: [
      {
        by: "mara",
        startSec: 16.2,
        endSec: null,
        body: "Can you retrack the bridge on the Tele? This one buzzes.",
        replies: [],
      },
    ],
  },
];
