import { execFile } from "node:child_process";
import { readFile, stat } from "node:fs/promises";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeClip } from "./clip";
import { sniffContainer } from "./sniff";
import { audioTools, encodeWav, hasFfmpeg, makeTempFolder, type TempFolder } from "./testdata/synthesis";
import { NO_AUDIO_TOOLS } from "./tools";

const run = promisify(execFile);
const engines = [["in process", NO_AUDIO_TOOLS] as const, ...(hasFfmpeg ? [["ffmpeg", audioTools] as const] : [])];
let folder: TempFolder;

beforeAll(async () => {
  folder = await makeTempFolder();
});
afterAll(() => folder.remove());

/** Each second of the left channel has a pitch of its own; the right one is silent. */
function steps(seconds: number, rateHz: number): Float32Array[] {
  const left = Float32Array.from({ length: seconds * rateHz }, (_, i) => {
    const hertz = 200 + 20 * Math.floor(i / rateHz);
    return 0.8 * Math.sin((2 * Math.PI * hertz * i) / rateHz);
  });
  return [left, new Float32Array(left.length)];
}

async function decode(path: string, rateHz: number): Promise<Float32Array> {
  const args = ["-nostdin", "-v", "error", "-i", path, "-ar", String(rateHz), "-f", "f32le", "pipe:1"];
  const { stdout } = await run("ffmpeg", args, { encoding: "buffer", maxBuffer: 1e8 });
  return new Float32Array(new Uint8Array(stdout).buffer);
}

/** By its upward crossings of zero. */
function hertzAt(sound: Float32Array, rateHz: number, second: number): number {
  const part = sound.subarray(Math.round((second + 0.1) * rateHz), Math.round((second + 0.9) * rateHz));
  return part.reduce((count, value, i) => count + Number((part[i - 1] ?? 0) < 0 && value >= 0), 0) / 0.8;
}

describe.each(engines)("a clip made %s", (_, tools) => {
  it("B223: is a small mono MP3 below 30 seconds, from the moment that was asked for", async () => {
    const rateHz = 48_000;
    const path = await folder.write(`steps-${tools === NO_AUDIO_TOOLS}.wav`, encodeWav(steps(45, rateHz), rateHz));
    const clip = await makeClip({ path, container: "wav", tools, outputFolder: folder.path, startSec: 10 });
    expect(clip).toMatchObject({ startSec: 10, durationSec: 29 });
    expect((await stat(clip.path)).size).toBeLessThan(250_000);
    expect(sniffContainer(await readFile(clip.path))).toBe("mp3");
    if (!hasFfmpeg) return;
    const sound = await decode(clip.path, rateHz);
    expect(sound.length / rateHz).toBeGreaterThan(28.9);
    expect(sound.length / rateHz).toBeLessThan(30);
    for (const second of [0, 15, 28]) expect(hertzAt(sound, rateHz, second)).toBeCloseTo(200 + 20 * (10 + second), -1);
    // The mean of both channels, of which one is silent.
    expect(Math.max(...sound.subarray(rateHz, 2 * rateHz))).toBeCloseTo(0.4, 1);
  });

  it("B223: ends with the sound, and fails where there is none", async () => {
    const rateHz = 8000;
    const path = await folder.write(`short-${tools === NO_AUDIO_TOOLS}.wav`, encodeWav(steps(3, rateHz), rateHz));
    const input = { path, container: "wav", tools, outputFolder: folder.path } as const;
    expect((await makeClip({ ...input, startSec: 1 })).durationSec).toBeCloseTo(2, 2);
    await expect(makeClip({ ...input, startSec: 10 })).rejects.toMatchObject({ reason: "empty" });
    await expect(makeClip({ ...input, startSec: 0, signal: AbortSignal.abort(new Error("stop")) })).rejects.toThrow(
      "stop",
    );
  });
});
