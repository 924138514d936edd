import { describe, expect, it } from "vitest";
import type { BriefDocumentView, BriefItemView } from "@/lib/domains/briefs/schema";
import { findLitItems } from "./lit-items";
import { writeMarkdown } from "./markdown";
import { findSentenceEnd } from "./sentences";
import { describeSpan } from "./span";

const MARA = { id: "mara", name: "Mara" };
const JONAS = { id: "jonas", name: "Jonas" };

function item(part: Partial<BriefItemView>): BriefItemView {
  return {
    ...{ id: "one", what: "Nudge the double", startSec: null, endSec: null, noteIds: ["n1"], people: [MARA] },
    ...{ conflict: null, isDone: false, doneBy: null, doneAt: null },
    ...part,
  };
}

function document(...items: BriefItemView[]): BriefDocumentView {
  return { turnId: "turn", number: 2, title: "Paper Lanterns v3", groups: [{ id: "g", title: "Vocals", items }] };
}

describe("a brief as Markdown", () => {
  const nobody = () => [];

  it("B391: is a check-list with times, group, words and people", () => {
    const brief = document(
      item({ startSec: 12, endSec: 20.4, people: [MARA, JONAS] }),
      item({ what: "Warmer overall", isDone: true }),
    );
    expect(writeMarkdown(brief, nobody)).toBe(
      "# Paper Lanterns v3\n\n- [ ] 0:12–0:20 Vocals: Nudge the double (Mara, Jonas)\n- [x] Vocals: Warmer overall (Mara)\n",
    );
  });

  it("B391: keeps each item in its line, whatever a note contains", () => {
    const text = writeMarkdown(document(item({ what: "One\n- [x] two\r\n# three" })), nobody);
    expect(text.split("\n").filter((line) => line.startsWith("- ["))).toHaveLength(1);
    expect(text).not.toContain("\n# three");
  });

  it("B391: says who wants what where people differ", () => {
    const conflict = {
      what: "How loud",
      sides: [
        { says: "Louder", noteIds: ["n1"] },
        { says: "Softer", noteIds: ["n2"] },
      ],
    };
    const text = writeMarkdown(document(item({ conflict })), ([id]) => (id === "n1" ? [MARA] : [JONAS]));
    expect(text).toContain("\n  - Mara: Louder\n  - Jonas: Softer\n");
  });
});

describe("the items under the playhead", () => {
  it("B388: are ranges that hold it, and points within a second and a half of it", () => {
    const brief = document(
      item({ id: "range", startSec: 10, endSec: 20 }),
      item({ id: "point", startSec: 21 }),
      item({ id: "whole" }),
    );
    expect(findLitItems(brief, 10)).toEqual(["range"]);
    expect(findLitItems(brief, 19.6)).toEqual(["range", "point"]);
    expect(findLitItems(brief, 22.4)).toEqual(["point"]);
    expect(findLitItems(brief, 22.6)).toEqual([]);
  });
});

describe("a span", () => {
  it("has tenths where both of its ends share their second", () => {
    expect(describeSpan({ startSec: 12.2, endSec: 12.9 })).toBe("0:12.2–0:12.9");
    expect(describeSpan({ startSec: 75.5, endSec: null })).toBe("1:15");
    expect(describeSpan({ startSec: null, endSec: null })).toBe("");
  });
});

describe("what is read aloud of a text that grows", () => {
  it("B387: ends with a whole sentence or line", () => {
    const spoken = (text: string) => text.slice(0, findSentenceEnd(text));
    expect(spoken("Nudge the dou")).toBe("");
    expect(spoken("Nudge the double. Then the ba")).toBe("Nudge the double.");
    // A number is no end.
    expect(spoken("Up by 1.5 dB. At 0:12 the ba")).toBe("Up by 1.5 dB.");
    expect(spoken("Vocals\nNudge")).toBe("Vocals\n");
  });
});
