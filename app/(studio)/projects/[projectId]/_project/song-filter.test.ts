import { describe, expect, it } from "vitest";
import { listParts, readFilter, writeFilter } from "./song-filter";

const read = (query: string) => readFilter(new URLSearchParams(query));
const labels = (query: string) =>
  listParts(
    read(query),
    (name) => name.toUpperCase(),
    (id) => `Person ${id}`,
  ).map((part) => part.label);

describe("what songs are sought by", () => {
  it("B325: comes back from the page's address, without what refines nothing", () => {
    const whole =
      "tags=mood%3Adreamy%2Cblue&bpmFrom=120&bpmTo=130&halfAndDouble=yes&key=8A&neighbours=yes&person=9&stage=demo";
    expect(writeFilter(read(`${whole}&version=7`))).toBe(whole);
    expect(writeFilter(read("halfAndDouble=yes&neighbours=yes"))).toBe("");
    expect(writeFilter(read(""))).toBe("");
  });

  it("is said in words, each part with a way to take it back", () => {
    expect(labels("tags=blue,sad&bpmFrom=120&bpmTo=130&key=8A")).toEqual(["BLUE", "SAD", "120–130 BPM", "A minor"]);
    expect(labels("bpmFrom=90&halfAndDouble=yes&key=8B&neighbours=yes")).toEqual([
      "from 90 BPM, half and double",
      "C major and beside it",
    ]);
    expect(labels("bpmTo=90")).toEqual(["up to 90 BPM"]);
    expect(labels("bpmFrom=90&bpmTo=90")).toEqual(["90 BPM"]);
    expect(labels("stage=mix")).toEqual(["Mix"]);
    expect(labels("stage=odd")).toEqual(["odd"]);
    expect(labels("person=9")).toEqual(["with Person 9"]);
    const [blue, , tempo] = listParts(read("tags=blue,sad&bpmFrom=120&key=8A"), String, String);
    expect(writeFilter(blue?.without ?? read(""))).toBe("tags=sad&bpmFrom=120&key=8A");
    expect(writeFilter(tempo?.without ?? read(""))).toBe("tags=blue%2Csad&key=8A");
  });
});
