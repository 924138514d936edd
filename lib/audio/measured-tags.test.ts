import { describe, expect, it } from "vitest";
import type { KeyFacts, Loudness, SignalFacts, SourceFacts, TempoFacts } from "./audio-analysis";
import { MEASURED_TAGS } from "./measured-tag-vocabulary";
import { measuredTags } from "./measured-tags";

const source: SourceFacts = {
  ...{ sha256: "", sizeBytes: 1, container: "wav", codec: "pcm_s16le", isLossless: true },
  ...{ sampleRateHz: 44_100, channels: 2, bitDepth: 16, bitrateBps: 1_411_200, durationSec: 180, frames: 7_938_000 },
};
const loudness: Loudness = {
  ...{ integratedLufs: -14, rangeLu: 5, maxMomentaryLufs: -10, maxShortTermLufs: -12 },
  ...{ truePeakDbtp: -1, samplePeakDbfs: -1.2, plrLu: 13 },
};
const signal: SignalFacts = {
  ...{ rmsDbfs: -18, crestDb: 16, dcOffset: 0, clippedSamples: 0, clipRuns: 0, silenceStartSec: 0, silenceEndSec: 0 },
  ...{ longestGapSec: 0, stereoCorrelation: 0.6, isDualMono: false, isSilent: false },
};
const tempo: TempoFacts = {
  ...{ bpm: 173.96, confidence: 0.9, firstBeatSec: 0.2, stability: 0.99 },
  alternatives: [{ bpm: 86.98, score: 0.08 }],
};
const key: KeyFacts = { tonic: 9, mode: "minor", confidence: 0.9, tuningCents: 3, alternatives: [] };

function idsFor(change: {
  source?: Partial<SourceFacts>;
  loudness?: Partial<Loudness>;
  signal?: Partial<SignalFacts>;
  tempo?: Partial<TempoFacts>;
  key?: Partial<KeyFacts>;
}): string[] {
  return measuredTags({
    source: { ...source, ...change.source },
    loudness: { ...loudness, ...change.loudness },
    signal: { ...signal, ...change.signal },
    tempo: change.tempo ? { ...tempo, ...change.tempo } : null,
    key: change.key ? { ...key, ...change.key } : null,
  }).map(({ id }) => id);
}

describe("measuredTags", () => {
  it("says only what every song has when nothing stands out", () => {
    expect(idsFor({})).toEqual(["format:lossless", "length:song"]);
  });

  it.each([
    ["tempo", { tempo: { confidence: 0.7 } }, { tempo: { confidence: 0.6 } }],
    ["key", { key: { confidence: 0.7 } }, { key: { confidence: 0.69 } }],
    ["tuning:off-pitch", { key: { tuningCents: -25, confidence: 0.4 } }, { key: { tuningCents: 24 } }],
    ["tuning:off-pitch", { key: { tuningCents: 30 } }, { key: { tuningCents: 30, confidence: 0.2 } }],
    ["loudness:loud-master", { loudness: { integratedLufs: -9 } }, { loudness: { integratedLufs: -9.01 } }],
    [
      "loudness:dynamic",
      { loudness: { integratedLufs: -16, rangeLu: 8 } },
      { loudness: { integratedLufs: -16, rangeLu: 7.9 } },
    ],
    ["loudness:very-quiet", { loudness: { integratedLufs: -24 } }, { loudness: { integratedLufs: -23.9 } }],
    ["peak:over-0dbtp", { loudness: { truePeakDbtp: 0.01 } }, { loudness: { truePeakDbtp: 0 } }],
    ["peak:no-headroom", { loudness: { truePeakDbtp: -0.2 } }, { loudness: { truePeakDbtp: -0.3 } }],
    ["clipping", { signal: { clipRuns: 3 } }, { signal: { clipRuns: 3 }, source: { isLossless: false } }],
    ["stereo:mono", { source: { channels: 1 } }, {}],
    ["stereo:mono", { signal: { isDualMono: true, stereoCorrelation: 1 } }, { signal: { stereoCorrelation: 1 } }],
    ["stereo:narrow", { signal: { stereoCorrelation: 0.95 } }, { signal: { isDualMono: true, stereoCorrelation: 1 } }],
    ["stereo:wide", { signal: { stereoCorrelation: 0.29 } }, { signal: { stereoCorrelation: 0.3 } }],
    ["stereo:phase-risk", { signal: { stereoCorrelation: -0.01 } }, { signal: { stereoCorrelation: 0 } }],
    ["silence:start", { signal: { silenceStartSec: 1 } }, { signal: { silenceStartSec: 0.9 } }],
    ["silence:end", { signal: { silenceEndSec: 1 } }, { signal: { silenceEndSec: 0.9 } }],
    ["silence:gap", { signal: { longestGapSec: 2 } }, { signal: { longestGapSec: 1.9 } }],
    ["dc-offset", { signal: { dcOffset: -0.005 } }, { signal: { dcOffset: 0.0049 } }],
    ["format:lossy", { source: { isLossless: false } }, {}],
    [
      "format:hires",
      { source: { bitDepth: 24, sampleRateHz: 96_000 } },
      { source: { bitDepth: 24, sampleRateHz: 48_000 } },
    ],
    ["length:snippet", { source: { durationSec: 44 } }, { source: { durationSec: 45 } }],
    ["length:set", { source: { durationSec: 900 } }, { source: { durationSec: 899 } }],
  ])("%s holds at its threshold and not beside it", (id, inside, outside) => {
    expect(idsFor(inside)).toContain(id);
    expect(idsFor(outside)).not.toContain(id);
  });

  it("carries the figure each tag stands on", () => {
    const [first] = measuredTags({
      source,
      signal,
      tempo: null,
      key: null,
      loudness: { ...loudness, integratedLufs: -8.5 },
    });
    expect(first).toEqual({
      id: "loudness:loud-master",
      value: -8.5,
      evidence: { field: "loudness.integratedLufs", value: -8.5 },
    });
  });

  it("B186: gives tempo and key in words, each with how sure it is", () => {
    expect(measuredTags({ source, signal, loudness, tempo, key }).slice(0, 2)).toEqual([
      { id: "tempo", value: "174", confidence: 0.9, evidence: { field: "tempo.bpm", value: 173.96 } },
      { id: "key", value: "A minor", confidence: 0.9, evidence: { field: "key.camelot", value: "8A" } },
    ]);
  });

  it("B186: names both tempi, the slower first, where only the octave is doubtful", () => {
    const doubtful = (score: number, bpm: number): unknown[] => {
      const unsure = { ...tempo, confidence: 0.5, alternatives: [{ bpm, score }] };
      return measuredTags({ source, signal, loudness, tempo: unsure, key: null }).filter(({ id }) => id === "tempo");
    };
    expect(doubtful(0.3, 86.98)).toMatchObject([{ value: "87 or 174", confidence: 0.8 }]);
    expect(doubtful(0.1, 86.98)).toEqual([]);
    expect(doubtful(0.3, 116)).toEqual([]);
  });

  it("says of silence only that it is silent", () => {
    const none = { integratedLufs: null, rangeLu: null, truePeakDbtp: null, samplePeakDbfs: null };
    const silent = { isSilent: true, silenceStartSec: 180, silenceEndSec: 180, stereoCorrelation: null };
    expect(idsFor({ loudness: none, signal: silent })).toEqual(["silence:whole", "format:lossless", "length:song"]);
  });

  it("explains every tag in one sentence", () => {
    for (const { label, explanation } of Object.values(MEASURED_TAGS)) {
      expect(label.length).toBeGreaterThan(2);
      expect(explanation).toMatch(/^[A-Z][^\n]+\.$/);
    }
  });
});
