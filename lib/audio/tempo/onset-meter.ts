import { GrowingArray } from "../growing-array";
import type { Kernels } from "../kernels/kernels";
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
  private readonly fft: RealFft;
  private readonly window: Float64Array;
  private readonly bands: OnsetBands;
  private readonly edges: Int32Array;
  /** Of each band that of either frame. */
  private readonly powers: Float64Array;
  private readonly hop: number;
  private readonly framer: Framer;
  private readonly curves = Array.from({ length: REGISTERS }, () => new GrowingArray((n) => new Float32Array(n)));
  private readonly sums = new Float64Array(REGISTERS);
  private levels: Float64Array[];

  /** `mostSamples` is the longest piece that is ever pushed. */
  constructor(
    private readonly sampleRateHz: number,
    mostSamples: number,
    private readonly kernels: Kernels,
  ) {
    this.fft = new RealFft(FRAME_SAMPLES, kernels);
    this.window = kernels.doubles(FRAME_SAMPLES);
    this.window.set(hann(FRAME_SAMPLES));
    this.hop = Math.round(sampleRateHz / FRAMES_PER_SEC);
    this.bands = designOnsetBands(sampleRateHz / FRAME_SAMPLES, FRAME_SAMPLES / 2);
    this.levels = [0, 1, 2].map(() => new Float64Array(this.bands.registers.length + 2));
    this.edges = kernels.integers(this.bands.edges.length);
    this.edges.set(this.bands.edges);
    this.powers = kernels.doubles(2 * this.bands.registers.length);
    this.framer = new Framer(FRAME_SAMPLES, this.hop, mostSamples, kernels, (first, second, count) => {
      this.measure(first, second, count);
    });
  }

  push(samples: Float32Array, count: number): void {
    this.framer.push(samples, count);
  }

  finish(): OnsetCurves {
    this.framer.finish();
    const framesPerSec = this.sampleRateHz / this.hop;
    const startSec = (FRAME_SAMPLES * ONSET_PLACE) / this.sampleRateHz;
    return { framesPerSec, startSec, registers: this.curves.map((curve) => curve.view()) };
  }

  private measure(first: number, second: number, count: number): void {
    const { edges, fft, kernels, powers } = this;
    fft.transformFloats(first, second, this.window);
    const bands = this.bands.registers.length;
    kernels.run.readBandPowers(fft.re.byteOffset, fft.im.byteOffset, edges.byteOffset, bands, powers.byteOffset);
    for (let frame = 0; frame < count; frame++) this.addFlux(frame);
  }

  /** Of the first or of the second frame. */
  private addFlux(frame: number): void {
    const [older, old, now] = this.levels as [Float64Array, Float64Array, Float64Array];
    this.readLevels(now, frame);
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

  private readLevels(levels: Float64Array, frame: number): void {
    const { powers } = this;
    const scale = COMPRESSION / (FRAME_SAMPLES / 4);
    for (let band = 0; band < this.bands.registers.length; band++) {
      levels[band + 1] = Math.log(1 + scale * Math.sqrt(powers[2 * band + frame] as number));
    }
  }
}

/** Where in its frame a beginning is seen at the earliest, as part of the frame; found with clicks. */
const ONSET_PLACE = 0.5;
