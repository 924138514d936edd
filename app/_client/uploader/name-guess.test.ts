import { describe, expect, it } from "vitest";
import { guessSongName, songKeyOf } from "./name-guess";

describe("the song that a file's name speaks of", () => {
  it.each([
    ["Demo.wav", "Demo"],
    ["Demo v3.wav", "Demo"],
    ["Demo_final 2.aiff", "Demo"],
    ["Demo_final_2.aiff", "Demo"],
    ["01 Demo.flac", "Demo"],
    ["1. Demo (rough mix 4).mp3", "Demo"],
    ["03 - Paper Lanterns - Master.wav", "Paper Lanterns"],
    ["Demo (2).wav", "Demo"],
    ["Demo mix 3 2026-11-29.wav", "Demo"],
    ["Demo v1.2.wav", "Demo"],
    ["Track 1.wav", "Track 1"],
    ["Track 02.wav", "Track 02"],
    ["1979.wav", "1979"],
    ["99 Problems.wav", "Problems"],
    ["Take 3.wav", "Take 3"],
    ["Final.wav", "Final"],
    ["夜の歌🎸 v2.flac", "夜の歌🎸"],
    [".wav", ".wav"],
  ])("B261: of %j is %j", (file, song) => {
    expect(guessSongName(file)).toBe(song);
  });

  it("B261: is the same for every spelling of it, and another for another song", () => {
    const keys = ["demo.wav", "DEMO v2", "01 Demo", "Demo", "Demo!"].map(songKeyOf);
    expect(new Set(keys).size).toBe(1);
    expect(songKeyOf("Don’t Stop")).toBe(songKeyOf("Don't stop v2.wav"));
    expect(songKeyOf("Café.wav")).toBe(songKeyOf("Café v2.wav".normalize("NFD")));
    expect(songKeyOf("Demo two")).not.toBe(songKeyOf("Demo"));
  });

  it("ends for names of nothing but markers, in no time", () => {
    for (const name of ["v1 v2 v3", "(((((((", "mix mix mix", "-".repeat(500), "1".repeat(300), "v".repeat(5000)]) {
      expect(guessSongName(name).length).toBeGreaterThan(0);
    }
  });
});
