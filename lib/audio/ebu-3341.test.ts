import { describe, expect, it } from "vitest";
import { amplitudeToDb } from "./decibels";
import { LoudnessMeter } from "./loudness-meter";
import { startMeter } from "./testdata/meter-feed";
import { decibels, joinSounds, sine } from "./testdata/synthesis";
import { TruePeakMeter } from "./true-peak-meter";

// Cases 1 to 6 stand in loudness-meter.test.ts, 15 to 19 in true-peak-meter.test.ts. 7 and 8 are recordings of the EBU.

const RATE_HZ = 48_000;
const SEGMENTS = Array.from({ length: 20 }, (_, i) => i);

const tone = (db: number, seconds: number): Float32Array =>
  sine(Math.round(seconds * RATE_HZ), RATE_HZ, 1000, decibels(db));
const silence = (seconds: number): Float32Array => new Float32Array(Math.round(seconds * RATE_HZ));

/** A loudness meter of two channels, and how to give both the same sound. */
function startLoudness(): { meter: LoudnessMeter; feed: (sound: Float32Array) => void } {
  const { meter, feed } = startMeter(2, (kernels) => new LoudnessMeter(RATE_HZ, 2, kernels));
  return { meter, feed: (sound) => feed(sound, sound) };
}

function measure(sound: Float32Array): LoudnessMeter {
  const { meter, feed } = startLoudness();
  feed(sound);
  return meter;
}

function expectNear(found: number | null, expected: number): void {
  expect(Math.abs((found ?? 0) - expected)).toBeLessThanOrEqual(0.1);
}

describe("B195: EBU Tech 3341, short-term (±0.1 LU)", () => {
  it("case 9: two levels in turn are -23 LUFS, without change after three seconds", () => {
    const meter = measure(joinSounds(...Array.from({ length: 5 }, () => [tone(-20, 1.34), tone(-30, 1.66)]).flat()));
    expectNear(meter.finish().maxShortTermLufs, -23);
    const { lufs } = meter.shortTermCurve();
    expect(lufs.length).toBe(13);
    for (const value of lufs) expectNear(value, -23);
  });

  it.each(SEGMENTS)("case 10, segment %d: three seconds anywhere in a file", (i) => {
    const meter = measure(joinSounds(silence(i * 0.15), tone(-23, 3), silence(1)));
    expectNear(meter.finish().maxShortTermLufs, -23);
  });

  it("case 11: twenty bursts of three seconds, each louder, as they come", () => {
    const { meter, feed } = startLoudness();
    for (const i of SEGMENTS) {
      feed(joinSounds(silence(i * 0.15), tone(i - 38, 3), silence(3 - i * 0.15)));
      expectNear(meter.finish().maxShortTermLufs, i - 38);
    }
  });
});

describe("B195: EBU Tech 3341, momentary (±0.1 LU)", () => {
  it("case 12: two levels in turn are -23 LUFS, wherever one begins", () => {
    const sound = joinSounds(...Array.from({ length: 25 }, () => [tone(-20, 0.18), tone(-30, 0.22)]).flat());
    for (let startSec = 0; startSec < 0.4; startSec += 0.03) {
      expectNear(measure(sound.subarray(Math.round(startSec * RATE_HZ))).finish().maxMomentaryLufs, -23);
    }
  });

  it.each(SEGMENTS)("case 13, segment %d: 400 ms anywhere in a file", (i) => {
    const meter = measure(joinSounds(silence(i * 0.02), tone(-23, 0.4), silence(1)));
    expectNear(meter.finish().maxMomentaryLufs, -23);
  });

  it("case 14: twenty bursts of 400 ms, each louder, as they come", () => {
    const { meter, feed } = startLoudness();
    for (const i of SEGMENTS) {
      feed(joinSounds(silence(i * 0.02), tone(i - 38, 0.4), silence(0.4 - i * 0.02)));
      expectNear(meter.finish().maxMomentaryLufs, i - 38);
    }
  });
});

describe("B195: EBU Tech 3341, true peak of a single wave between the samples (+0.2/-0.4 dB)", () => {
  const FOLD = 4;
  const HALF_TAPS = 128;

  /** A sine of 0.5 with one period of 1, at four times the rate, with nothing left above half the rate. */
  function burst(): Float64Array {
    const period = 6 * FOLD;
    const length = period * 60;
    const wave = Float64Array.from({ length }, (_, i) => {
      const isLoud = i >= period * 30 && i < period * 31;
      return (isLoud ? 1 : 0.5) * Math.sin((2 * Math.PI * i) / period);
    });
    const cutoff = 0.9 / FOLD;
    return wave.map((_, at) => {
      let sum = 0;
      for (let k = -HALF_TAPS; k <= HALF_TAPS; k++) {
        const sinc = k === 0 ? cutoff : Math.sin(Math.PI * cutoff * k) / (Math.PI * k);
        sum += sinc * (0.5 + 0.5 * Math.cos((Math.PI * k) / HALF_TAPS)) * (wave[at - k] ?? 0);
      }
      return sum;
    });
  }

  const fine = burst();
  const inner = fine.subarray(HALF_TAPS, fine.length - HALF_TAPS);
  const truth = amplitudeToDb(Math.max(...inner.map(Math.abs))) ?? 0;

  it.each([0, 1, 2, 3])("case 2%d, cut at that offset of four", (offset) => {
    const frames = Math.floor((inner.length - offset) / FOLD);
    const sound = Float32Array.from({ length: frames }, (_, i) => inner[i * FOLD + offset] ?? 0);
    const { meter, feed } = startMeter(1, (kernels) => new TruePeakMeter(1, kernels));
    feed(sound);
    expect(Math.abs(truth)).toBeLessThan(0.3);
    const found = amplitudeToDb(meter.truePeak) ?? 0;
    expect(found).toBeLessThanOrEqual(truth + 0.2);
    expect(found).toBeGreaterThanOrEqual(truth - 0.4);
  });
});
