import { describe, expect, it } from "vitest";
import { formatLevel } from "@/app/_ui/format-level";
import type { AnalysisFacts } from "@/lib/domains/versions/schema";
import { listFacts, nameCodec } from "./facts";

const FACTS: AnalysisFacts = {
  schemaVersion: 1,
  analyzerVersion: "1",
  decoder: "ffmpeg",
  sha256: "",
  codec: "pcm_s24le",
  isLossless: true,
  sampleRateHz: 44_100,
  channels: 2,
  bitDepth: 24,
  bitrateBps: null,
  durationSec: 192,
  integratedLufs: -9.84,
  rangeLu: 4,
  maxMomentaryLufs: -7,
  maxShortTermLufs: -8,
  truePeakDbtp: -0.31,
  samplePeakDbfs: -0.5,
  rmsDbfs: -12,
  stereoCorrelation: 0.6,
  isSilent: false,
  tempo: null,
  key: null,
};

describe("facts of a sound", () => {
  it("writes a real minus sign and one decimal", () => {
    expect(formatLevel(-9.84)).toBe("−9.8");
    expect(formatLevel(0.67)).toBe("0.7");
  });

  it("names codecs as musicians do, and unknown ones as they are", () => {
    expect(["pcm_s24le", "pcm_f32le", "flac", "wmav2"].map(nameCodec)).toEqual(["PCM", "float PCM", "FLAC", "wmav2"]);
  });

  it("shows nothing that was not measured", () => {
    const silent = listFacts({ ...FACTS, integratedLufs: null, truePeakDbtp: null });
    expect(silent.map((fact) => fact.name)).toEqual(["format"]);
    expect(listFacts(FACTS).map((fact) => fact.value)).toEqual(["−9.8", "−0.3", "44.1 kHz"]);
  });

  it("tells tempo and key with their doubt, and nothing that is a guess", () => {
    const alternatives = [{ bpm: 87.2, score: 0.2 }];
    const tempo = { bpm: 174.4, confidence: 0.8, alternatives, firstBeatSec: 0, stability: 1 };
    const key = { tonic: 9, mode: "minor" as const, confidence: 0.5, alternatives: [], tuningCents: 0 };
    const [bpm, name] = listFacts({ ...FACTS, tempo, key });
    expect(bpm).toMatchObject({ value: "174", unit: "BPM", explanation: expect.stringContaining("80 % sure") });
    expect(bpm?.explanation).toContain("may also be counted as 87.");
    expect(name).toMatchObject({ value: "A minor?", unit: "8A", explanation: expect.stringContaining("50 % sure") });
    const guesses = { ...FACTS, tempo: { ...tempo, confidence: 0.2 }, key: { ...key, confidence: 0.1 } };
    expect(listFacts(guesses)[0]?.name).toBe("loudness");
  });
});
