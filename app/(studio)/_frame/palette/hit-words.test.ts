import { describe, expect, it } from "vitest";
import type { SearchHit } from "@/lib/domains/search/schema";
import { countHits, describeHit } from "./hit-words";

const HIT: SearchHit = {
  ...{ kind: "comment", id: "1", title: "Carla", excerpt: "Too loud", href: "/", match: "words" },
  ...{ projectId: "2", projectName: "Album", songId: "3", songName: "Harbour", versionNumber: 2, startSec: 108 },
  createdAt: "2026-11-29T00:00:00.000Z",
};

describe("a hit in words", () => {
  it("B291: says what it is and where", () => {
    expect(describeHit(HIT)).toEqual({ title: "Too loud", detail: "Carla in Harbour v2 at 1:48" });
    expect(describeHit({ ...HIT, startSec: null }).detail).toBe("Carla in Harbour v2");
    expect(describeHit({ ...HIT, kind: "version", title: "mix.wav" })).toEqual({
      title: "mix.wav",
      detail: "Harbour v2 · Album · Too loud",
    });
    expect(describeHit({ ...HIT, kind: "song", title: "Harbour" }).detail).toBe("Album");
    expect(describeHit({ ...HIT, kind: "tag", title: "Dreamy" }).detail).toBe("songs in Album");
    expect(describeHit({ ...HIT, kind: "person" }).detail).toBe("in Album");
    expect(describeHit({ ...HIT, kind: "project" }).detail).toBe("");
  });

  it("B291: counts what was found", () => {
    expect([0, 1, 3].map((count) => countHits(Array.from({ length: count }, () => HIT)))).toEqual([
      ...["Nothing found", "1 result", "3 results"],
    ]);
  });
});
