import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cleanText, NO_METADATA, readFileMetadata } from "./file-metadata";
import { makeTempFolder, type TempFolder } from "./testdata/synthesis";

let folder: TempFolder;
beforeAll(async () => {
  folder = await makeTempFolder();
});
afterAll(() => folder.remove());

describe("file metadata", () => {
  it("is none, with the reason, when the file can't be read as sound", async () => {
    const { metadata, problem } = await readFileMetadata(await folder.write("words.bin", "no sound here"));
    expect(metadata).toEqual(NO_METADATA);
    expect(problem).not.toBeNull();
  });

  it("is cut to its length by whole characters, without control characters", () => {
    expect(cleanText("a\u0000b\u202ec\nd", 10)).toBe("a b c d");
    expect(cleanText("🎸".repeat(300), 200)).toBe("🎸".repeat(200));
    expect(cleanText(" \u0007 ", 10)).toBeNull();
    expect(cleanText(undefined, 10)).toBeNull();
  });
});
