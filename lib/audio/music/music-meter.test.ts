import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { KeyFacts, TempoFacts } from "../audio-analysis";
import { SignalAnalyzer } from "../signal-analyzer";
import { startMeter } from "../testdata/meter-feed";
import { joinSounds, noise } from "../testdata/synthesis";
import { chordTrack, drumTrack, speechLike } from "../testing/synthetic-music";
import { MusicMeter } from "./music-meter";

function analyze(channels: Float32Array[], sampleRateHz: number): { tempo: TempoFacts | null; key: KeyFacts | null } {
  const analyzer = new SignalAnalyzer({ sampleRateHz, channels: channels.length });
  analyzer.push(channels);
  const { tempo, key } = analyzer.finish();
  return { tempo, key };
}

function numbersIn(value: unknown): number[] {
  if (typeof value === "number") return [value];
  return value === null || typeof value !== "object" ? [] : Object.values(value).flatMap(numbersIn);
}

const C_MAJOR = [48, 53, 55, 48].map((root) => [root, root + 4 + 12, root + 7 + 12]);
const LOW_CONFIDENCE = 0.3;

describe("MusicMeter", () => {
  it.each([
    [8000, 8],
    [11_025, 2],
    [16_000, 3],
    [22_050, 2],
    [32_000, 1],
    [44_100, 2],
    [48_000, 4],
    [96_000, 1],
    [192_000, 1],
  ])("B182: tells the same tempo and key of a sound at %d Hz with %d channels", (rateHz, count) => {
    const drums = drumTrack({ rateHz, bpm: 100, durationSec: 8, firstBeatSec: 0.4 });
    const sound = chordTrack(rateHz, C_MAJOR, 2).map((value, i) => value + (drums[i] ?? 0));
    const { tempo, key } = analyze(
      Array.from({ length: count }, () => sound),
      rateHz,
    );
    expect(Math.abs((tempo?.bpm ?? 0) / 100 - 1)).toBeLessThan(0.01);
    expect(key).toMatchObject({ tonic: 0, mode: "major" });
  });

  it.each([
    ["silence", new Float32Array(30 * 11_025)],
    ["noise", noise(30 * 11_025, 0.5)],
    ["a single click", joinSounds(new Float32Array(15 * 11_025), Float32Array.of(1), new Float32Array(15 * 11_025))],
    ["no sound at all", new Float32Array(0)],
    ["speech", speechLike(11_025, 30)],
  ])("B183: claims nothing of %s", (_, sound) => {
    const { tempo, key } = analyze([sound], 11_025);
    expect(tempo?.confidence ?? 0).toBeLessThan(LOW_CONFIDENCE);
    expect(key?.confidence ?? 0).toBeLessThan(LOW_CONFIDENCE);
  });

  it("B199: keeps curves of the first two hours, so that memory does not grow with a sound that lasts a day", () => {
    const { meter, feed } = startMeter(1, (kernels) => new MusicMeter(1000, kernels));
    const hour = noise(3600 * 1000, 0.5);
    for (let hours = 0; hours < 3; hours++) feed(hour);
    const { onsets, pitches } = meter.readCurves();
    const framesOf = (sec: number) => sec * onsets.framesPerSec;
    expect(onsets.registers[0]?.length).toBeGreaterThan(framesOf(7190));
    expect(onsets.registers[0]?.length).toBeLessThan(framesOf(7210));
    expect(pitches.frames).toBeGreaterThan(0);
  });

  it("B183: answers finite figures within their bounds for any sound", () => {
    const piece = fc.record({
      seconds: fc.double({ min: 0, max: 4, noNaN: true }),
      level: fc.constantFrom(0, 1e-30, 1e-4, 0.5, 1e6),
      kind: fc.constantFrom("noise", "drums", "chords", "constant"),
      bpm: fc.double({ min: 20, max: 400, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 4 }), fc.constantFrom(8000, 11_025), (pieces, rateHz) => {
        const sounds = pieces.map(({ seconds, level, kind, bpm }) => {
          const frames = Math.round(seconds * rateHz);
          if (kind === "noise") return noise(frames, level);
          if (kind === "constant") return new Float32Array(frames).fill(level);
          const track = { rateHz, bpm, durationSec: seconds, firstBeatSec: 0.1 };
          const sound = kind === "drums" ? drumTrack(track) : chordTrack(rateHz, C_MAJOR, seconds / 4);
          return sound.map((value) => value * level);
        });
        const { tempo, key } = analyze([joinSounds(...sounds)], rateHz);
        for (const value of numbersIn([tempo, key])) expect(Number.isFinite(value)).toBe(true);
        if (tempo) {
          for (const share of [tempo.confidence, tempo.stability, ...tempo.alternatives.map(({ score }) => score)]) {
            expect(share).toBeGreaterThanOrEqual(0);
            expect(share).toBeLessThanOrEqual(1);
          }
          expect(tempo.firstBeatSec).toBeGreaterThanOrEqual(0);
          expect(tempo.bpm).toBeGreaterThan(30);
        }
        expect(Math.abs(key?.tuningCents ?? 0)).toBeLessThanOrEqual(50);
      }),
      { numRuns: 15 },
    );
  });

  it("B184: gives the same answer to the last bit however the sound is cut", () => {
    const sound = drumTrack({ rateHz: 16_000, bpm: 131, durationSec: 7, firstBeatSec: 0.2 });
    const whole = analyze([sound, sound], 16_000);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: sound.length }), { maxLength: 20 }), (cuts) => {
        const analyzer = new SignalAnalyzer({ sampleRateHz: 16_000, channels: 2 });
        const ends = [...cuts, sound.length].sort((a, b) => a - b);
        ends.forEach((to, i) => {
          const part = sound.subarray(ends[i - 1] ?? 0, to);
          analyzer.push([part, part]);
        });
        const { tempo, key } = analyzer.finish();
        expect({ tempo, key }).toEqual(whole);
      }),
      { numRuns: 10 },
    );
  });
});
