import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { UploadView } from "@/lib/domains/uploads/schema";
import { compareStored } from "./compare-stored";
import { FileDiffersError, FileGoneError } from "./file-error";

const PART = 4;
const hashOf = (text: string) => createHash("sha256").update(text).digest("base64");

/** An upload of "aaaabbbbccccdd" of which storage holds some parts. */
function makeUpload(stored: [number, string][], tellsHashes = true): UploadView {
  const storedParts = stored.map(([number, text]) => ({
    ...{ number, sizeBytes: text.length },
    sha256: tellsHashes ? hashOf(text) : null,
  }));
  return { sizeBytes: 14, partSizeBytes: PART, partCount: 4, storedParts } as unknown as UploadView;
}

function compare(text: string, upload: UploadView, isSameHandle = false, known = new Map<number, string>()) {
  const file = new File([text], "a.wav");
  return compareStored({ file, upload, known, isSameHandle, signal: new AbortController().signal });
}

const ALL: [number, string][] = [
  [1, "aaaa"],
  [2, "bbbb"],
  [3, "cccc"],
];

describe("comparing a file with what storage holds of it", () => {
  it("B256: finds which parts need not be sent", async () => {
    expect([...(await compare("aaaabbbbccccdd", makeUpload(ALL)))].sort()).toEqual([1, 2, 3]);
    expect(await compare("aaaabbbbccccdd", makeUpload([]))).toEqual(new Set());
    const last: [number, string][] = [[4, "dd"]];
    expect(await compare("aaaabbbbccccdd", makeUpload(last))).toEqual(new Set([4]));
  });

  it.each([
    ["first", "aaaXbbbbccccdd"],
    ["middle", "aaaabbXbccccdd"],
    ["last stored", "aaaabbbbcccXdd"],
  ])("B256: refuses a file whose %s part is another one", async (_, text) => {
    await expect(compare(text, makeUpload(ALL))).rejects.toBeInstanceOf(FileDiffersError);
    await expect(compare(text, makeUpload(ALL), true)).rejects.toBeInstanceOf(FileDiffersError);
  });

  it("B256: sends a part again that is not whole, or of which storage tells no hash; the very same file is trusted", async () => {
    expect(await compare("aaaabbbbccccdd", makeUpload([[1, "aaa"]]))).toEqual(new Set());
    expect(await compare("aaaabbbbccccdd", makeUpload(ALL, false))).toEqual(new Set());
    expect(await compare("aaaabbbbccccdd", makeUpload(ALL, false), true)).toEqual(new Set([1, 2, 3]));
  });

  it("reads no part again that was hashed before", async () => {
    const known = new Map(ALL.map(([number, text]) => [number, hashOf(text)]));
    // The file has nothing to read: only what is known can say so.
    expect(await compare("", makeUpload(ALL), true, known)).toEqual(new Set([1, 2, 3]));
  });

  it("says when the file can't be read any more", async () => {
    await expect(compare("aa", makeUpload(ALL))).rejects.toBeInstanceOf(FileGoneError);
  });
});
