import { describe, expect, it } from "vitest";
import type { TempoFacts } from "../audio-analysis";
import { MusicMeter } from "../music/music-meter";
import { startMeter } from "../testdata/meter-feed";
import { joinSounds } from "../testdata/synthesis";
import { clickTrack, drumTrack } from "../testing/synthetic-music";

const RATE_HZ = 11_025;

function measure(sound: Float32Array): TempoFacts | null {
  const { meter, feed } = startMeter(1, (kernels) => new MusicMeter(RATE_HZ, kernels));
  feed(sound);
  return meter.finish().tempo;
}

const TEMPI = [60, 66.6, 75, 82, 90, 97.3, 104, 112, 120, 128, 136.5, 145, 154, 163, 174, 180, 190, 200];

describe("the tempo", () => {
  it.each(TEMPI)("B180: of drums at %d BPM is told within half a per cent, the first beat within 30 ms", (bpm) => {
    const tempo = measure(drumTrack({ rateHz: RATE_HZ, bpm, durationSec: 25, firstBeatSec: 0.53 }));
    expect(Math.abs((tempo?.bpm ?? 0) / bpm - 1)).toBeLessThan(0.005);
    expect(Math.abs((tempo?.firstBeatSec ?? 0) - 0.53)).toBeLessThan(0.03);
    expect(tempo?.stability).toBeGreaterThan(0.9);
  });

  it.each(TEMPI)(
    "B180: of bare clicks at %d BPM is told, or its half or double is, and the other stands beside it",
    (bpm) => {
      const tempo = measure(clickTrack({ rateHz: RATE_HZ, bpm, durationSec: 25, firstBeatSec: 0.3 }));
      const told = [tempo?.bpm ?? 0, ...(tempo?.alternatives ?? []).map((other) => other.bpm)];
      expect(told.some((value) => Math.abs(value / bpm - 1) < 0.01)).toBe(true);
      expect([0.5, 1, 2].some((ratio) => Math.abs((tempo?.bpm ?? 0) / bpm / ratio - 1) < 0.01)).toBe(true);
    },
  );

  it("B181: is less stable where it drifts", () => {
    const steady = measure(drumTrack({ rateHz: RATE_HZ, bpm: 110, durationSec: 60, firstBeatSec: 0 }));
    const parts = [104, 107, 110, 113, 116].map((bpm) =>
      drumTrack({ rateHz: RATE_HZ, bpm, durationSec: 720 / bpm + 0, firstBeatSec: 0 }),
    );
    const drifting = measure(joinSounds(...parts));
    expect(drifting?.bpm).toBeGreaterThan(104);
    expect(drifting?.bpm).toBeLessThan(116);
    expect(drifting?.stability).toBeLessThan((steady?.stability ?? 0) - 0.2);
  });

  it("B181: begins with the sound, not in the silence before it", () => {
    const drums = drumTrack({ rateHz: RATE_HZ, bpm: 96, durationSec: 25, firstBeatSec: 0.25 });
    const tempo = measure(joinSounds(new Float32Array(40 * RATE_HZ), drums));
    expect(Math.abs((tempo?.firstBeatSec ?? 0) - 40.25)).toBeLessThan(0.03);
  });

  it.each([110, 440, 441, 523.25, 1000])("B183: is not told of a steady tone of %d Hz, however loud", (hz) => {
    const tone = Float32Array.from({ length: 25 * RATE_HZ }, (_, i) => Math.sin((2 * Math.PI * hz * i) / RATE_HZ));
    expect(measure(tone)).toBeNull();
    expect(measure(joinSounds(new Float32Array(3 * RATE_HZ), tone, new Float32Array(3 * RATE_HZ)))).toBeNull();
  });

  it("B183: is told of drums that are hardly heard", () => {
    const drums = drumTrack({ rateHz: RATE_HZ, bpm: 120, durationSec: 25, firstBeatSec: 0.5 });
    expect(measure(drums.map((value) => value / 1000))?.bpm).toBeCloseTo(120, 0);
  });

  it("is not told of a few seconds", () => {
    expect(measure(drumTrack({ rateHz: RATE_HZ, bpm: 120, durationSec: 3, firstBeatSec: 0 }))).toBeNull();
  });
});
