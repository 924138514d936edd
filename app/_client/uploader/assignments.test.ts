import { describe, expect, it } from "vitest";
import type { Assignment } from "./assignment";
import { moveRows } from "./assignments";

const file = new File(["x"], "01 Demo.wav");
const row = (part: Partial<Assignment>): Assignment => ({
  ...{ file, fileName: "01 Demo.wav", goesOnWith: null, songId: null, newSongKey: "k", songName: "Demo", ...part },
});

describe("B326: rows of takes that go to another project", () => {
  it("keep what was typed and take the songs that are there", () => {
    const typed = row({ fileName: "Final.wav", songName: "Typed" });
    expect(moveRows([typed], [row({ newSongKey: "n" })])).toEqual([
      row({ fileName: "Final.wav", songName: "Typed", newSongKey: "n" }),
    ]);
    expect(moveRows([typed], [row({ songId: "s" })])).toEqual([row({ fileName: "Final.wav", songId: "s" })]);
    expect(moveRows([row({ songId: "old", songName: "Old" })], [row({})])).toEqual([row({})]);
  });
});
