import { describe, expect, it } from "vitest";
import { describeLeftOut, type FoundFile, nameFolder, sortTakes } from "./take-files";

function found(path: string, type = "", size?: number): FoundFile {
  const file = new File(["x"], path.split("/").at(-1) ?? "", { type });
  if (size) Object.defineProperty(file, "size", { value: size });
  return { file, path };
}

describe("B326: the folder that was dropped", () => {
  const at = (...paths: string[]) => nameFolder(paths.map((path) => found(path, "audio/wav")));

  it("is known when there is one", () => {
    expect(at("Album/CD 1/a.wav", "Album/b.wav")).toBe("Album");
    expect([at("Album/a.wav", "b.wav"), at("A/a.wav", "B/b.wav"), at("a.wav"), at()]).toEqual([null, null, null, null]);
  });
});

describe("the takes of a folder", () => {
  it("B260: are its sounds, in the order of their names; the rest is named with its reason", () => {
    const { files, leftOut } = sortTakes([
      found("Album/10 End.wav"),
      found("Album/2 Middle.WAV"),
      found("Album/CD 2/1 Beginning.flac"),
      found("Album/.hidden/3 Secret.wav"),
      found("Album/.DS_Store"),
      found("Album/cover.jpg", "image/jpeg"),
      found("Album/notes.txt", "text/plain"),
      found("Album/session.als"),
      found("Album/huge.wav", "audio/wav", 3_000_000_000),
      found("Album/strange.xyz", "audio/x-strange"),
      found("Album/Bounce"),
    ]);
    expect(files.map((file) => file.name)).toEqual([
      ...["2 Middle.WAV", "10 End.wav", "Bounce", "1 Beginning.flac", "strange.xyz"],
    ]);
    expect(describeLeftOut(leftOut)).toBe(
      ".DS_Store and 3 Secret.wav (hidden), cover.jpg, notes.txt and session.als (no sound), huge.wav (larger than 2 GB)",
    );
    expect(describeLeftOut(sortTakes(["a", "b", "c", "d", "e"].map((name) => found(`${name}.txt`))).leftOut)).toBe(
      "a.txt, b.txt, c.txt and 2 more (no sound)",
    );
  });
});
