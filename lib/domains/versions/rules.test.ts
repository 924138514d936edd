import { describe, expect, it } from "vitest";
import { AppError } from "@/lib/core/errors";
import { measuringPercent, previewPercent, readFinalFailure } from "./analysis/rules";
import { canDeleteVersion, isPlayableInBrowser, replaceExtension } from "./rules";
import { analysisFactsSchema } from "./schema";

describe("versions", () => {
  it("change a file's ending and nothing else of its name", () => {
    expect(replaceExtension("Mix 3.final.wav", "m4a")).toBe("Mix 3.final.m4a");
    expect(replaceExtension("no ending", "m4a")).toBe("no ending.m4a");
    expect(replaceExtension("a sentence. With a dot and more", "mp3")).toBe("a sentence. With a dot and more.mp3");
  });

  it("are deleted by who brought them or the owner", () => {
    expect(canDeleteVersion({ accountId: "a", role: "editor" }, "a")).toBe(true);
    expect(canDeleteVersion({ accountId: "a", role: "editor" }, "b")).toBe(false);
    expect(canDeleteVersion({ accountId: "a", role: "owner" }, "b")).toBe(true);
  });

  it("play at once in the containers that every browser knows", () => {
    expect(["wav", "flac", "mp3", "mp4"].every(isPlayableInBrowser)).toBe(true);
    expect(["aiff", "caf", "ogg", "opus", "constructor"].some(isPlayableInBrowser)).toBe(false);
  });
});

describe("an analysis", () => {
  it("moves from 0 to 60 per cent while measuring and on to 99 with the preview", () => {
    expect([-1, 0, 0.5, 1, 2].map(measuringPercent)).toEqual([0, 0, 30, 60, 60]);
    expect([-1, 0, 1, 2].map(previewPercent)).toEqual([60, 60, 99, 99]);
  });

  it("B186: of before tempo and key were measured has neither, and one of now keeps both", () => {
    const old = {
      ...{ schemaVersion: 1, analyzerVersion: "1.0.0", decoder: "wasm", sha256: "", codec: "flac", isLossless: true },
      ...{ sampleRateHz: 44_100, channels: 2, bitDepth: 16, bitrateBps: null, durationSec: 3, integratedLufs: null },
      ...{ rangeLu: null, maxMomentaryLufs: null, maxShortTermLufs: null, truePeakDbtp: null, samplePeakDbfs: null },
      ...{ rmsDbfs: null, stereoCorrelation: null, isSilent: true },
    };
    expect(analysisFactsSchema.parse(old)).toMatchObject({ tempo: null, key: null });
    const tempo = {
      bpm: 174,
      confidence: 0.9,
      alternatives: [{ bpm: 87, score: 0.1 }],
      firstBeatSec: 0.1,
      stability: 1,
    };
    const key = { tonic: 9, mode: "minor", confidence: 0.8, alternatives: [], tuningCents: -3 };
    expect(analysisFactsSchema.parse({ ...old, tempo, key })).toMatchObject({ tempo, key });
  });

  it("fails for good only where the file is to blame", () => {
    const failure = (code: "invalid_input" | "gone" | "unavailable") => readFinalFailure(new AppError(code, "r", "m"));
    expect(failure("invalid_input")).toEqual({ reason: "r", message: "m" });
    expect(failure("gone")).toEqual({ reason: "r", message: "m" });
    expect(failure("unavailable")).toBeNull();
    expect(readFinalFailure(new Error("m"))).toBeNull();
  });
});
