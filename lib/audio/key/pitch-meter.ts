import { GrowingArray } from "../growing-array";
import { Framer } from "../music/framer";
import { blackman, RealFft } from "../music/real-fft";
import { designPitchKernel, PITCH_STEPS, type PitchKernel } from "./pitch-kernel";

const FRAME_SAMPLES = 8192;
/** Frames that are kept as one: about six seconds. */
const FRAMES_PER_PASSAGE = 8;
/** A step is weighed against its neighbourhood of a third of an octave to each side. */
const NEIGHBOURS = 12;
/** Below this a frame has no tone: 80 dB below a full-scale sine. */
const SILENT_AMPLITUDE = 1e-4;

/** How much each step of pitch sounds, passage by passage. */
export interface PitchCurves {
  /** `PITCH_STEPS` figures a passage. */
  passages: Float32Array;
  frames: number;
}

/**
 * Tones by their pitch: a long spectrum, folded into thirds of semitones, what does not stand out of its surroundings
 * removed, and every frame counted alike whatever its loudness.
 */
export class PitchMeter {
  private readonly fft = new RealFft(blackman(FRAME_SAMPLES));
  private readonly kernel: PitchKernel;
  private readonly framer: Framer;
  private readonly amplitudes = new Float64Array(FRAME_SAMPLES / 2);
  private readonly steps = new Float64Array(PITCH_STEPS);
  private readonly passage = new Float64Array(PITCH_STEPS);
  private readonly passages = new GrowingArray((length) => new Float32Array(length));
  private framesInPassage = 0;
  private frames = 0;

  /** `mostSamples` is the longest piece that is ever pushed. */
  constructor(sampleRateHz: number, mostSamples: number) {
    this.kernel = designPitchKernel(sampleRateHz / FRAME_SAMPLES, FRAME_SAMPLES / 2);
    this.framer = new Framer(FRAME_SAMPLES, FRAME_SAMPLES / 2, mostSamples, (buffer, from) =>
      this.measure(buffer, from),
    );
  }

  push(samples: Float32Array, count: number): void {
    this.framer.push(samples, count);
  }

  finish(): PitchCurves {
    if (this.framesInPassage > 0) this.endPassage();
    return { passages: this.passages.view(), frames: this.frames };
  }

  private measure(buffer: Float32Array, from: number): void {
    this.fft.transform(buffer, from);
    const { re, im } = this.fft;
    const { amplitudes, kernel, steps } = this;
    for (let bin = 0; bin <= kernel.lastBin; bin++) {
      const real = re[bin] as number;
      const imaginary = im[bin] as number;
      amplitudes[bin] = Math.sqrt(real * real + imaginary * imaginary);
    }
    for (let step = 0, weight = 0; step < PITCH_STEPS; step++) {
      const start = kernel.starts[step] as number;
      const end = start + (kernel.counts[step] as number);
      let sum = 0;
      for (let bin = start; bin < end; bin++) sum += (amplitudes[bin] as number) * (kernel.weights[weight++] as number);
      steps[step] = sum;
    }
    this.add();
  }

  /** Adds what stands out of the frame to the passage. */
  private add(): void {
    const { steps, passage } = this;
    let largest = 0;
    const standing = this.amplitudes;
    for (let step = 0; step < PITCH_STEPS; step++) {
      const from = Math.max(0, step - NEIGHBOURS);
      const to = Math.min(PITCH_STEPS - 1, step + NEIGHBOURS);
      let sum = 0;
      for (let i = from; i <= to; i++) sum += steps[i] as number;
      const above = Math.max(0, (steps[step] as number) - sum / (to - from + 1));
      standing[step] = above;
      if (above > largest) largest = above;
    }
    if (largest < SILENT_AMPLITUDE * FRAME_SAMPLES) return;
    for (let step = 0; step < PITCH_STEPS; step++) {
      passage[step] = (passage[step] as number) + Math.sqrt((standing[step] as number) / largest);
    }
    this.frames++;
    this.framesInPassage++;
    if (this.framesInPassage === FRAMES_PER_PASSAGE) this.endPassage();
  }

  private endPassage(): void {
    for (const value of this.passage) this.passages.push(value);
    this.passage.fill(0);
    this.framesInPassage = 0;
  }
}
