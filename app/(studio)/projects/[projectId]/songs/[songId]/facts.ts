import { formatLevel } from "@/app/_ui/format-level";
import type { AnalysisFacts } from "@/lib/domains/versions/schema";
import type { Fact } from "./fact";
import { listMusicFacts } from "./music-facts";

const CODEC_NAMES: [RegExp, string][] = [
  [/^pcm_f/, "float PCM"],
  [/^pcm_/, "PCM"],
  [/^flac/, "FLAC"],
  [/^alac/, "ALAC"],
  [/^mp3/, "MP3"],
  [/^aac/, "AAC"],
  [/^vorbis/, "Vorbis"],
  [/^opus/, "Opus"],
];

/** A codec as musicians write it: "pcm_s24le" → "PCM". */
export function nameCodec(codec: string): string {
  return CODEC_NAMES.find(([pattern]) => pattern.test(codec))?.[1] ?? codec;
}

/** What is shown of a sound in one line. What was not measured is not shown. */
export function listFacts(facts: AnalysisFacts): Fact[] {
  const shown: Fact[] = listMusicFacts(facts);
  if (facts.integratedLufs !== null) {
    shown.push({
      name: "loudness",
      value: formatLevel(facts.integratedLufs),
      unit: "LUFS",
      explanation: "Loudness over the whole song (EBU R128). Streaming services play at about −14.",
    });
  }
  if (facts.truePeakDbtp !== null) {
    shown.push({
      name: "peak",
      value: formatLevel(facts.truePeakDbtp),
      unit: "dBTP",
      explanation: "Highest level between the samples. Above 0 a converter may distort; masters keep below −1.",
    });
  }
  shown.push({
    name: "format",
    value: `${(facts.sampleRateHz / 1000).toLocaleString("en", { maximumFractionDigits: 1 })} kHz`,
    unit: [facts.bitDepth ? `${facts.bitDepth} bit` : null, nameCodec(facts.codec)].filter(Boolean).join(" "),
    explanation: facts.isLossless
      ? "A lossless file: nothing was thrown away when it was saved."
      : "A compressed file: good to listen to, not to mix from.",
  });
  return shown;
}
