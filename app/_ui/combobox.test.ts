import { describe, expect, it } from "vitest";
import { completeWord } from "./combobox";

const options = ["Dream pop", "Dreamy", "Pop", "Post-punk"].map((label) => ({ value: label, label }));
const labels = (typed: string, newLabel?: (typed: string) => string) =>
  completeWord(options, typed, newLabel).map((option) => option.label);

describe("a completed word", () => {
  it("is looked for anywhere, with those that begin with it first", () => {
    expect(labels("POP")).toEqual(["Pop", "Dream pop"]);
    expect(labels("")).toEqual(["Dream pop", "Dreamy", "Pop", "Post-punk"]);
    expect(labels("zither")).toEqual([]);
  });

  it("may be a new one, offered last and never beside the same word", () => {
    const add = (typed: string) => `Add “${typed}”`;
    expect(labels(" dream ", add)).toEqual(["Dream pop", "Dreamy", "Add “dream”"]);
    expect(labels("dreamy", add)).toEqual(["Dreamy"]);
    expect(labels("  ", add)).toHaveLength(4);
    expect(completeWord(options, " Zither", add)).toEqual([{ value: "Zither", label: "Add “Zither”" }]);
  });
});
