/** What a cover that nobody chose looks like: colours by hue, and a figure of seven measures from 0 to 1. */
export interface CoverArt {
  groundHue: number;
  figureHue: number;
  measures: number[];
}

const MEASURES = 7;
/** Hues from teal to rose: none looks like the amber that plays, or like green and red, which say something. */
const FIRST_HUE = 170;
const HUES = 180;
/** Hues of ground and figure lie so far apart that both are seen. */
const LEAST_APART = 50;

/** Drawn from the id alone: the same on every page and for ever, and another for another id, whatever its name. */
export function drawCoverArt(id: string): CoverArt {
  const next = startRandom(id);
  const ground = Math.floor(next() * HUES);
  const figure = (ground + LEAST_APART + Math.floor(next() * (HUES - 2 * LEAST_APART))) % HUES;
  const [groundHue, figureHue] = [FIRST_HUE + ground, FIRST_HUE + figure];
  return { groundHue, figureHue, measures: Array.from({ length: MEASURES }, () => Math.round(next() * 100) / 100) };
}

/** Mulberry32, started by FNV-1a over the id: ids of one moment share their beginning, so every sign counts. */
function startRandom(id: string): () => number {
  let state = 0x811c9dc5;
  for (let i = 0; i < id.length; i++) state = Math.imul(state ^ id.charCodeAt(i), 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
