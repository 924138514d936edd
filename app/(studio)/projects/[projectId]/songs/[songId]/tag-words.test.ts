import { describe, expect, it } from "vitest";
import type { TagView } from "@/lib/domains/tags/schema";
import { describeSource, isFault, listShownTags } from "./tag-words";

const clipping: TagView = {
  ...{ id: "0192f0c0-0000-7000-8000-000000000000", name: "clipping", label: "Clipping", explanation: "Flat tops." },
  ...{ value: "4", source: "measured", confidence: 1, evidence: [{ field: "signal.clipRuns", value: 4 }] },
  ...{ state: "accepted", decidedBy: null },
};
const mara = { id: "0192f0c0-0000-7000-8000-000000000001", name: "Mara" };

describe("a tag's source", () => {
  it("names the figure, how sure the model was, or the person", () => {
    expect(describeSource(clipping)).toBe("Measured from the sound: 4 flat tops.");
    expect(describeSource({ ...clipping, evidence: [{ field: "signal.isDualMono", value: true }] })).toBe(
      "Measured from the sound.",
    );
    const ai: TagView = { ...clipping, source: "ai", confidence: 0.824, state: "suggested" };
    expect(describeSource({ ...ai, evidence: [] })).toBe("Suggested by the AI model, which is fairly sure.");
    const evidence = [
      { field: "ai.model", value: "small-1" },
      { field: "ai.clipStartSec", value: 40 },
      { field: "tempo.bpm", value: 127.9 },
      { field: "key.name", value: "A minor" },
    ];
    expect(describeSource({ ...ai, evidence, confidence: 0.85 })).toBe(
      "Suggested by the AI model small-1, which is very sure. It goes by the sound from 0:40 on, 128 BPM, A minor.",
    );
    expect(describeSource({ ...ai, confidence: 0.5, state: "accepted", decidedBy: mara })).toMatch(
      /which is not very sure\. It goes by 4 flat tops\. Accepted by Mara\.$/,
    );
    expect(describeSource({ ...clipping, source: "person", decidedBy: mara })).toBe("Added by Mara.");
    expect(describeSource({ ...clipping, source: "person" })).toBe("Added by hand.");
  });
});

describe("the tags on the page", () => {
  it("are those that stand, without what the figures say already", () => {
    const names = (tag: TagView) => listShownTags([tag]).map((shown) => shown.name);
    expect(names(clipping)).toEqual(["clipping"]);
    expect(names({ ...clipping, state: "dismissed" })).toEqual([]);
    expect(names({ ...clipping, state: "suggested" })).toEqual([]);
    expect(names({ ...clipping, name: "format:lossless" })).toEqual([]);
    expect(names({ ...clipping, name: "format:lossless", source: "person" })).toEqual(["format:lossless"]);
  });

  it("are red for measured faults alone", () => {
    expect(isFault(clipping)).toBe(true);
    expect(isFault({ ...clipping, source: "person" })).toBe(false);
    expect(isFault({ ...clipping, name: "stereo:wide" })).toBe(false);
  });
});
