/** Bands of a spectrum, narrow below and wide above, the way ears divide it; and which third of the sound each belongs to. */
export interface OnsetBands {
  /** First bin of each band, and behind them the end of the last. */
  edges: Uint16Array;
  /** 0 for drums and bass below, 1 for the body of most instruments, 2 for attacks and cymbals. */
  registers: Uint8Array;
}

const MOST_BANDS = 30;
const LOWEST_HZ = 30;
const HIGHEST_HZ = 5200;
const LOW_REGISTER_TO_HZ = 170;
const MIDDLE_REGISTER_TO_HZ = 1600;

/** `bins` bins of `binHz` each. */
export function designOnsetBands(binHz: number, bins: number): OnsetBands {
  const lowest = toMel(LOWEST_HZ);
  const highest = toMel(Math.min(HIGHEST_HZ, 0.95 * binHz * bins));
  const edges = [Math.max(1, Math.round(LOWEST_HZ / binHz))];
  for (let band = 1; band <= MOST_BANDS; band++) {
    const edge = Math.round(fromMel(lowest + ((highest - lowest) * band) / MOST_BANDS) / binHz);
    if (edge > (edges.at(-1) ?? 0)) edges.push(Math.min(edge, bins));
  }
  const registers = edges.slice(0, -1).map((edge) => registerOf(edge * binHz));
  return { edges: Uint16Array.from(edges), registers: Uint8Array.from(registers) };
}

function registerOf(frequencyHz: number): number {
  if (frequencyHz < LOW_REGISTER_TO_HZ) return 0;
  return frequencyHz < MIDDLE_REGISTER_TO_HZ ? 1 : 2;
}

function toMel(frequencyHz: number): number {
  return 2595 * Math.log10(1 + frequencyHz / 700);
}

function fromMel(mel: number): number {
  return 700 * (10 ** (mel / 2595) - 1);
}
