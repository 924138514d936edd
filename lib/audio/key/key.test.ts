import { describe, expect, it } from "vitest";
import type { KeyFacts } from "../audio-analysis";
import { MusicMeter } from "../music/music-meter";
import { startMeter } from "../testdata/meter-feed";
import { chordTrack } from "../testing/synthetic-music";
import { nameCamelot, nameKey } from "./key-name";
import { ALL_KEYS } from "./key-profiles";

const RATE_HZ = 8000;

function measure(sound: Float32Array): KeyFacts | null {
  const { meter, feed } = startMeter(1, (kernels) => new MusicMeter(RATE_HZ, kernels));
  feed(sound);
  return meter.finish().key;
}

/** Tonic, fourth, fifth and tonic, with the root in the bass. */
function cadence(tonic: number, mode: "major" | "minor"): number[][] {
  const third = mode === "major" ? 4 : 3;
  return [0, 5, 7, 0].map((step) => {
    const root = 48 + ((tonic + step) % 12);
    return [root - 12, root, root + (step === 7 ? 4 : third), root + 7];
  });
}

describe("the key", () => {
  it.each(ALL_KEYS)("B185: of a cadence in $tonic $mode is told", ({ tonic, mode }) => {
    const key = measure(chordTrack(RATE_HZ, cadence(tonic, mode), 2.5));
    expect(key).toMatchObject({ tonic, mode });
    expect(Math.abs(key?.tuningCents ?? 50)).toBeLessThan(6);
  });

  it.each([-40, -25, -10, 10, 25, 40])("B185: and its tuning of %d cents", (cents) => {
    const key = measure(chordTrack(RATE_HZ, cadence(9, "minor"), 2.5, cents));
    expect(key).toMatchObject({ tonic: 9, mode: "minor" });
    expect(Math.abs((key?.tuningCents ?? 0) - cents)).toBeLessThan(6);
  });

  it("has a name and a place on the Camelot wheel", () => {
    const named = [
      [0, "major", "C major", "8B"],
      [9, "minor", "A minor", "8A"],
      [7, "major", "G major", "9B"],
      [6, "minor", "F♯ minor", "11A"],
      [1, "major", "D♭ major", "3B"],
      [11, "minor", "B minor", "10A"],
      [4, "major", "E major", "12B"],
      [8, "minor", "G♯ minor", "1A"],
    ] as const;
    for (const [tonic, mode, name, camelot] of named) {
      expect([nameKey({ tonic, mode }), nameCamelot({ tonic, mode })]).toEqual([name, camelot]);
    }
    expect(new Set(ALL_KEYS.map(nameCamelot)).size).toBe(24);
    expect(new Set(ALL_KEYS.map(nameKey)).size).toBe(24);
  });
});
