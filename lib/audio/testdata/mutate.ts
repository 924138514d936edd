/** Repeatable choices, each from 0 to below `limit`. */
export type Choose = (limit: number) => number;

export function chooser(seed: number): Choose {
  let state = Math.imul(seed + 1, 0x9e3779b1) >>> 0;
  return (limit) => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x6d2b79f5) >>> 0;
    return Math.floor((((state ^ (state >>> 13)) >>> 0) / 2 ** 32) * limit);
  };
}

type Mutation = (bytes: Buffer, choose: Choose) => Buffer;

const HEADER_BYTES = 256;
const LONGEST_RUN = 512;
const EXTREMES = [0, 1, 2, 0x7f, 0xff, 0xffff, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff];

/** M4A keeps its index at the end, the others at the start. */
function placeInHeader(bytes: Buffer, choose: Choose, width: number): number {
  const span = Math.max(1, Math.min(HEADER_BYTES, bytes.length) - width);
  return choose(2) ? choose(span) : Math.max(0, bytes.length - width - choose(span * 4));
}

function flip(bytes: Buffer, at: number, choose: Choose): void {
  if (at < bytes.length) bytes[at] = (bytes[at] as number) ^ (1 << choose(8));
}

/** What leaves the length as it is gets past the checks of length, to the decoders. */
const IN_PLACE: Record<string, Mutation> = {
  "flips anywhere": (bytes, choose) => {
    for (let left = 1 + choose(20); left > 0; left--) flip(bytes, choose(bytes.length), choose);
    return bytes;
  },
  "flips in the header": (bytes, choose) => {
    for (let left = 1 + choose(4); left > 0; left--) flip(bytes, placeInHeader(bytes, choose, 1), choose);
    return bytes;
  },
  "a value in the header": (bytes, choose) => {
    const width = 1 << choose(3);
    const at = placeInHeader(bytes, choose, width);
    const value = (EXTREMES[choose(EXTREMES.length)] as number) % 2 ** (8 * width);
    if (at + width <= bytes.length) bytes.writeUIntBE(value, at, width);
    return bytes;
  },
  "a piece copied over": (bytes, choose) => {
    const from = choose(bytes.length);
    bytes.copyWithin(choose(bytes.length), from, from + 1 + choose(LONGEST_RUN));
    return bytes;
  },
};

const MUTATIONS: Record<string, Mutation> = {
  ...IN_PLACE,
  cut: (bytes, choose) => bytes.subarray(0, choose(bytes.length)),
  insertion: (bytes, choose) => {
    const at = choose(bytes.length + 1);
    const added = Buffer.from(Array.from({ length: 1 + choose(LONGEST_RUN) }, () => choose(256)));
    return Buffer.concat([bytes.subarray(0, at), added, bytes.subarray(at)]);
  },
  "a piece left out": (bytes, choose) => {
    const at = choose(bytes.length);
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + choose(LONGEST_RUN))]);
  },
};

/** One to three damages of a file; half of the files keep their length. */
export function mutate(whole: Buffer, choose: Choose): Buffer {
  const kinds = Object.values(choose(2) ? IN_PLACE : MUTATIONS);
  let bytes: Buffer = Buffer.from(whole);
  for (let left = 1 + choose(3); left > 0 && bytes.length > 0; left--) {
    bytes = (kinds[choose(kinds.length)] as Mutation)(bytes, choose);
  }
  return bytes;
}
