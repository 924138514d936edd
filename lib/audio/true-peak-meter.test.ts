import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { amplitudeToDb } from "./decibels";
import { BLOCK_FRAMES } from "./meter";
import { startMeter } from "./testdata/meter-feed";
import { joinSounds, noise, sine } from "./testdata/synthesis";
import { TruePeakMeter } from "./true-peak-meter";

const RATE_HZ = 48_000;

function measureDbtp(sound: Float32Array): number {
  const { meter, feed } = startMeter(1, (kernels) => new TruePeakMeter(1, kernels));
  feed(sound);
  return amplitudeToDb(meter.truePeak) ?? Number.NEGATIVE_INFINITY;
}

/** A Hann-windowed sinc through the point `phase` behind the twelfth of 24 samples. */
function tapsOf(phase: number): Float64Array {
  const taps = Array.from({ length: 24 }, (_, k) => {
    const x = k - 11 - phase;
    return (Math.sin(Math.PI * x) / (Math.PI * x)) * (0.5 + 0.5 * Math.cos((Math.PI * x) / 12));
  });
  const sum = taps.reduce((total, tap) => total + tap, 0);
  return Float64Array.from(taps, (tap) => tap / sum);
}

/** The largest point at a quarter, a half and three quarters between any two samples, each by all of its taps. */
function plainTruePeak(sound: Float32Array): number {
  let largest = Math.max(0, ...sound.map(Math.abs));
  for (const taps of [0.25, 0.5, 0.75].map(tapsOf)) {
    for (let i = taps.length - 1; i < sound.length; i++) {
      const point = taps.reduce((sum, tap, k) => sum + tap * (sound[i - taps.length + 1 + k] ?? 0), 0);
      largest = Math.max(largest, Math.abs(point));
    }
  }
  return largest;
}

describe("true peak, EBU Tech 3341 (+0.2/-0.4 dB)", () => {
  it.each([
    ["15", 4, 0, 0.5, -6],
    ["16", 4, 45, 0.5, -6],
    ["17", 6, 60, 0.5, -6],
    ["18", 8, 67.5, 0.5, -6],
    ["19", 4, 45, 1.41, 3],
  ])("case %s", (_, divisor, phaseDeg, amplitude, expected) => {
    const found = measureDbtp(sine(RATE_HZ, RATE_HZ, RATE_HZ / divisor, amplitude, phaseDeg));
    expect(found).toBeLessThanOrEqual(expected + 0.2);
    expect(found).toBeGreaterThanOrEqual(expected - 0.4);
  });
});

describe("TruePeakMeter", () => {
  it("skips without losing: a rising sound gives the peak of its loudest end alone", () => {
    const rising = noise(40_000, 1).map((value, i) => (value * i) / 40_000);
    expect(measureDbtp(rising)).toBe(
      Math.max(...[0, 10_000, 20_000, 30_000].map((at) => measureDbtp(rising.slice(at)))),
    );
  });

  it("B207: passes over no point, at any level and wherever blocks begin: the peak is that of all points", () => {
    const level = fc.oneof(fc.double({ min: 0.9, max: 1, noNaN: true }), fc.constantFrom(0, 1e-30, 1e-3, 1e6));
    const piece = fc.record({
      level,
      frames: fc.nat(300),
      seed: fc.nat(),
      worstPhase: fc.constantFrom(null, 0.25, 0.5),
    });
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 5 }), fc.nat(BLOCK_FRAMES), (pieces, shift) => {
        const sound = joinSounds(
          ...pieces.map(({ level, frames, seed, worstPhase }) =>
            worstPhase === null
              ? noise(frames, level, seed)
              : Float32Array.from(tapsOf(worstPhase), (tap) => Math.sign(tap) * level),
          ),
        );
        // Silence before moves the sound against the blocks; points that reach into it are left out by both.
        const { meter, feed } = startMeter(1, (kernels) => new TruePeakMeter(1, kernels));
        feed(joinSounds(new Float32Array(shift), sound));
        const truth = plainTruePeak(joinSounds(new Float32Array(Math.min(shift, 24)), sound));
        expect(Math.abs(meter.truePeak - truth)).toBeLessThanOrEqual(1e-14 * truth);
        expect(meter.samplePeak).toBe(Math.max(0, ...sound.map(Math.abs)));
      }),
    );
  });

  it("tells silence as nothing", () => {
    expect(measureDbtp(new Float32Array(1000))).toBe(Number.NEGATIVE_INFINITY);
  });
});
