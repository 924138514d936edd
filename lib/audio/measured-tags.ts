import type { AudioAnalysis } from "./audio-analysis";
import type { MeasuredTag } from "./measured-tag";
import type { MeasuredTagId } from "./measured-tag-vocabulary";
import { musicTags } from "./music-tags";

type Facts = Pick<AudioAnalysis, "source" | "loudness" | "signal" | "tempo" | "key">;

export const LOUD_MASTER_LUFS = -9;
export const DYNAMIC_LUFS = -16;
export const DYNAMIC_RANGE_LU = 8;
export const VERY_QUIET_LUFS = -24;
export const FULL_SCALE_DBTP = 0;
export const NO_HEADROOM_DBTP = -0.3;
export const CLIPPING_RUNS = 3;
export const NARROW_CORRELATION = 0.95;
export const WIDE_CORRELATION = 0.3;
export const PHASE_RISK_CORRELATION = 0;
export const EDGE_SILENCE_SEC = 1;
export const GAP_SILENCE_SEC = 2;
export const DC_OFFSET = 0.005;
export const HIRES_BITS = 24;
export const HIRES_ABOVE_HZ = 48_000;
export const SNIPPET_BELOW_SEC = 45;
export const SET_FROM_SEC = 15 * 60;

/**
 * The tags that the figures allow, in a fixed order; a rule that can't be told for want of a figure gives none.
 *
 * | tag | holds when |
 * | --- | --- |
 * | loudness:loud-master | integrated ≥ -9 LUFS |
 * | loudness:dynamic | integrated ≤ -16 LUFS and range ≥ 8 LU |
 * | loudness:very-quiet | integrated ≤ -24 LUFS |
 * | peak:over-0dbtp | true peak > 0 dBTP |
 * | peak:no-headroom | -0.3 < true peak ≤ 0 dBTP |
 * | clipping | lossless and ≥ 3 runs of flat tops (lossy decoders overshoot by themselves) |
 * | stereo:mono | one channel, or two that are alike |
 * | stereo:narrow | correlation ≥ 0.95, not mono |
 * | stereo:wide | correlation < 0.3 |
 * | stereo:phase-risk | correlation < 0 |
 * | tempo, key | told with a confidence of 0.7; a tempo whose half or double it may be, with both of them |
 * | tuning:off-pitch | ≥ 25 cents beside A = 440 Hz |
 * | silence:start, silence:end | ≥ 1 s below -60 dBFS |
 * | silence:gap | ≥ 2 s below -60 dBFS inside |
 * | silence:whole | never above -60 dBFS; no other tag of sound is given then |
 * | dc-offset | largest channel mean ≥ 0.005 of full scale |
 * | format:lossy, format:lossless | by codec |
 * | format:hires | lossless, ≥ 24 bits, above 48 kHz |
 * | length:snippet, length:song, length:set | below 45 s, below 15 min, longer |
 */
export function measuredTags(facts: Facts): MeasuredTag[] {
  const ofFile = [...formatTags(facts), ...lengthTags(facts)];
  if (facts.signal.isSilent) return [tag("silence:whole", "signal.isSilent", true), ...ofFile];
  const ofSound = [...loudnessTags(facts), ...peakTags(facts), ...stereoTags(facts), ...signalTags(facts)];
  return [...musicTags(facts), ...ofSound, ...ofFile];
}

function loudnessTags({ loudness }: Facts): MeasuredTag[] {
  const { integratedLufs: lufs, rangeLu } = loudness;
  if (lufs === null) return [];
  const figure = (id: MeasuredTagId): MeasuredTag => tag(id, "loudness.integratedLufs", lufs);
  return [
    ...when(lufs >= LOUD_MASTER_LUFS, figure("loudness:loud-master")),
    ...when(
      lufs <= DYNAMIC_LUFS && (rangeLu ?? 0) >= DYNAMIC_RANGE_LU,
      tag("loudness:dynamic", "loudness.rangeLu", rangeLu ?? 0),
    ),
    ...when(lufs <= VERY_QUIET_LUFS, figure("loudness:very-quiet")),
  ];
}

function peakTags({ loudness, signal, source }: Facts): MeasuredTag[] {
  const peak = loudness.truePeakDbtp ?? Number.NEGATIVE_INFINITY;
  const field = "loudness.truePeakDbtp";
  return [
    ...when(peak > FULL_SCALE_DBTP, tag("peak:over-0dbtp", field, peak)),
    ...when(peak > NO_HEADROOM_DBTP && peak <= FULL_SCALE_DBTP, tag("peak:no-headroom", field, peak)),
    ...when(source.isLossless && signal.clipRuns >= CLIPPING_RUNS, tag("clipping", "signal.clipRuns", signal.clipRuns)),
  ];
}

function stereoTags({ signal, source }: Facts): MeasuredTag[] {
  if (source.channels === 1) return [{ id: "stereo:mono", evidence: { field: "source.channels", value: 1 } }];
  if (signal.isDualMono) return [tag("stereo:mono", "signal.isDualMono", true)];
  const correlation = signal.stereoCorrelation;
  if (correlation === null) return [];
  const figure = (id: MeasuredTagId): MeasuredTag => tag(id, "signal.stereoCorrelation", correlation);
  return [
    ...when(correlation >= NARROW_CORRELATION, figure("stereo:narrow")),
    ...when(correlation < WIDE_CORRELATION, figure("stereo:wide")),
    ...when(correlation < PHASE_RISK_CORRELATION, figure("stereo:phase-risk")),
  ];
}

function signalTags({ signal }: Facts): MeasuredTag[] {
  const { silenceStartSec, silenceEndSec, longestGapSec, dcOffset } = signal;
  return [
    ...when(silenceStartSec >= EDGE_SILENCE_SEC, tag("silence:start", "signal.silenceStartSec", silenceStartSec)),
    ...when(silenceEndSec >= EDGE_SILENCE_SEC, tag("silence:end", "signal.silenceEndSec", silenceEndSec)),
    ...when(longestGapSec >= GAP_SILENCE_SEC, tag("silence:gap", "signal.longestGapSec", longestGapSec)),
    ...when(Math.abs(dcOffset) >= DC_OFFSET, tag("dc-offset", "signal.dcOffset", dcOffset)),
  ];
}

function formatTags({ source }: Facts): MeasuredTag[] {
  const isHiRes = source.isLossless && (source.bitDepth ?? 0) >= HIRES_BITS && source.sampleRateHz > HIRES_ABOVE_HZ;
  return [
    tag(source.isLossless ? "format:lossless" : "format:lossy", "source.codec", source.codec),
    ...when(isHiRes, tag("format:hires", "source.sampleRateHz", source.sampleRateHz)),
  ];
}

function lengthTags({ source }: Facts): MeasuredTag[] {
  const { durationSec } = source;
  const isSong = durationSec >= SNIPPET_BELOW_SEC && durationSec < SET_FROM_SEC;
  const id = isSong ? "length:song" : durationSec < SNIPPET_BELOW_SEC ? "length:snippet" : "length:set";
  return [tag(id, "source.durationSec", durationSec)];
}

function tag(id: MeasuredTagId, field: string, value: number | boolean | string): MeasuredTag {
  return { id, ...(typeof value === "number" ? { value } : {}), evidence: { field, value } };
}

function when(holds: boolean, measured: MeasuredTag): MeasuredTag[] {
  return holds ? [measured] : [];
}
