/** A tag's name on the page and one sentence on what it means for the band. */
export interface TagText {
  label: string;
  explanation: string;
}

/** Every tag that measuring alone can give; nothing outside this list is ever shown as measured. */
export const MEASURED_TAGS = {
  tempo: {
    label: "Tempo",
    explanation: "Beats a minute; where two are named, one is half of the other and the song can be tapped at both.",
  },
  key: { label: "Key", explanation: "The key that most of the song is in." },
  "tuning:off-pitch": {
    label: "Off concert pitch",
    explanation:
      "All tones lie a quarter of a semitone or more beside A = 440 Hz: tune to the song before you add to it.",
  },
  "loudness:loud-master": {
    label: "Loud master",
    explanation: "As loud as a finished release: streaming services will turn it down.",
  },
  "loudness:dynamic": { label: "Dynamic", explanation: "Quiet overall, with a wide span between soft and loud parts." },
  "loudness:very-quiet": {
    label: "Very quiet",
    explanation: "Far below the level of a finished song: raise the level before you compare it with others.",
  },
  "peak:over-0dbtp": {
    label: "Peaks over full scale",
    explanation: "Between its samples the wave rises above full scale and may distort when played or converted.",
  },
  "peak:no-headroom": {
    label: "No headroom",
    explanation: "The loudest peak sits right at full scale: there is no room left for mastering or conversion.",
  },
  clipping: { label: "Clipping", explanation: "Flat tops were recorded in the file: something was driven too hot." },
  "stereo:mono": { label: "Mono", explanation: "Left and right carry the same sound." },
  "stereo:narrow": { label: "Narrow", explanation: "Left and right are nearly alike: the picture is close to mono." },
  "stereo:wide": { label: "Wide", explanation: "Left and right differ a lot: the picture is very broad." },
  "stereo:phase-risk": {
    label: "Phase risk",
    explanation: "Left and right work against each other: on a mono speaker parts of the song will vanish.",
  },
  "silence:start": {
    label: "Silence at the start",
    explanation: "The song begins only after a second or more of nothing.",
  },
  "silence:end": { label: "Silence at the end", explanation: "A second or more of nothing follows the last sound." },
  "silence:gap": { label: "Gap inside", explanation: "There is a stretch of silence inside the song." },
  "silence:whole": { label: "Silent", explanation: "No sound in the whole file: the export probably went wrong." },
  "dc-offset": {
    label: "DC offset",
    explanation: "The wave does not swing around zero, which eats headroom and clicks at cuts.",
  },
  "format:lossy": {
    label: "Lossy",
    explanation: "A compressed copy such as MP3 or AAC: fine to hear, not to master from.",
  },
  "format:lossless": { label: "Lossless", explanation: "Every bit of the bounce is kept." },
  "format:hires": { label: "Hi-res", explanation: "Lossless with 24 bits or more at a sample rate above 48 kHz." },
  "length:snippet": { label: "Snippet", explanation: "Shorter than a song: an idea or a part." },
  "length:song": { label: "Song length", explanation: "As long as songs usually are." },
  "length:set": { label: "Set", explanation: "Longer than a song: a set, a rehearsal or a long jam." },
} as const satisfies Record<string, TagText>;

export type MeasuredTagId = keyof typeof MEASURED_TAGS;
