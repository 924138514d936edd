import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { analyzeAudio } from "./analyze";
import type { AudioAnalysis } from "./audio-analysis";
import { sniffFile } from "./sniff-file";
import { audioTools, encodeWav, hasFfmpeg, makeTempFolder, songLike, type TempFolder } from "./testdata/synthesis";
import { type AudioTools, NO_AUDIO_TOOLS } from "./tools";

const run = promisify(execFile);
const RATE_HZ = 44_100;
const FRAMES = RATE_HZ * 5;
let folder: TempFolder;
let wavPath: string;

beforeAll(async () => {
  folder = await makeTempFolder();
  wavPath = await folder.write("song.wav", encodeWav(songLike(FRAMES, RATE_HZ), RATE_HZ));
});
afterAll(() => folder.remove());

async function analyze(path: string, tools: AudioTools): Promise<AudioAnalysis> {
  return analyzeAudio({ path, container: await sniffFile(path), tools });
}

function withoutEngine({ engine: _, source, ...rest }: AudioAnalysis): unknown {
  return { ...rest, source: { ...source, bitrateBps: null } };
}

describe("analyzeAudio without any tool", () => {
  it("measures a WAV", async () => {
    const analysis = await analyze(wavPath, NO_AUDIO_TOOLS);
    expect(analysis).toMatchObject({ schemaVersion: 1, engine: "wasm", warnings: [] });
    expect(analysis.source).toMatchObject({
      ...{ container: "wav", codec: "pcm_s16le", isLossless: true, sampleRateHz: RATE_HZ, channels: 2, bitDepth: 16 },
      ...{ frames: FRAMES, durationSec: 5, sizeBytes: 44 + FRAMES * 4, bitrateBps: 1_411_200 },
    });
    expect(analysis.source.sha256).toBe(
      createHash("sha256")
        .update(await readFile(wavPath))
        .digest("hex"),
    );
  });

  it("tells its progress, rising to 1", async () => {
    const told: number[] = [];
    await analyzeAudio({
      path: wavPath,
      container: "wav",
      tools: NO_AUDIO_TOOLS,
      onProgress: (part) => void told.push(part),
    });
    expect(told.at(-1)).toBe(1);
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(told.length).toBeLessThanOrEqual(102);
  });

  it("stops at once when aborted, with the caller's reason", async () => {
    const abort = new AbortController();
    const analysis = analyzeAudio({
      path: wavPath,
      container: "wav",
      tools: NO_AUDIO_TOOLS,
      signal: abort.signal,
      onProgress: () => abort.abort(new Error("the song was deleted")),
    });
    await expect(analysis).rejects.toThrow("the song was deleted");
  });
});

describe.skipIf(!hasFfmpeg)("analyzeAudio with ffmpeg", () => {
  it.each([
    ["wav", [], 0],
    ["flac", [], 0],
    ["mp3", ["-b:a", "192k", "-metadata", "title=Night Drive", "-metadata", "artist=The  Band"], 1e-3],
    ["ogg", ["-c:a", "libvorbis"], 1e-3],
    ["opus", ["-c:a", "libopus"], 2e-2],
  ])("agrees with the decoders in process on %s, to the frame", async (name, args, toleranceDb) => {
    const path = await folder.convert(wavPath, `agree.${name}`, ...args);
    const [one, other] = [await analyze(path, audioTools), await analyze(path, NO_AUDIO_TOOLS)];
    expect(one.engine).toBe("ffmpeg");
    expect(other.source).toEqual({ ...one.source, bitrateBps: other.source.bitrateBps });
    expect(other.source.frames).toBe(Math.round((FRAMES / RATE_HZ) * one.source.sampleRateHz));
    expect(other.metadata).toEqual(one.metadata);
    if (toleranceDb === 0) expect(withoutEngine(one)).toEqual(withoutEngine(other));
    for (const field of ["integratedLufs", "truePeakDbtp", "maxShortTermLufs"] as const) {
      expect(Math.abs((one.loudness[field] ?? 0) - (other.loudness[field] ?? 0))).toBeLessThanOrEqual(toleranceDb);
    }
  });

  it.each([
    ["a mono MP3", ["-ac", "1"], "mono.mp3", { channels: 1 }],
    ["24 bits", ["-c:a", "pcm_s24le"], "deep.wav", { bitDepth: 24, codec: "pcm_s24le" }],
    ["32-bit float", ["-c:a", "pcm_f32le"], "float.wav", { bitDepth: 32 }],
    ["8 bits", ["-c:a", "pcm_u8"], "coarse.wav", { bitDepth: 8 }],
    ["RF64", ["-rf64", "always"], "long.wav", { frames: FRAMES }],
    [
      "96 kHz FLAC of 24 bits",
      ["-ar", "96000", "-sample_fmt", "s32"],
      "fine.flac",
      { bitDepth: 24, sampleRateHz: 96_000 },
    ],
  ])("agrees on %s", async (_, args, name, facts) => {
    const path = await folder.convert(wavPath, name, ...args);
    const [one, other] = [await analyze(path, audioTools), await analyze(path, NO_AUDIO_TOOLS)];
    expect(one.source).toMatchObject(facts);
    expect(other.source).toEqual({ ...one.source, bitrateBps: other.source.bitrateBps });
    expect(other.signal.rmsDbfs).toBeCloseTo(one.signal.rmsDbfs ?? 0, 3);
  });

  it.each([
    ["m4a", ["-c:a", "aac"], "mp4", false],
    ["alac.m4a", ["-c:a", "alac"], "mp4", true],
  ])("reads %s, and says what is missing where there is no ffmpeg", async (name, args, container, isLossless) => {
    const path = await folder.convert(wavPath, `only.${name}`, ...args);
    expect((await analyze(path, audioTools)).source).toMatchObject({ container, isLossless, channels: 2 });
    await expect(analyze(path, NO_AUDIO_TOOLS)).rejects.toMatchObject({
      code: "invalid_input",
      reason: "needs_ffmpeg",
    });
  });

  it("measures loudness and true peak as ffmpeg's ebur128 does", async () => {
    const { loudness } = await analyze(wavPath, audioTools);
    const filter = "ebur128=metadata=1:peak=true,ametadata=mode=print:file=-";
    const { stdout } = await run(
      "ffmpeg",
      ["-nostdin", "-v", "error", "-i", wavPath, "-af", filter, "-f", "null", "-"],
      {
        maxBuffer: 1e8,
      },
    );
    const last = (key: string): number => Number([...stdout.matchAll(new RegExp(`${key}=(\\S+)`, "g"))].at(-1)?.[1]);
    expect(Math.abs((loudness.integratedLufs ?? 0) - last("r128.I"))).toBeLessThanOrEqual(0.1);
    expect(Math.abs((loudness.rangeLu ?? 0) - last("r128.LRA"))).toBeLessThanOrEqual(0.1);
    const { stderr } = await run("ffmpeg", ["-nostdin", "-i", wavPath, "-af", "ebur128=peak=true", "-f", "null", "-"]);
    const truePeak = Number(/True peak:\s+Peak:\s+(\S+) dBFS/.exec(stderr)?.[1]);
    expect(Math.abs((loudness.truePeakDbtp ?? 0) - truePeak)).toBeLessThanOrEqual(0.2);
  });

  it("reads the file's own words, cleaned", async () => {
    const path = await folder.convert(
      wavPath,
      "tags.mp3",
      "-metadata",
      "title=\u0007 Night\u202e Drive ",
      "-metadata",
      "TBPM=98",
    );
    const { metadata } = await analyze(path, audioTools);
    expect(metadata).toMatchObject({ title: "Night Drive", artist: null, bpmTag: 98 });
  });

  it("kills ffmpeg when aborted", async () => {
    const abort = new AbortController();
    const analysis = analyzeAudio({
      ...{ path: wavPath, container: "wav", tools: audioTools, signal: abort.signal },
      onProgress: () => abort.abort(new Error("stop")),
    });
    await expect(analysis).rejects.toThrow("stop");
    const { stdout } = await run("ps", ["-eo", "args"]);
    expect(stdout).not.toContain(folder.path);
  });
});
