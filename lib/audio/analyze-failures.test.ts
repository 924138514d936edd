import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { analyzeAudio } from "./analyze";
import type { Container } from "./sniff";
import { sniffFile } from "./sniff-file";
import { audioTools, encodeWav, hasFfmpeg, makeTempFolder, songLike, type TempFolder } from "./testdata/synthesis";
import { type AudioTools, NO_AUDIO_TOOLS } from "./tools";

const RATE_HZ = 44_100;
const engines = [["in process", NO_AUDIO_TOOLS] as const, ...(hasFfmpeg ? [["by ffmpeg", audioTools] as const] : [])];
let folder: TempFolder;
let wav: Uint8Array;
let wavPath: string;

beforeAll(async () => {
  folder = await makeTempFolder();
  wav = encodeWav(songLike(RATE_HZ * 3, RATE_HZ), RATE_HZ);
  wavPath = await folder.write("whole.wav", wav);
});
afterAll(() => folder.remove());

async function failureOf(bytes: Uint8Array | string, tools: AudioTools, claimed?: Container): Promise<unknown> {
  const path = await folder.write(`case-${Math.random()}`, bytes);
  const attempt = async (): Promise<unknown> =>
    analyzeAudio({ path, container: claimed ?? (await sniffFile(path)), tools });
  return attempt().then(
    () => "it was taken",
    (error: { code?: string; reason?: string }) => (error.code === "invalid_input" ? error.reason : error),
  );
}

describe.each(engines)("what can't be used, read %s", (_, tools) => {
  it("is told as empty when there is no byte, or no sound behind the header", async () => {
    expect(await failureOf("", tools)).toBe("empty");
    expect(await failureOf("", tools, "wav")).toBe("empty");
    expect(await failureOf(wav.slice(0, 44).fill(0, 40, 44), tools)).toBe("empty");
  });

  it("is told as not audio, whatever it is named or declared to be", async () => {
    expect(await failureOf("this is my song.wav", tools)).toBe("not_audio");
    expect(await failureOf("<html></html>", tools, "mp3")).toBe("not_audio");
    expect(await failureOf(wav, tools, "flac")).toBe("not_audio");
    expect(await failureOf("#EXTM3U\nfile:///etc/passwd\n", tools, "mp3")).toBe("not_audio");
  });

  it("is told as truncated when the WAV header promises more than there is", async () => {
    expect(await failureOf(wav.slice(0, wav.length - 4000), tools)).toBe("truncated");
    expect(await failureOf(wav.slice(0, 30), tools)).toBe("truncated");
  });

  it("is told as damaged when behind the magic bytes is nothing but noise", async () => {
    const noise = Uint8Array.from({ length: 20_000 }, (_, i) => (i * 7919 + (i >> 3)) & 0x7f);
    noise.set(Buffer.from("fLaC"), 0);
    expect(["decode_failed", "empty"]).toContain(await failureOf(noise, tools));
  });

  it("is told as damaged when a WAV header is nonsense", async () => {
    const absurd = Buffer.from(wav);
    absurd.writeUInt16LE(0xffff, 22);
    expect(await failureOf(absurd, tools)).toBe("decode_failed");
  });

  it.skipIf(!hasFfmpeg).each([
    ["flac", []],
    ["ogg", ["-c:a", "libvorbis"]],
    ["opus", ["-c:a", "libopus"]],
    ["mp3", []],
  ])("is told as truncated when half of a %s is missing", async (name, args) => {
    const whole = await readFile(await folder.convert(wavPath, `cut.${name}`, ...args));
    expect(await failureOf(whole.subarray(0, whole.length >> 1), tools)).toBe("truncated");
  });
});

describe.skipIf(!hasFfmpeg)("what only ffmpeg reads", () => {
  it.each([
    ["m4a", ["-c:a", "aac"]],
    ["m4a", ["-c:a", "aac", "-movflags", "+faststart"]],
    ["aiff", []],
    ["caf", []],
  ])("is told as truncated too: %s", async (name, args) => {
    const whole = await readFile(await folder.convert(wavPath, `cut.${name}`, ...args));
    expect(await failureOf(whole.subarray(0, whole.length - 5000), audioTools)).toBe("truncated");
  });

  it("is told as having no sound when it is a film without any", async () => {
    const path = await folder.convert(
      wavPath,
      "mute.mp4",
      "-f",
      "lavfi",
      "-i",
      "color=s=64x64:d=1",
      "-map",
      "1:v",
      "-c:v",
      "mpeg4",
    );
    expect(await failureOf(await readFile(path), audioTools)).toBe("no_audio_stream");
  });

  it("is refused as needing ffmpeg: a compressed WAV", async () => {
    const path = await folder.convert(wavPath, "adpcm.wav", "-c:a", "adpcm_ima_wav");
    expect(await failureOf(await readFile(path), NO_AUDIO_TOOLS)).toBe("needs_ffmpeg");
    const analysis = await analyzeAudio({ path, container: "wav", tools: audioTools });
    expect(analysis.source).toMatchObject({ codec: "adpcm_ima_wav", isLossless: false, bitDepth: null });
  });
});
