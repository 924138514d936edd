import { expect, it } from "vitest";
import { describeLook, describeSweeps } from "./sweep-words";

const none = { lastRunAt: null, runs: 1, finished: 0, expired: 0, cleaned: 0, orphanUploads: 0, failed: 0, purged: 0 };

it("B303: says what the sweeper did, and nothing of what it did not", () => {
  expect(describeSweeps({ ...none, objects: 9, orphans: 0, orphanBytes: 0 })).toEqual([]);
  expect(describeSweeps({ ...none, expired: 1, purged: 1200, objects: 9, orphans: 2, orphanBytes: 4_500_000 })).toEqual(
    [
      "1 upload given up, as nobody went on with it",
      "2 objects removed that no row knew, 4.5 MB",
      "1,200 deleted versions gone for good",
    ],
  );
});

it.each([
  [{ looked: 1, found: 0, bytes: 0, isDone: true }, "Looked at 1 object. Each belongs to an upload."],
  [{ looked: 2000, found: 0, bytes: 0, isDone: false }, "Looked at 2,000 objects so far."],
  [
    { looked: 2000, found: 3, bytes: 5e6, isDone: true },
    "Looked at 2,000 objects. 3 of them, 5 MB, belong to no upload.",
  ],
])("B302: says how far the look through storage is: %o", (look, words) => {
  expect(describeLook(look)).toBe(words);
});
