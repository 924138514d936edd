import { execFile } from "node:child_process";
import { chmod, readFile, stat } from "node:fs/promises";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runLimits } from "./ffmpeg-decode";
import { makePreview, type Preview } from "./preview";
import { sniffContainer } from "./sniff";
import type { SourceProbe } from "./source-probe";
import { audioTools, encodeWav, hasFfmpeg, makeTempFolder, type TempFolder } from "./testdata/synthesis";
import { NO_AUDIO_TOOLS } from "./tools";

const run = promisify(execFile);
const engines = [["mp3", NO_AUDIO_TOOLS] as const, ...(hasFfmpeg ? [["aac", audioTools] as const] : [])];
let folder: TempFolder;

beforeAll(async () => {
  folder = await makeTempFolder();
});
afterAll(() => folder.remove());

/** Three seconds with a click of 1 ms at each second but the first. */
function clicks(rateHz: number): Float32Array {
  const sound = new Float32Array(rateHz * 3);
  for (const second of [1, 2]) sound.fill(0.8, second * rateHz, Math.round((second + 0.001) * rateHz));
  return sound;
}

async function decodePreview({ path }: Preview, rateHz: number): Promise<Float32Array> {
  const args = ["-nostdin", "-v", "error", "-i", path, "-ac", "1", "-ar", String(rateHz), "-f", "f32le", "pipe:1"];
  const { stdout } = await run("ffmpeg", args, { encoding: "buffer", maxBuffer: 1e8 });
  return new Float32Array(new Uint8Array(stdout).buffer);
}

function clickAtSec(sound: Float32Array, rateHz: number, second: number): number {
  const from = Math.round((second - 0.2) * rateHz);
  const near = sound.subarray(from, from + Math.round(0.4 * rateHz));
  const at = near.findIndex((value) => Math.abs(value) > 0.3);
  return (from + at) / rateHz;
}

describe.each(engines)("preview as %s", (codec, tools) => {
  it.each([
    [44_100, 2],
    [48_000, 1],
    [96_000, 2],
    [22_050, 1],
    [44_100, 6],
  ])("of %d Hz with %d channels keeps length and time line", async (rateHz, channels) => {
    const sound = clicks(rateHz);
    const path = await folder.write(
      "clicks.wav",
      encodeWav(
        Array.from({ length: channels }, () => sound),
        rateHz,
      ),
    );
    const preview = await makePreview({ path, container: "wav", tools, outputFolder: folder.path });
    expect(preview).toMatchObject({ codec, contentType: codec === "aac" ? "audio/mp4" : "audio/mpeg" });
    expect(preview.sizeBytes).toBe((await stat(preview.path)).size);
    expect(preview.durationSec).toBeCloseTo(3, 2);
    expect(sniffContainer(await readFile(preview.path))).toBe(codec === "aac" ? "mp4" : "mp3");
    if (!hasFfmpeg) return;
    const decoded = await decodePreview(preview, rateHz);
    expect(Math.abs(decoded.length / rateHz - 3)).toBeLessThan(0.05);
    for (const second of [1, 2]) expect(Math.abs(clickAtSec(decoded, rateHz, second) - second)).toBeLessThan(0.002);
  });

  it("is not made of what is no sound", async () => {
    const path = await folder.write("words.wav", "these are words");
    const made = makePreview({ path, container: "wav", tools, outputFolder: folder.path });
    await expect(made).rejects.toMatchObject({ code: "invalid_input", reason: "not_audio" });
  });

  it("stops midway when aborted, with the caller's reason", async () => {
    const path = await folder.write("stop.wav", encodeWav([clicks(44_100)], 44_100));
    const abort = new AbortController();
    const onProgress = (): void => abort.abort(new Error("stop"));
    const input = { path, container: "wav" as const, tools, outputFolder: folder.path };
    // FFmpeg may be done before it first tells how far it is; then there is nothing left to stop.
    if (codec === "mp3")
      await expect(makePreview({ ...input, signal: abort.signal, onProgress })).rejects.toThrow("stop");
    const early = AbortSignal.abort(new Error("stop"));
    await expect(makePreview({ ...input, signal: early })).rejects.toThrow("stop");
  });
});

describe.skipIf(!hasFfmpeg)("an FFmpeg without the encoder that is asked for", () => {
  it("B233: is told as the host's, with the setting that cures it, not as the file's fault", async () => {
    const path = await folder.write("without.wav", encodeWav([clicks(44_100)], 44_100));
    // The real one, asked for an encoder that no build has.
    const script = 'for a do shift; [ "$a" = libopus ] && a=libnone; set -- "$@" "$a"; done; exec ffmpeg "$@"';
    const ffmpegPath = await folder.write("ffmpeg-without-opus", `#!/bin/sh\n${script}\n`);
    await chmod(ffmpegPath, 0o755);
    const tools = { ...audioTools, ffmpegPath };
    const made = makePreview({ path, container: "wav", tools, outputFolder: folder.path, format: "opus" });
    await expect(made).rejects.toMatchObject({
      ...{ code: "unavailable", reason: "encoder_missing" },
      message: expect.stringContaining("PREVIEW_FORMAT"),
    });
  });
});

describe.skipIf(!hasFfmpeg)("an encoder that gets too little of the machine", () => {
  it("B231: is told as a busy server, to be tried again, not as the file's fault", async () => {
    const path = await folder.write("starved.wav", encodeWav([clicks(44_100)], 44_100));
    const starved = makePreview({ path, container: "wav", tools: audioTools, outputFolder: folder.path, timeoutMs: 1 });
    await expect(starved).rejects.toMatchObject({ code: "unavailable", reason: "audio_tool_slow" });
  });

  it("B231: has four times as long by the clock as it may take of a processor", () => {
    const probe = { expectedFrames: 44_100 * 7200, sampleRateHz: 44_100 } as SourceProbe;
    const { timeoutMs, resources } = runLimits(probe);
    expect(timeoutMs).toBe((resources?.cpuSec ?? 0) * 4000);
  });
});
