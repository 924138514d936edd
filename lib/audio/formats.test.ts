import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { analyzeAudio } from "./analyze";
import type { AudioAnalysis } from "./audio-analysis";
import { parseDat } from "./peaks-format";
import { SignalAnalyzer, type SignalResult } from "./signal-analyzer";
import type { Container } from "./sniff";
import { sniffFile } from "./sniff-file";
import { FORMATS, type Format } from "./testdata/formats";
import { audioTools, encodeWav, hasFfmpeg, makeTempFolder, noise, sine, type TempFolder } from "./testdata/synthesis";
import { type AudioTools, NO_AUDIO_TOOLS } from "./tools";

/** Long enough for two pages of Ogg: FFmpeg 5.1 does not trim the end of a Vorbis sound that fills only one. */
const SECONDS = 1.1;
type Truth = SignalResult & { rateHz: number };

let folder: TempFolder;
beforeAll(async () => {
  folder = await makeTempFolder();
});
afterAll(() => folder.remove());

/** A sound of its own in each channel, 3 dB below the one before; every sample is a whole number of steps of that depth. */
function makeSound({ rateHz, channels, depth = 16 }: Format): Float32Array[] {
  const frames = Math.floor(rateHz * SECONDS);
  const full = 2 ** (Math.min(depth, 24) - 1);
  return Array.from({ length: channels }, (_, c) => {
    const level = 0.5 * 0.7 ** c;
    // Codecs keep only the lowest tones of the low-frequency channel.
    const isLow = channels >= 6 && c === 3;
    const bed = noise(frames, isLow ? 0 : level / 20, c + 1);
    const tone = sine(frames, rateHz, isLow ? 60 : 180 + c * 97, level, c * 40);
    return tone.map((value, i) => Math.round((value + (bed[i] ?? 0)) * full) / full);
  });
}

function measureDirectly(sound: Float32Array[], rateHz: number): Truth {
  const analyzer = new SignalAnalyzer({
    sampleRateHz: rateHz,
    channels: sound.length,
    peakBits: 16,
    hasChannelPeaks: true,
  });
  analyzer.push(sound);
  return { ...analyzer.finish(), rateHz };
}

async function analyze(path: string, tools: AudioTools): Promise<AudioAnalysis> {
  return analyzeAudio({ path, container: await sniffFile(path), tools, peakBits: 16, hasChannelPeaks: true });
}

function expectLossless(found: AudioAnalysis, truth: Truth): void {
  expect(found.source.frames).toBe(truth.frames);
  expect(Buffer.from(found.peaks.dat).equals(Buffer.from(truth.peaks.dat))).toBe(true);
  expect(Buffer.from(found.peaks.channelDat ?? []).equals(Buffer.from(truth.peaks.channelDat ?? []))).toBe(true);
  expect(found.loudness).toEqual(truth.loudness);
  expect(found.signal).toEqual(truth.signal);
}

/** Levels as in the source, within what such a codec may change. */
function expectLossy(found: AudioAnalysis, truth: Truth, format: Format): void {
  const resampled = found.source.sampleRateHz / truth.rateHz;
  const frames = Math.round(truth.frames * resampled);
  const { toleranceDb = 1, paddingFrames = 0, peakToleranceDb = 2 } = format;
  expect(found.source.frames).toBeGreaterThanOrEqual(frames);
  expect(found.source.frames).toBeLessThanOrEqual(frames + paddingFrames);
  const apart = (one: number | null, other: number | null): number => Math.abs((one ?? -200) - (other ?? -200));
  expect(apart(found.loudness.integratedLufs, truth.loudness.integratedLufs)).toBeLessThanOrEqual(toleranceDb);
  expect(apart(found.loudness.samplePeakDbfs, truth.loudness.samplePeakDbfs)).toBeLessThanOrEqual(peakToleranceDb);
  expect(found.peaks.length).toBe(Math.ceil(found.source.frames / 256));
  const theirs = heightsOfChannels(truth);
  for (const [channel, level] of heightsOfChannels(found).entries()) {
    expect(Math.abs(level / (theirs[channel] ?? 0) - 1)).toBeLessThan(0.25);
  }
}

/** The mean height of each channel's waveform: each has its own, so channels in a wrong place show. */
function heightsOfChannels({ peaks }: Pick<SignalResult, "peaks">): number[] {
  const dat = parseDat(peaks.channelDat ?? new Uint8Array());
  return Array.from({ length: dat.channels }, (_, channel) => {
    let sum = 0;
    for (let pixel = 0; pixel < dat.length; pixel++) sum += dat.max(pixel, channel) - dat.min(pixel, channel);
    return sum / dat.length;
  });
}

describe.skipIf(!hasFfmpeg)("B190: every format", () => {
  it.each(FORMATS)("$name of $rateHz Hz with $channels channels is read by ffmpeg and in process", async (format) => {
    const sound = makeSound(format);
    const truth = measureDirectly(sound, format.rateHz);
    const float = await folder.write("source.wav", encodeWav(sound, format.rateHz, "f32"));
    const path = await folder.convert(float, `made.${format.extension}`, ...format.args);
    if (format.change) await folder.write(`made.${format.extension}`, format.change(await readFile(path)));
    expect(await sniffFile(path)).toBe(format.container satisfies Container);
    const byFfmpeg = await analyze(path, audioTools);
    expect(byFfmpeg.source).toMatchObject({
      ...{ codec: format.codec, channels: format.channels, isLossless: format.isLossless },
      ...{
        bitDepth: format.isLossless ? (format.depth ?? 16) : null,
        sampleRateHz: format.decodedRateHz ?? format.rateHz,
      },
    });
    if (format.isLossless) expectLossless(byFfmpeg, truth);
    else expectLossy(byFfmpeg, truth, format);
    if (format.needsFfmpeg) {
      await expect(analyze(path, NO_AUDIO_TOOLS)).rejects.toMatchObject({ reason: "needs_ffmpeg" });
      return;
    }
    const inProcess = await analyze(path, NO_AUDIO_TOOLS);
    expect(inProcess.engine).toBe("wasm");
    expect(inProcess.source).toEqual({ ...byFfmpeg.source, bitrateBps: inProcess.source.bitrateBps });
    if (format.isLossless) expectLossless(inProcess, truth);
    else expectLossy(inProcess, truth, format);
    const apart = (inProcess.loudness.integratedLufs ?? 0) - (byFfmpeg.loudness.integratedLufs ?? 0);
    expect(Math.abs(apart)).toBeLessThanOrEqual(0.05);
  });
});
