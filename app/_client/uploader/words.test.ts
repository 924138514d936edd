import { describe, expect, it } from "vitest";
import { describeRate, describeSent, songNameOf } from "./words";

describe("words of the uploader", () => {
  it.each([
    ["Demo.wav", "Demo"],
    ["Ferry Bell mix 3.aiff", "Ferry Bell mix 3"],
    ["v1.2 final", "v1.2 final"],
    [".wav", ".wav"],
    ["夜の歌🎸.flac", "夜の歌🎸"],
  ])("names the song of %j %j", (file, song) => {
    expect(songNameOf(file)).toBe(song);
  });

  it("says sizes as a musician reads them", () => {
    expect(describeSent(84_000_000, 124_000_000)).toBe("84 of 124 MB");
  });

  it("says nothing of a rate it does not know", () => {
    expect(describeRate(null, null)).toBe("");
    expect(describeRate(11_200_000, 4)).toBe("11.2 MB/s · 4 s left");
    expect(describeRate(1_000_000, 600)).toBe("1.0 MB/s · 10 min left");
  });
});
