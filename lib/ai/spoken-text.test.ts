import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSpokenText } from "./spoken-text";

const SPOKEN = { summary: { before: "", after: "|" }, what: { before: "-", after: "|" } };

function read(text: string, length: number): string {
  const hear = createSpokenText(SPOKEN);
  let said = "";
  for (let at = 0; at < text.length; at += length) said += hear(text.slice(at, at + length));
  return said;
}

describe("text spoken out of a JSON object", () => {
  it("B378: says the values of its keys alone, wherever the pieces end", () => {
    const text = JSON.stringify({
      summary: 'Say "hi" \\ {[,:]}',
      other: "no",
      list: [{ what: "a", n: [1, "what"] }, { what: "b" }],
    });
    for (let length = 1; length < 12; length++) {
      expect(read(`Sure, here: ${text}`, length)).toBe('Say "hi" \\ {[,:]}|-a|-b|');
    }
  });

  it("says exactly what a parser would read, for any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.integer({ min: 1, max: 5 }), (value, length) => {
        const clean = value.replace(/[\b\f\r\t]/g, "");
        const ascii = JSON.stringify({ summary: clean }).replace(
          /[^ -~]/g,
          (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
        );
        expect(read(ascii, length)).toBe(`${clean}|`);
      }),
    );
  });

  it("passes over what is malformed", () => {
    for (const text of [
      "",
      "no json",
      '{"summary": "open',
      '{"summary" "x"}',
      "}}}]]",
      '{"summary": "\\uZZZZ"}',
      '{,,"":',
    ])
      expect(() => read(text, 2)).not.toThrow();
  });
});
