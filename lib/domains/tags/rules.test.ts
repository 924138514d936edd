import { describe, expect, it } from "vitest";
import { TAG_VOCABULARY } from "@/lib/ai/tag-vocabulary";
import { MEASURED_TAGS } from "@/lib/audio/measured-tag-vocabulary";
import { describeWord, explainTag, listWords, resolveWord } from "./rules";
import { addTagSchema } from "./schema";

const clean = (name: string) => addTagSchema.parse({ name }).name;

describe("a tag's word", () => {
  it("is one tag, however it is written", () => {
    for (const written of ["Dreamy", "dreamy", "DREAMY", "mood:dreamy", "  dreamy  "]) {
      expect(resolveWord(clean(written))).toEqual({ name: "mood:dreamy", label: null });
    }
    expect(resolveWord(clean("Für  Élise"))).toEqual({ name: "für élise", label: "Für Élise" });
    expect(resolveWord(clean("Für  Élise".normalize("NFD")))).toEqual({ name: "für élise", label: "Für Élise" });
    expect(resolveWord("クラブ")).toEqual({ name: "クラブ", label: "クラブ" });
  });

  it("is refused with the cure when it is empty, too long, or more than one", () => {
    for (const name of ["", "   ", "x".repeat(41), "slow, sad", "two\u0007"]) {
      expect(addTagSchema.safeParse({ name }).success).toBe(false);
    }
    expect(clean("x".repeat(40))).toHaveLength(40);
  });

  it("is shown by the vocabulary, or as it was written", () => {
    expect(describeWord("genre:rnb", null)).toEqual({ label: "R&B", kind: "genre" });
    expect(describeWord("für élise", "Für Élise")).toEqual({ label: "Für Élise", kind: "own" });
    expect(describeWord("constructor", null)).toEqual({ label: "constructor", kind: "own" });
  });

  it("explains a figure only where one was measured", () => {
    expect(explainTag("clipping", "measured")).toContain("Flat tops");
    expect(explainTag("clipping", "person")).toBe("");
  });
});

describe("the vocabulary", () => {
  it("has ids and labels that are each of one word alone, as a label leads to its id", () => {
    const labels = [...TAG_VOCABULARY, ...Object.values(MEASURED_TAGS)].map(({ label }) => label.toLowerCase());
    expect(labels.filter((label, i) => labels.indexOf(label) !== i)).toEqual([]);
    const ids = TAG_VOCABULARY.map((word) => word.id);
    expect(new Set([...ids, ...Object.keys(MEASURED_TAGS)]).size).toBe(ids.length + Object.keys(MEASURED_TAGS).length);
    expect(ids.every((id) => /^[a-z]+:[a-z-]+$/.test(id))).toBe(true);
    expect(TAG_VOCABULARY.every(({ label }) => addTagSchema.safeParse({ name: label }).success)).toBe(true);
  });

  it("completes with the project's words first, and names each once", () => {
    const words = listWords([
      { name: "für élise", label: "Für Élise", songCount: 2 },
      { name: "mood:dreamy", label: null, songCount: 1 },
    ]);
    expect(words.slice(0, 2)).toEqual([
      { name: "für élise", label: "Für Élise", kind: "own", songCount: 2 },
      { name: "mood:dreamy", label: "Dreamy", kind: "mood", songCount: 1 },
    ]);
    expect(words).toHaveLength(TAG_VOCABULARY.length + 1);
    expect(new Set(words.map((word) => word.name)).size).toBe(words.length);
  });
});
