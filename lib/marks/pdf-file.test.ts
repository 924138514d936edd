import fc from "fast-check";
import { extractText, getDocumentProxy } from "unpdf";
import { describe, expect, it } from "vitest";
import { writePdfFile } from "./pdf-file";
import { sheet as anySheet, makeSheet } from "./testing/sheets";

const WAVE = {
  min: Array.from({ length: 2000 }, (_, i) => -Math.abs(Math.sin(i / 50))),
  max: Array.from({ length: 2000 }, (_, i) => Math.abs(Math.sin(i / 50))),
};

async function read(bytes: Uint8Array): Promise<string> {
  const document = await getDocumentProxy(new Uint8Array(bytes));
  return (await extractText(document, { mergePages: true })).text;
}

describe("B408: a PDF", () => {
  it("shows every note with its place, who said it and what was answered, in their letters", async () => {
    const sheet = makeSheet(30);
    sheet.song = "Żółw é ü Привет";
    const text = await read(await writePdfFile(sheet, WAVE));
    expect(text).toContain("Żółw é ü Привет, version 3");
    expect(text).toContain("30. ");
    expect(text).toContain("déjà vu");
    expect(text).toContain("Moved it by 12 ms.");
  });

  it("is written whatever people typed, with a question mark for a sign that no font has", {
    timeout: 60_000,
  }, async () => {
    const sheet = makeSheet(1);
    const [mark] = sheet.marks;
    if (mark) mark.body = "🥁 東京 ok";
    expect(await read(await writePdfFile(sheet, null))).toContain("? ?? ok");
    await fc.assert(
      fc.asyncProperty(anySheet, async (any) => {
        const document = await getDocumentProxy(new Uint8Array(await writePdfFile(any, WAVE)));
        expect(document.numPages).toBeGreaterThan(0);
      }),
      { numRuns: 15 },
    );
  });
});
