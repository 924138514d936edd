import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { listAllowedWords, readTagAnswer } from "./tag-answer";
import { TAG_VOCABULARY } from "./tag-vocabulary";

const tag = (id: string, confidence: unknown = 0.8, basis: unknown = ["tempo"]) => ({ id, confidence, basis });
const write = (tags: unknown, heard: unknown = true) => JSON.stringify({ heard, tags });
const readIds = (text: string, hears = true) => readTagAnswer(text, hears)?.map((found) => found.id);

describe("a model's answer", () => {
  it("B222: keeps known words once, the surest first, eight at most", () => {
    const moods = TAG_VOCABULARY.filter(({ kind }) => kind === "mood").slice(0, 20);
    const many = moods.map(({ id }, i) => tag(id, 0.6 + i / 100));
    const found = readTagAnswer(write([...many, tag("mood:warm", 0.55), tag("mood:warm", 0.99)]), true);
    expect(found).toHaveLength(8);
    expect(found?.[0]).toEqual({ id: "mood:warm", confidence: 0.99, basis: ["tempo"] });
    expect(found?.map((one) => one.confidence)).toEqual(found?.map((one) => one.confidence).toSorted((a, b) => b - a));
  });

  it("B222: drops unknown words, impossible or low confidence and wrong types, and keeps the rest", () => {
    const bad = [
      ...[tag("mood:fabulous"), tag("warm"), tag("constructor"), tag("mood:sad", 7), tag("mood:sad", -1)],
      ...[tag("mood:sad", "0.9"), tag("mood:sad", null), tag("mood:sad", 0.49), "mood:sad", null, [], 5],
      { id: 5, confidence: 1, basis: [] },
    ];
    expect(readIds(write([...bad, tag("mood:calm")]))).toEqual(["mood:calm"]);
    expect(readTagAnswer(write([tag("mood:calm", 1, ["tempo", "http://x", 3, "tempo"])]), true)).toEqual([
      { id: "mood:calm", confidence: 1, basis: ["tempo"] },
    ]);
    expect(readTagAnswer(write([tag("mood:calm", 1, "tempo")]), true)?.[0]?.basis).toEqual([]);
    expect(readIds(write([]))).toEqual([]);
  });

  it("B222: is found with prose or a fence around it, and is none when it is none", () => {
    const answer = write([tag("mood:calm")]);
    expect(readIds(`Sure! Here it is:\n\`\`\`json\n${answer}\n\`\`\`\nEnjoy.`)).toEqual(["mood:calm"]);
    for (const text of [
      "",
      "Calm and warm.",
      "{",
      "}{",
      "[]",
      '{"tags": 5}',
      '{"tags": {}}',
      '{"heard": true}',
      "null",
    ]) {
      expect(readTagAnswer(text, true)).toBeNull();
    }
  });

  it("B223: names instruments and voices only of what was heard", () => {
    const answer = [tag("instrument:organ"), tag("vocals:choir"), tag("genre:gospel")];
    expect(readIds(write(answer))).toHaveLength(3);
    expect(readIds(write(answer, false))).toEqual(["genre:gospel"]);
    expect(readIds(write(answer, "yes"))).toEqual(["genre:gospel"]);
    expect(readIds(write(answer), false)).toEqual(["genre:gospel"]);
    const kinds = new Set(listAllowedWords(false).map((word) => word.kind));
    expect([...kinds]).toEqual(["genre", "mood", "production"]);
  });

  it("B222: whatever it is, nothing but words of the vocabulary comes of it", () => {
    const known = new Set(TAG_VOCABULARY.map((word) => word.id));
    const any = fc.oneof(
      fc.json(),
      fc.string(),
      fc.json().map((json) => `{"tags": ${json}}`),
    );
    fc.assert(
      fc.property(any, fc.boolean(), (text, hears) => {
        const found = readTagAnswer(text, hears) ?? [];
        return found.length <= 8 && found.every(({ id, confidence }) => known.has(id) && confidence <= 1);
      }),
      { numRuns: 500 },
    );
  });
});
