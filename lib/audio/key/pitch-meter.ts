import { GrowingArray } from "../growing-array";
import type { Kernels } from "../kernels/kernels";
import { Framer } from "../music/framer";
import { blackman, RealFft } from "../music/real-fft";
import { designPitchKernel, PITCH_STEPS } from "./pitch-kernel";

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
  private readonly fft: RealFft;
  private readonly window: Float64Array;
  private readonly lastBin: number;
  private readonly starts: Int32Array;
  private readonly counts: Int32Array;
  private readonly weights: Float64Array;
  private readonly framer: Framer;
  /** Of each bin, and of each step, that of either frame. */
  private readonly amplitudes: Float64Array;
  private readonly steps: Float64Array;
  private readonly standing = new Float64Array(PITCH_STEPS);
  private readonly passage = new Float64Array(PITCH_STEPS);
  private readonly passages = new GrowingArray((length) => new Float32Array(length));
  private framesInPassage = 0;
  private frames = 0;

  /** `mostSamples` is the longest piece that is ever pushed. */
  constructor(
    sampleRateHz: number,
    mostSamples: number,
    private readonly kernels: Kernels,
  ) {
    const { starts, counts, weights, lastBin } = designPitchKernel(sampleRateHz / FRAME_SAMPLES, FRAME_SAMPLES / 2);
    this.lastBin = lastBin;
    this.starts = kernels.integers(PITCH_STEPS);
    this.starts.set(starts);
    this.counts = kernels.integers(PITCH_STEPS);
    this.counts.set(counts);
    this.weights = kernels.doubles(weights.length);
    this.weights.set(weights);
    this.fft = new RealFft(FRAME_SAMPLES, kernels);
    this.window = kernels.doubles(FRAME_SAMPLES);
    this.window.set(blackman(FRAME_SAMPLES));
    this.amplitudes = kernels.doubles(2 * (lastBin + 1));
    this.steps = kernels.doubles(2 * PITCH_STEPS);
    this.framer = new Framer(FRAME_SAMPLES, FRAME_SAMPLES / 2, mostSamples, kernels, (first, second, count) => {
      this.measure(first, second, count);
    });
  }

  push(samples: Float32Array, count: number): void {
    this.framer.push(samples, count);
  }

  finish(): PitchCurves {
    this.framer.finish();
    if (this.framesInPassage > 0) this.endPassage();
    return { passages: this.passages.view(), frames: this.frames };
  }

  private measure(first: number, second: number, count: number): void {
    const { amplitudes, counts, fft, kernels, starts, steps, weights } = this;
    fft.transformFloats(first, second, this.window);
    kernels.run.readAmplitudes(fft.re.byteOffset, fft.im.byteOffset, this.lastBin + 1, amplitudes.byteOffset);
    kernels.run.foldAmplitudes(
      amplitudes.byteOffset,
      starts.byteOffset,
      counts.byteOffset,
      weights.byteOffset,
      PITCH_STEPS,
      steps.byteOffset,
    );
    for (let frame = 0; frame < count; frame++) this.add(frame);
  }

  /** Adds what stands out of the first or the second frame to the passage. */
  private add(frame: number): void {
    const { passage, standing, steps } = this;
    let largest = 0;
    for (let step = 0; step < PITCH_STEPS; step++) {
      const from = Math.max(0, step - NEIGHBOURS);
      const to = Math.min(PITCH_STEPS - 1, step + NEIGHBOURS);
      let sum = 0;
      for (let i = from; i <= to; i++) sum += steps[2 * i + frame] as number;
      const above = Math.max(0, (steps[2 * step + frame] as number) - sum / (to - from + 1));
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
