import { readFile, writeFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { analyzeAudio } from "./analyze";
import { sniffFile } from "./sniff-file";
import { audioTools, encodeWav, hasFfmpeg, makeTempFolder, noise, type TempFolder } from "./testdata/synthesis";
import { NO_AUDIO_TOOLS } from "./tools";
import { uncutFlac } from "./wasm-decode";

const RATE_HZ = 44_100;
const SECONDS = 60;
let folder: TempFolder;
let wavPath: string;

beforeAll(async () => {
  folder = await makeTempFolder();
  wavPath = await folder.write("noise.wav", encodeWav([noise(RATE_HZ * SECONDS, 0.4)], RATE_HZ));
});
afterAll(() => folder.remove());

describe.skipIf(!hasFfmpeg)("a minute of sound decoded in process", () => {
  it.each([
    ["flac", ["-frame_size", "512"]],
    ["ogg", ["-c:a", "flac", "-frame_size", "512"]],
    ["mp3", ["-b:a", "128k"]],
    ["ogg", ["-c:a", "libvorbis"]],
    ["opus", ["-c:a", "libopus"]],
  ])("loses no frame between two reads: %s %j", async (name, args) => {
    const path = await folder.convert(wavPath, `minute.${name}`, ...args);
    const container = await sniffFile(path);
    const [one, other] = [
      await analyzeAudio({ path, container, tools: audioTools }),
      await analyzeAudio({ path, container, tools: NO_AUDIO_TOOLS }),
    ];
    expect(other.source.frames).toBe(SECONDS * one.source.sampleRateHz);
    expect(one.source.frames).toBe(other.source.frames);
    expect(Math.abs((one.loudness.integratedLufs ?? 0) - (other.loudness.integratedLufs ?? 0))).toBeLessThan(0.05);
  });

  it("takes a FLAC that was streamed and does not tell its length", async () => {
    const path = await folder.convert(wavPath, "streamed.flac", "-frame_size", "512");
    const bytes = await readFile(path);
    // The 36 bits of the number of frames, in the description that every FLAC begins with.
    bytes.writeUInt8(bytes.readUInt8(21) & 0xf0, 21);
    bytes.writeUInt32BE(0, 22);
    await writeFile(path, bytes);
    for (const tools of [audioTools, NO_AUDIO_TOOLS]) {
      expect((await analyzeAudio({ path, container: "flac", tools })).source.frames).toBe(RATE_HZ * SECONDS);
    }
  });
});

describe("uncutFlac", () => {
  const file = (...bytes: number[]): Uint8Array => Uint8Array.from([...new Array<number>(30).fill(7), ...bytes]);

  it("ends a piece before what may be the start of a frame", () => {
    expect(uncutFlac(file(0xff, 0xf8, 0x59))).toBe(30);
    expect(uncutFlac(file(1, 0xff))).toBe(31);
    expect(uncutFlac(file(0xff, 0xf9, 1, 2, 3, 4))).toBe(30);
  });

  it("takes all of it otherwise, and always something", () => {
    expect(uncutFlac(file(0xff, 0x00, 1))).toBe(33);
    expect(uncutFlac(Uint8Array.of(0xff, 0xf8, 1))).toBe(3);
    expect(uncutFlac(Uint8Array.of(0xff))).toBe(1);
  });
});
