import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { analyzeAudio } from "./analyze";
import { ChannelPeaksMeter } from "./channel-peaks-meter";
import { parseDat } from "./peaks-format";
import { coarserPeaks, PEAK_LEVELS } from "./peaks-levels";
import { PeaksMeter } from "./peaks-meter";
import { startMeter } from "./testdata/meter-feed";
import { audioTools, hasFfmpeg, songLike } from "./testdata/synthesis";
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

/** The values of waveform data, behind the header. */
const valuesOf = (dat: Uint8Array): Buffer =>
  Buffer.from(dat.subarray(Buffer.from(dat).readInt32LE(0) === 1 ? 20 : 24));

describe("peaks of each channel", () => {
  it.each(sounds)("are audiowaveform's, bit for bit: %s", async (sound) => {
    const input = { path: fileIn(`${sound}.flac`), container: "flac", tools: NO_AUDIO_TOOLS } as const;
    const { peaks } = await analyzeAudio({ ...input, peakBits: 16, hasChannelPeaks: true });
    const ours = peaks.channelDat ?? new Uint8Array();
    const theirs = await readFile(fileIn(`${sound}-z256-16-split.dat`));
    expect(Buffer.from(ours.subarray(0, 16)).equals(theirs.subarray(0, 16))).toBe(true);
    expect(parseDat(ours)).toMatchObject({ length: peaks.length, channels: parseDat(theirs).channels });
    expect(valuesOf(ours).equals(valuesOf(theirs).subarray(0, valuesOf(ours).length))).toBe(true);
    expect((await analyzeAudio(input)).peaks.channelDat).toBeNull();
  });
});

describe("B191: coarser levels of the peaks", () => {
  it.each(sounds)("are audiowaveform's at that level, bit for bit, at 16 bits and at 8: %s", async (sound) => {
    const theirs = await readFile(fileIn(`${sound}-z1024-16.dat`));
    const ours = coarserPeaks(await readFile(fileIn(`${sound}-z256-16.dat`)), 1024);
    expect(Buffer.from(ours).equals(theirs)).toBe(true);
    const coarse = coarserPeaks(await readFile(fileIn(`${sound}-z256-8.dat`)), 1024);
    const from16 = Int8Array.from({ length: valuesOf(theirs).length / 2 }, (_, i) =>
      Math.trunc(valuesOf(theirs).readInt16LE(i * 2) / 256),
    );
    expect([...new Int8Array(valuesOf(Buffer.from(coarse)))]).toEqual([...from16]);
  });

  it("are the same whether made of the base or of the level between", async () => {
    const base = await readFile(fileIn("stereo-44k-16bit-z256-16-split.dat"));
    const levels = PEAK_LEVELS.map((level) => coarserPeaks(base, level));
    expect(levels[0]).toEqual(new Uint8Array(base));
    expect(coarserPeaks(levels[1] ?? base, 4096)).toEqual(levels[2]);
    expect(coarserPeaks(levels[2] ?? base, 16_384)).toEqual(levels[3]);
    expect(levels.map((dat) => parseDat(dat).length)).toEqual([517, 130, 33, 9]);
  });

  it("are refused where the level does not divide", async () => {
    const base = await readFile(fileIn("clipped-44k-16bit-z256-8.dat"));
    for (const level of [128, 300, 0]) expect(() => coarserPeaks(base, level)).toThrow(RangeError);
  });
});

describe("B191: a sound of more pixels than are kept", () => {
  const sound = songLike(256 * 77 + 100, 44_100);

  it.each([
    [80, 256],
    [76, 1024],
    [64, 1024],
    [16, 4096],
  ])("of which %d are kept is told at %d frames a pixel, bit for bit as its coarser level", (mostPixels, expected) => {
    const whole = startMeter(2, (kernels) => new PeaksMeter(44_100, 8, kernels));
    const short = startMeter(2, (kernels) => new PeaksMeter(44_100, 8, kernels, mostPixels));
    const split = startMeter(2, (kernels) => new ChannelPeaksMeter(44_100, 2, 16, kernels));
    const shortSplit = startMeter(2, (kernels) => new ChannelPeaksMeter(44_100, 2, 16, kernels, mostPixels));
    for (const { feed } of [whole, short, split, shortSplit]) feed(...sound);
    const peaks = short.meter.finish();
    expect(peaks.samplesPerPixel).toBe(expected);
    expect(peaks.rms).toHaveLength(peaks.length);
    expect(peaks.dat).toEqual(coarserPeaks(whole.meter.finish().dat, expected));
    expect(shortSplit.meter.finish()).toEqual(coarserPeaks(split.meter.finish(), expected));
  });

  it("keeps the inner shape as the root of the mean square", () => {
    const { meter, feed } = startMeter(1, (kernels) => new PeaksMeter(44_100, 8, kernels, 4));
    feed(Float32Array.from({ length: 256 * 6 }, (_, i) => (i < 256 * 2 ? 0.5 : 0)));
    expect([...meter.finish().rms]).toEqual([91, 0]);
  });
});

describe("PeaksMeter", () => {
  it("measures the inner shape as the RMS of the mono mix, one byte a pixel", () => {
    const { meter, feed } = startMeter(2, (kernels) => new PeaksMeter(48_000, 8, kernels));
    const half = new Float32Array(512).fill(0.5);
    feed(half, half);
    feed(
      half.subarray(0, 300),
      half.map((value) => -value),
    );
    const peaks = meter.finish();
    expect([...peaks.rms]).toEqual([128, 128, 0, 0]);
    expect(peaks.length).toBe(4);
    expect(peaks.dat.length).toBe(20 + 8);
  });

  it("holds a float sound that leaves full scale at the ends of the scale", () => {
    const { meter, feed } = startMeter(1, (kernels) => new PeaksMeter(48_000, 16, kernels));
    feed(Float32Array.from({ length: 256 }, (_, i) => (i % 2 ? 3 : -3)));
    const parsed = parseDat(meter.finish().dat);
    expect([parsed.min(0), parsed.max(0)]).toEqual([-32768, 32767]);
  });
});
