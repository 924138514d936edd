import { execFile } from "node:child_process";
import { open } from "node:fs/promises";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MP4_LAYOUT, walkChunks } from "./chunk-walk";
import { makePreview, type Preview } from "./preview";
import { type PreviewFormat, previewRateHz } from "./preview-format";
import { audioTools, encodeWav, hasFfmpeg, makeTempFolder, noise, type TempFolder } from "./testdata/synthesis";
import { NO_AUDIO_TOOLS } from "./tools";

const MOST_LAG_SEC = 0.001;
let folder: TempFolder;
beforeAll(async () => {
  folder = await makeTempFolder();
});
afterAll(() => folder.remove());

/** Noise without its highest tones, which no codec keeps. */
function dullNoise(frames: number): Float32Array {
  const raw = noise(frames + 8, 0.8);
  return Float32Array.from({ length: frames }, (_, i) => raw.subarray(i, i + 6).reduce((sum, v) => sum + v, 0) / 6);
}

async function preview(
  sound: Float32Array,
  shape: { rateHz: number; channels: number; format?: PreviewFormat },
  tools = audioTools,
) {
  const { rateHz, channels, format } = shape;
  // The same in every channel but the low-frequency one, so that a mix down keeps its shape.
  const all = Array.from({ length: channels }, (_, c) => (c === 3 ? new Float32Array(sound.length) : sound));
  const path = await folder.write("source.wav", encodeWav(all, rateHz));
  return await makePreview({ path, container: "wav", tools, outputFolder: folder.path, format });
}

/** As a browser would hear it: mono, at the rate of the source. */
async function decode({ path }: Preview, rateHz: number): Promise<Float32Array> {
  const args = ["-nostdin", "-v", "error", "-i", path, "-ac", "1", "-ar", String(rateHz), "-f", "f32le", "pipe:1"];
  const { stdout } = await promisify(execFile)("ffmpeg", args, { encoding: "buffer", maxBuffer: 1e8 });
  return new Float32Array(new Uint8Array(stdout).buffer);
}

/** How far the piece from..to lies later in `heard` than in `source`, in seconds, by cross-correlation within 10 ms. */
function lagSec(source: Float32Array, heard: Float32Array, from: number, to: number, rateHz: number): number {
  const reach = Math.round(rateHz / 100);
  let [best, bestLag] = [Number.NEGATIVE_INFINITY, 0];
  for (let lag = -reach; lag <= reach; lag++) {
    let sum = 0;
    for (let i = from; i < to; i++) sum += (source[i] ?? 0) * (heard[i + lag] ?? 0);
    if (sum > best) [best, bestLag] = [sum, lag];
  }
  return bestLag / rateHz;
}

async function expectAligned(made: Preview, sound: Float32Array, rateHz: number): Promise<void> {
  const heard = await decode(made, rateHz);
  const piece = Math.min(sound.length, Math.round(rateHz * 0.05));
  expect(Math.abs(lagSec(sound, heard, 0, piece, rateHz))).toBeLessThanOrEqual(MOST_LAG_SEC);
  expect(Math.abs(lagSec(sound, heard, sound.length - piece, sound.length, rateHz))).toBeLessThanOrEqual(MOST_LAG_SEC);
  expect(heard.length).toBeGreaterThanOrEqual(sound.length - rateHz * MOST_LAG_SEC);
}

const SHAPES: [rateHz: number, channels: number, frames: number][] = [
  [44_100, 2, 88_200],
  [48_000, 1, 96_001],
  [96_000, 2, 192_007],
  [8000, 1, 16_013],
  [44_100, 6, 88_201],
  [37_800, 2, 75_611],
  [44_100, 2, 441],
  [48_000, 1, 481],
];

describe.skipIf(!hasFfmpeg)(
  "B197: a preview lies on the source, at its start and at its end, within a millisecond",
  () => {
    describe.each(["aac", "opus", "mp3"] as const)("as %s", (format) => {
      it.each(SHAPES)("of %d Hz with %d channels and %d frames", async (rateHz, channels, frames) => {
        const sound = dullNoise(frames);
        const made = await preview(sound, { rateHz, channels, format });
        expect(made.codec).toBe(format);
        expect(made.durationSec).toBeGreaterThanOrEqual(frames / rateHz - MOST_LAG_SEC);
        await expectAligned(made, sound, rateHz);
      });
    });

    it.each(SHAPES)("made in process, of %d Hz with %d channels and %d frames", async (rateHz, channels, frames) => {
      const sound = dullNoise(frames);
      const made = await preview(sound, { rateHz, channels }, NO_AUDIO_TOOLS);
      expect(made.codec).toBe("mp3");
      await expectAligned(made, sound, rateHz);
    });

    it("has its index before the sound", async () => {
      const { path } = await preview(dullNoise(44_100), { rateHz: 44_100, channels: 2 });
      const file = await open(path);
      const boxes: string[] = [];
      for await (const { id } of walkChunks(file, MP4_LAYOUT)) boxes.push(id);
      await file.close();
      expect(boxes.indexOf("moov")).toBeGreaterThan(0);
      expect(boxes.indexOf("moov")).toBeLessThan(boxes.indexOf("mdat"));
    });
  },
);

describe("the rate of a preview", () => {
  it("is the source's where it is a common one, or the next, at most 48 kHz", () => {
    const rates = [1000, 8000, 37_800, 44_100, 48_000, 50_000, 88_200, 96_000, 176_400, 192_000];
    expect(rates.map(previewRateHz)).toEqual([
      8000, 8000, 44_100, 44_100, 48_000, 48_000, 44_100, 48_000, 44_100, 48_000,
    ]);
  });
});
