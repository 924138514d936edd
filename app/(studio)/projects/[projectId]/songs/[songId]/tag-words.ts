import { formatLevel } from "@/app/_ui/format-level";
import { formatTime } from "@/app/_ui/format-time";
import type { TagView } from "@/lib/domains/tags/schema";

type Evidence = TagView["evidence"][number];

const seconds = (value: number) => `${value.toFixed(1)} s`;

/** How a measured figure is written, by its field. One that is not listed says no more than the tag itself. */
const FIGURES: Record<string, ((value: number) => string) | undefined> = {
  "loudness.integratedLufs": (value) => `${formatLevel(value)} LUFS`,
  "loudness.rangeLu": (value) => `a range of ${value.toFixed(1)} LU`,
  "loudness.truePeakDbtp": (value) => `${formatLevel(value)} dBTP`,
  "signal.clipRuns": (value) => (value === 1 ? "1 flat top" : `${value} flat tops`),
  "signal.stereoCorrelation": (value) => `a correlation of ${value.toFixed(2)}`,
  "signal.silenceStartSec": seconds,
  "signal.silenceEndSec": seconds,
  "signal.longestGapSec": seconds,
  "signal.dcOffset": (value) => `${(value * 100).toFixed(2)} % of full scale`,
  "source.sampleRateHz": (value) => `${value / 1000} kHz`,
  "source.durationSec": formatTime,
  "tempo.bpm": (value) => `${Math.round(value)} BPM`,
  "ai.clipStartSec": (value) => `the sound from ${formatTime(value)} on`,
};

function writeFigure({ field, value }: Evidence): string[] {
  if (field === "key.name" && typeof value === "string") return [value];
  const write = FIGURES[field];
  return write && typeof value === "number" ? [write(value)] : [];
}

/** A model's confidence in words: a figure would look as if it were measured. */
function describeConfidence(confidence: number): string {
  if (confidence >= 0.85) return "very sure";
  return confidence >= 0.65 ? "fairly sure" : "not very sure";
}

function describeModel({ evidence, confidence }: TagView): string {
  const name = evidence.find(({ field }) => field === "ai.model")?.value;
  const who = typeof name === "string" ? `the AI model ${name}` : "the AI model";
  const figures = evidence.flatMap(writeFigure);
  const basis = figures.length > 0 ? ` It goes by ${figures.join(", ")}.` : "";
  return `Suggested by ${who}, which is ${describeConfidence(confidence)}.${basis}`;
}

/** Where a tag comes from, with the figure it rests on or how sure its source is. */
export function describeSource(tag: TagView): string {
  const who = tag.decidedBy?.name ?? null;
  switch (tag.source) {
    case "measured": {
      const figures = tag.evidence.flatMap(writeFigure);
      return `Measured from the sound${figures.length > 0 ? `: ${figures.join(", ")}` : ""}.`;
    }
    case "ai": {
      const accepted = tag.state === "accepted" && who ? ` Accepted by ${who}.` : "";
      return `${describeModel(tag)}${accepted}`;
    }
    case "person":
      return who ? `Added by ${who}.` : "Added by hand.";
  }
}

/** Tags that tell of a measured fault; red is for them alone. */
export function isFault(tag: TagView): boolean {
  return tag.source === "measured" && /^(clipping|peak:over|stereo:phase)/.test(tag.name);
}

/** What the figures above them say already. */
const SAID_ALREADY = /^(format:|length:|tempo$|key$)/;

export function listShownTags(tags: TagView[]): TagView[] {
  return tags.filter((tag) => tag.state === "accepted" && !(tag.source === "measured" && SAID_ALREADY.test(tag.name)));
}
