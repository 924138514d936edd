import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { analyzeAudio } from "./analyze";
import { decodeWithFfmpeg } from "./ffmpeg-decode";
import { probeWithFfprobe } from "./ffprobe";
import { sniffFile } from "./sniff-file";
import type { SourceProbe } from "./source-probe";
import { referTo } from "./testdata/external-reference";
import { audioTools, encodeWav, hasFfmpeg, makeTempFolder, sine, type TempFolder } from "./testdata/synthesis";

const run = promisify(execFile);
const RATE_HZ = 44_100;
const ffmpegPath = audioTools.ffmpegPath ?? "ffmpeg";
const ffprobePath = audioTools.ffprobePath ?? "ffprobe";
const signal = new AbortController().signal;
const guess: SourceProbe = {
  ...{ codec: "pcm_s16le", isLossless: true, sampleRateHz: RATE_HZ, channels: 2, bitDepth: 16, bitrateBps: null },
  ...{ expectedFrames: null, channelLayout: "stereo" },
};
let folder: TempFolder;

beforeAll(async () => {
  folder = await makeTempFolder();
  const secret = encodeWav([sine(RATE_HZ, RATE_HZ, 440, 0.5), sine(RATE_HZ, RATE_HZ, 440, 0.5)], RATE_HZ);
  await folder.write("secret.wav", secret);
});
afterAll(() => folder.remove());

/** Bytes of sound that plain FFmpeg gets out of a file, without what guards ours. */
async function bytesByPlainFfmpeg(path: string, ...options: string[]): Promise<number> {
  const args = ["-nostdin", "-v", "error", ...options, "-i", path, "-f", "s16le", "pipe:1"];
  const { stdout } = await run("ffmpeg", args, { encoding: "buffer", maxBuffer: 1e8 });
  return stdout.length;
}

async function framesByOurs(path: string, container: "wav" | "mp3" | "mp4"): Promise<number> {
  let frames = 0;
  for await (const block of decodeWithFfmpeg({ ffmpegPath, path, container, probe: guess, signal })) {
    frames += block[0]?.length ?? 0;
  }
  return frames;
}

describe.skipIf(!hasFfmpeg)("B193: a file that points at other files", () => {
  it("is refused by its first bytes: a concat script that FFmpeg by itself would follow", async () => {
    const path = await folder.write("script.wav", "ffconcat version 1.0\nfile secret.wav\n");
    expect(await bytesByPlainFfmpeg(path)).toBeGreaterThan(RATE_HZ);
    await expect(sniffFile(path)).rejects.toMatchObject({ reason: "not_audio" });
  });

  it("is not followed by the tools either, were it let through: scripts and playlists", async () => {
    const hls = `#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:1,\n${join(folder.path, "secret.wav")}\n#EXT-X-ENDLIST\n`;
    for (const text of ["ffconcat version 1.0\nfile secret.wav\n", hls, "file 'secret.wav'\n"]) {
      const path = await folder.write("list.wav", text);
      for (const container of ["wav", "mp3", "mp4"] as const) {
        await expect(probeWithFfprobe(ffprobePath, path, container, signal)).rejects.toMatchObject({
          code: "invalid_input",
        });
        await expect(framesByOurs(path, container)).rejects.toMatchObject({ reason: "decode_failed" });
      }
    }
  });

  it("is not followed: an M4A whose sound lies in another file", async () => {
    const whole = await readFile(await folder.convert(join(folder.path, "secret.wav"), "secret.m4a"));
    const path = await folder.write("alias.m4a", referTo(whole, "secret.m4a"));
    // Without its own sound; what plain FFmpeg still finds when told to follow is the other file's.
    const hollow = Buffer.from(await readFile(path));
    hollow.fill(0, hollow.indexOf("mdat") + 4, hollow.indexOf("moov") - 4);
    await folder.write("alias.m4a", hollow);
    expect(await bytesByPlainFfmpeg(path, "-enable_drefs", "1")).toBeGreaterThan(RATE_HZ);
    const analysis = analyzeAudio({ path, container: await sniffFile(path), tools: audioTools });
    await expect(analysis).rejects.toMatchObject({ code: "invalid_input" });
  });

  it("is not fetched: an address in place of a path", async () => {
    await expect(probeWithFfprobe(ffprobePath, "http://127.0.0.1:9/x.wav", "wav", signal)).rejects.toMatchObject({
      code: "invalid_input",
    });
  });
});
