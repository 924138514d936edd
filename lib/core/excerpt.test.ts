import { describe, expect, it } from "vitest";
import { cutExcerpt, cutExcerptAt } from "./excerpt";

describe("an excerpt", () => {
  it("is one line, cut at a whole sign", () => {
    expect(cutExcerpt(" the\n snare  is late ")).toBe("the snare is late");
    const cut = cutExcerpt("🥁".repeat(400));
    expect([...cut]).toHaveLength(280);
    expect(cut.endsWith("🥁…")).toBe(true);
  });

  it("begins a little before the word that it is shown for", () => {
    const text = `${"one two three four five six seven ".repeat(10)}the Übergang is late`;
    const cut = cutExcerptAt(text, ["ubergan"]);
    expect(cut.startsWith("… ")).toBe(true);
    expect(cut).toContain("the Übergang is late");
    expect(cutExcerptAt("The snare is late", ["snare"])).toBe("The snare is late");
    expect(cutExcerptAt(text, ["nowhere"])).toBe(cutExcerpt(text));
  });
});
