import { describe, expect, it } from "vitest";
import { AppError } from "@/lib/core/errors";
import { measuringPercent, previewPercent, readFinalFailure, toMeasures } from "./analysis/rules";
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
    expect(["wav", "flac", "mp3"].every(isPlayableInBrowser)).toBe(true);
    expect(["mp4", "aiff", "caf", "ogg", "opus", "constructor"].some(isPlayableInBrowser)).toBe(false);
  });
});

describe("an analysis", () => {
  it("moves from 0 to 60 per cent while measuring and on to 99 with the preview", () => {
    expect([-1, 0, 0.5, 1, 2].map(measuringPercent)).toEqual([0, 0, 30, 60, 60]);
    expect([-1, 0, 1, 2].map(previewPercent)).toEqual([60, 60, 99, 99]);
  });

  it("B186, B196: that an older engine made is read without the figures it did not know", () => {
    const old = {
      ...{ schemaVersion: 1, analyzerVersion: "1.0.0", decoder: "wasm", sha256: "", codec: "flac", isLossless: true },
      ...{ sampleRateHz: 44_100, channels: 2, bitDepth: 16, bitrateBps: null, durationSec: 1, integratedLufs: null },
      ...{ rangeLu: null, maxMomentaryLufs: null, maxShortTermLufs: null, truePeakDbtp: null, samplePeakDbfs: null },
      ...{ rmsDbfs: null, stereoCorrelation: null, isSilent: true },
    };
    expect(analysisFactsSchema.parse(old)).toEqual({ ...old, tempo: null, key: null });
  });

  it("leaves length, tempo and key with the version, and nothing where nothing was told", () => {
    const source = { durationSec: 61.2346 } as Parameters<typeof toMeasures>[0]["source"];
    expect(toMeasures({ source, tempo: null, key: null })).toEqual({
      durationMs: 61_235,
      tempoBpm: null,
      camelot: null,
    });
    const tempo = { bpm: 127.9, confidence: 0.9, alternatives: [], firstBeatSec: 0, stability: 1 };
    const key = { tonic: 9, mode: "minor" as const, confidence: 0.8, alternatives: [], tuningCents: 0 };
    expect(toMeasures({ source, tempo, key })).toMatchObject({ tempoBpm: 127.9, camelot: "8A" });
  });

  it("fails for good only where the file is to blame", () => {
    const failure = (code: "invalid_input" | "gone" | "unavailable") => readFinalFailure(new AppError(code, "r", "m"));
    expect(failure("invalid_input")).toEqual({ reason: "r", message: "m" });
    expect(failure("gone")).toEqual({ reason: "r", message: "m" });
    expect(failure("unavailable")).toBeNull();
    expect(readFinalFailure(new Error("m"))).toBeNull();
  });
});
