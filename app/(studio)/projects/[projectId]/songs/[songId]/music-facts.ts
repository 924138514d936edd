import { nameCamelot, nameKey } from "@/lib/audio/key/key-name";
import { TELLING_CONFIDENCE } from "@/lib/audio/music-tags";
import type { AnalysisFacts } from "@/lib/domains/versions/schema";
import type { Fact } from "./fact";

/** Less sure than this, a guess helps nobody. */
const SHOWN_CONFIDENCE = 0.3;
const percent = (share: number) => `${Math.round(share * 100)} % sure`;

/** Tempo and key; a question mark says that it may well be another. */
export function listMusicFacts({ tempo, key }: Pick<AnalysisFacts, "tempo" | "key">): Fact[] {
  const shown: Fact[] = [];
  if (tempo && tempo.confidence >= SHOWN_CONFIDENCE) {
    const others = tempo.alternatives.slice(0, 2).map(({ bpm }) => Math.round(bpm));
    const orElse = others.length > 0 ? ` It may also be counted as ${others.join(" or ")}.` : "";
    shown.push({
      name: "tempo",
      value: Math.round(tempo.bpm) + doubt(tempo.confidence),
      unit: "BPM",
      explanation: `Tempo, ${percent(tempo.confidence)}.${orElse}`,
    });
  }
  if (key && key.confidence >= SHOWN_CONFIDENCE) {
    const [other] = key.alternatives;
    const orElse = other ? ` If not, ${nameKey(other)} is the likeliest.` : "";
    shown.push({
      name: "key",
      value: nameKey(key) + doubt(key.confidence),
      unit: nameCamelot(key),
      explanation: `Key, ${percent(key.confidence)}.${orElse} ${nameCamelot(key)} is its place on the Camelot wheel, where neighbours mix well.`,
    });
  }
  return shown;
}

function doubt(confidence: number): string {
  return confidence < TELLING_CONFIDENCE ? "?" : "";
}
