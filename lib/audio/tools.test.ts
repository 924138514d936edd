import { describe, expect, it } from "vitest";
import { hasFfmpeg } from "./testdata/synthesis";
import { findAudioTools, NO_AUDIO_TOOLS } from "./tools";

describe("findAudioTools", () => {
  it.skipIf(!hasFfmpeg)("finds ffmpeg and its version on PATH", async () => {
    const tools = await findAudioTools();
    expect(tools).toMatchObject({ ffmpegPath: "ffmpeg", ffprobePath: "ffprobe" });
    expect(tools.ffmpegVersion).toMatch(/^\S+$/);
  });

  it("uses neither when one is missing, and never throws", async () => {
    expect(await findAudioTools({ ffmpeg: "ffmpeg", ffprobe: "/nowhere/ffprobe" })).toEqual(NO_AUDIO_TOOLS);
    expect(await findAudioTools({ ffmpeg: "/nowhere", ffprobe: "/nowhere" })).toEqual(NO_AUDIO_TOOLS);
  });

  it("takes no other program for ffmpeg", async () => {
    expect(await findAudioTools({ ffmpeg: process.execPath, ffprobe: process.execPath })).toEqual(NO_AUDIO_TOOLS);
  });
});
