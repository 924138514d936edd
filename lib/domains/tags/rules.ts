import { TAG_VOCABULARY } from "@/lib/ai/tag-vocabulary";
import { MEASURED_TAGS } from "@/lib/audio/measured-tag-vocabulary";
import type { TagView, TagWord } from "./schema";

interface Word {
  label: string;
  kind: TagWord["kind"];
  explanation: string;
}

/** Every word that has an id, by it. */
const WORDS = new Map<string, Word>([
  ...Object.entries(MEASURED_TAGS).map(([id, text]): [string, Word] => [id, { ...text, kind: "measured" }]),
  ...TAG_VOCABULARY.map(({ id, label, kind }): [string, Word] => [id, { label, kind, explanation: "" }]),
]);

const fold = (word: string) => word.toLowerCase();
const BY_LABEL = new Map([...WORDS].map(([id, { label }]) => [fold(label), id]));

/** What a word is stored and found by. "Dreamy", "dreamy" and "mood:dreamy" are one tag; words of one's own keep their look in `label`. */
export function resolveWord(word: string): { name: string; label: string | null } {
  const folded = fold(word);
  const id = WORDS.has(folded) ? folded : BY_LABEL.get(folded);
  return id ? { name: id, label: null } : { name: folded, label: word };
}

/** How a stored tag is shown. */
export function describeWord(name: string, label: string | null): Pick<TagWord, "label" | "kind"> {
  const word = WORDS.get(name);
  return { label: word?.label ?? label ?? name, kind: word?.kind ?? "own" };
}

/** What a measured tag means for the band. Another source's tag of the same name rests on no figure, and claims none. */
export function explainTag(name: string, source: TagView["source"]): string {
  return source === "measured" ? (WORDS.get(name)?.explanation ?? "") : "";
}

/** The project's words, the most used first, then the rest of the vocabulary. */
export function listWords(used: { name: string; label: string | null; songCount: number }[]): TagWord[] {
  const known = new Set(used.map((word) => word.name));
  const own = used.map(({ name, label, songCount }) => ({ name, ...describeWord(name, label), songCount }));
  const others = TAG_VOCABULARY.filter((word) => !known.has(word.id));
  return [...own, ...others.map(({ id, label, kind }) => ({ name: id, label, kind, songCount: 0 }))];
}

/** Ids of the words whose labels have, for each part, a word that begins with it. */
export function findByLabel(parts: string[]): string[] {
  const fits = (label: string) => {
    const words = label.toLowerCase().split(/[^a-z0-9]+/);
    return parts.every((part) => words.some((word) => word.startsWith(part)));
  };
  return [...WORDS].flatMap(([id, { label }]) => (fits(label) ? [id] : []));
}
