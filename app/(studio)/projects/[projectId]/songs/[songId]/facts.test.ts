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
});
