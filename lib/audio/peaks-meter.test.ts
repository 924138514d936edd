import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { analyzeAudio } from "./analyze";
import { parseDat } from "./peaks-format";
import { PeaksMeter } from "./peaks-meter";
import { audioTools, hasFfmpeg } from "./testdata/synthesis";
import { NO_AUDIO_TOOLS } from "./tools";

const sounds = ["stereo-44k-16bit", "clipped-44k-16bit", "mono-48k-24bit"];
const engines = [["wasm", NO_AUDIO_TOOLS] as const, ...(hasFfmpeg ? [["ffmpeg", audioTools] as const] : [])];
const fileIn = (name: string): string => join(import.meta.dirname, "testdata", name);

describe.each(engines)("peaks by %s", (_, tools) => {
  describe.each([8, 16] as const)("at %d bits", (peakBits) => {
    it.each(sounds)("are audiowaveform's, bit for bit: %s", async (sound) => {
      const analysis = await analyzeAudio({ path: fileIn(`${sound}.flac`), container: "flac", tools, peakBits });
      const ours = analysis.peaks.dat;
      const theirs = await readFile(fileIn(`${sound}-z256-${peakBits}.dat`));
      // The number of pixels lies at bytes 16 to 19: two of the sounds are kept only in part.
      expect(Buffer.from(ours.subarray(0, 16)).equals(theirs.subarray(0, 16))).toBe(true);
      expect(Buffer.from(ours.subarray(20)).equals(theirs.subarray(20, ours.length))).toBe(true);
      expect(analysis.peaks.length).toBe(Math.ceil(analysis.source.frames / 256));
    });
  });
});

describe("PeaksMeter", () => {
  it("measures the inner shape as the RMS of the mono mix, one byte a pixel", () => {
    const meter = new PeaksMeter(48_000, 8);
    const half = new Float32Array(512).fill(0.5);
    meter.process([half, half], 512);
    meter.process([half, half.map((value) => -value)], 300);
    const peaks = meter.finish();
    expect([...peaks.rms]).toEqual([128, 128, 0, 0]);
    expect(peaks.length).toBe(4);
    expect(peaks.dat.length).toBe(20 + 8);
  });

  it("holds a float sound that leaves full scale at the ends of the scale", () => {
    const meter = new PeaksMeter(48_000, 16);
    meter.process([Float32Array.from({ length: 256 }, (_, i) => (i % 2 ? 3 : -3))], 256);
    const parsed = parseDat(meter.finish().dat);
    expect([parsed.min(0), parsed.max(0)]).toEqual([-32768, 32767]);
  });
});
