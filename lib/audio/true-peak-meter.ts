import type { Kernels } from "./kernels/kernels";
import { BLOCK_FRAMES, type Meter, type PcmBlock } from "./meter";

/** BS.1770 is content with 12, which read a third of a decibel low on drums; 24 come within a tenth of the ideal. */
const TAPS = 24;
const HALF = TAPS / 2;
/** Neighbourhoods small enough that one loud moment costs only its own surroundings. */
const SKIP_FRAMES = 256;
/** Points are judged four at once, so samples behind the last one are looked at, and do not count. */
const MARGIN = 4;
const FLOAT_BYTES = Float32Array.BYTES_PER_ELEMENT;

/** Interpolator for a point `phase` of the way between two samples: Hann-windowed sinc, unity at DC. */
function designInterpolator(phase: number): Float64Array {
  const taps = Float64Array.from({ length: TAPS }, (_, i) => {
    const x = i - (HALF - 1) - phase;
    return (Math.sin(Math.PI * x) / (Math.PI * x)) * (0.5 + 0.5 * Math.cos((Math.PI * x) / HALF));
  });
  const sum = taps.reduce((total, tap) => total + tap, 0);
  return taps.map((tap) => tap / sum);
}

const QUARTER = designInterpolator(0.25);
const MIDDLE = designInterpolator(0.5);
/** The point at three quarters mirrors the one at a quarter, so both come from one even and one odd half. */
const EVEN = Float64Array.from({ length: HALF }, (_, k) => ((QUARTER[k] ?? 0) + (QUARTER[TAPS - 1 - k] ?? 0)) / 2);
const ODD = Float64Array.from({ length: HALF }, (_, k) => ((QUARTER[k] ?? 0) - (QUARTER[TAPS - 1 - k] ?? 0)) / 2);

/** How much the two nearest samples and all others can add to an interpolated value at most. */
const REACH = [QUARTER, MIDDLE].map((taps) => {
  const all = taps.reduce((total, tap) => total + Math.abs(tap), 0);
  const near = Math.abs(taps[HALF - 1] ?? 0) + Math.abs(taps[HALF] ?? 0);
  return { near, far: all - near };
});

/** Pairs of samples, the nearest ones, that most of a point rests on; what the others can add to it at most. */
const FIRST_PAIRS = 4;
const REST = Math.max(...[QUARTER, MIDDLE].map((taps) => sumSizes(taps, 0, HALF - FIRST_PAIRS)));

/** Of the taps of pairs `from` to `to`, 0 being the outermost pair. */
function sumSizes(taps: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let k = from; k < to; k++) sum += Math.abs(taps[k] ?? 0) + Math.abs(taps[TAPS - 1 - k] ?? 0);
  return sum;
}

/** The taps, and how much of a point they can be, as the kernel wants them. */
const TABLES = [...EVEN, ...ODD, ...MIDDLE.subarray(0, HALF)];
const REACHES = [...REACH.flatMap(({ near, far }) => [near, far]), REST];

/**
 * True peak by four-fold oversampling (ITU-R BS.1770-5, annex 2) and the plain sample peak.
 * A point is interpolated only if its two nearest samples, and then its eight nearest, with the loudest sample around could
 * lift it above the peak known so far; that is exact, and skips most of even a loud master. The steps from nothing to
 * the first sample and from the last to nothing are not measured, as in other meters: a file that is cut out hard would
 * seem to peak at its edges.
 */
export class TruePeakMeter implements Meter {
  /** Each channel's last samples of the block before, then the block. */
  private readonly windows: Float32Array[];
  private readonly taps: Float64Array;
  private readonly reach: Float64Array;
  /** The true peak and the sample peak. */
  private readonly peaks: Float64Array;
  /** First place of a window that has only real samples behind it. */
  private firstWhole = TAPS + TAPS - 1;

  constructor(
    channels: number,
    private readonly kernels: Kernels,
  ) {
    this.windows = kernels.planes(channels, TAPS + BLOCK_FRAMES + MARGIN);
    this.taps = kernels.doubles(TABLES.length);
    this.taps.set(TABLES);
    // The kernel finds them right behind the doubles.
    kernels.floats(TABLES.length).set(TABLES);
    this.reach = kernels.doubles(REACHES.length);
    this.reach.set(REACHES);
    this.peaks = kernels.doubles(2);
  }

  get truePeak(): number {
    return this.peaks[0] as number;
  }

  get samplePeak(): number {
    return this.peaks[1] as number;
  }

  process(channels: PcmBlock, frames: number): void {
    this.windows.forEach((window, c) => {
      const channel = channels[c];
      if (!channel) return;
      window.set(channel.subarray(0, frames), TAPS);
      for (let from = TAPS; from < TAPS + frames; from += SKIP_FRAMES) {
        this.scan(window, from, Math.min(from + SKIP_FRAMES, TAPS + frames));
      }
      window.copyWithin(0, frames, frames + TAPS);
    });
    this.firstWhole = TAPS;
  }

  private scan(window: Float32Array, from: number, to: number): void {
    const { kernels, peaks, reach, taps, firstWhole } = this;
    const [first, last] = [window.byteOffset + from * FLOAT_BYTES, window.byteOffset + to * FLOAT_BYTES];
    const firstPoint = window.byteOffset + firstWhole * FLOAT_BYTES;
    kernels.run.scanTruePeak(first, last, firstPoint, taps.byteOffset, reach.byteOffset, peaks.byteOffset);
  }
}
