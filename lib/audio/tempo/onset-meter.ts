import { GrowingArray } from "../growing-array";
import { Framer } from "../music/framer";
import { hann, RealFft } from "../music/real-fft";
import { designOnsetBands, type OnsetBands } from "./onset-bands";

const FRAME_SAMPLES = 512;
const FRAMES_PER_SEC = 86;
/** A tone 60 dB below full scale is where loudness begins to count by its logarithm. */
const COMPRESSION = 1000;
export const REGISTERS = 3;

/** How much begins at each moment, in three registers. */
export interface OnsetCurves {
  framesPerSec: number;
  /** When frame 0 is. */
  startSec: number;
  registers: readonly Float32Array[];
}

/**
 * Spectral flux: what grew in each band over the last two frames, on a logarithmic scale. A tone that slides to
 * the band beside it is not a beginning (the loudest of three neighbours was there before).
 */
export class OnsetMeter {
  private readonly fft = new RealFft(hann(FRAME_SAMPLES));
  private readonly bands: OnsetBands;
  private readonly hop: number;
  private readonly framer: Framer;
  private readonly curves = Array.from({ length: REGISTERS }, () => new GrowingArray((n) => new Float32Array(n)));
  private readonly sums = new Float64Array(REGISTERS);
  private levels: Float64Array[];

  /** `mostSamples` is the longest piece that is ever pushed. */
  constructor(
    private readonly sampleRateHz: number,
    mostSamples: number,
  ) {
    this.hop = Math.round(sampleRateHz / FRAMES_PER_SEC);
    this.bands = designOnsetBands(sampleRateHz / FRAME_SAMPLES, FRAME_SAMPLES / 2);
    this.levels = [0, 1, 2].map(() => new Float64Array(this.bands.registers.length + 2));
    this.framer = new Framer(FRAME_SAMPLES, this.hop, mostSamples, (buffer, from) => this.measure(buffer, from));
  }

  push(samples: Float32Array, count: number): void {
    this.framer.push(samples, count);
  }

  finish(): OnsetCurves {
    const framesPerSec = this.sampleRateHz / this.hop;
    const startSec = (FRAME_SAMPLES * ONSET_PLACE) / this.sampleRateHz;
    return { framesPerSec, startSec, registers: this.curves.map((curve) => curve.view()) };
  }

  private measure(buffer: Float32Array, from: number): void {
    this.fft.transform(buffer, from);
    const [older, old, now] = this.levels as [Float64Array, Float64Array, Float64Array];
    this.readLevels(now);
    const { sums } = this;
    const { registers } = this.bands;
    sums.fill(0);
    // Levels have an empty band on each side, so that every band has two neighbours.
    for (let band = 0; band < registers.length; band++) {
      const before = Math.max(older[band] as number, older[band + 1] as number, older[band + 2] as number);
      const growth = (now[band + 1] as number) - before;
      const register = registers[band] as number;
      if (growth > 0) sums[register] = (sums[register] as number) + growth;
    }
    for (let register = 0; register < REGISTERS; register++) this.curves[register]?.push(sums[register] as number);
    this.levels = [old, now, older];
  }

  private readLevels(levels: Float64Array): void {
    const { re, im } = this.fft;
    const { edges } = this.bands;
    const scale = COMPRESSION / (FRAME_SAMPLES / 4);
    for (let band = 0, bin = edges[0] as number; band < edges.length - 1; band++) {
      const end = edges[band + 1] as number;
      let power = 0;
      for (; bin < end; bin++)
        power += (re[bin] as number) * (re[bin] as number) + (im[bin] as number) * (im[bin] as number);
      levels[band + 1] = Math.log(1 + scale * Math.sqrt(power));
    }
  }
}

/** Where in its frame a beginning is seen at the earliest, as part of the frame; found with clicks. */
const ONSET_PLACE = 0.5;
