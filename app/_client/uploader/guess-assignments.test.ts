import { describe, expect, it } from "vitest";
import type { Assignment } from "./assignment";
import { summarizeAssignments, toUploads } from "./assignments";
import { changeDestination, destinationOf, listDestinations } from "./destinations";
import { guessAssignments, type Sharing } from "./guess-assignments";
import type { UploadItem } from "./upload-item";

const target = {
  ...{ projectId: "p", projectName: "Album" },
  songs: [
    { id: "demo", name: "Demo" },
    { id: "twin1", name: "Twin" },
    { id: "twin2", name: "Twin" },
  ],
};
const NAMES = ["01 Paper Lanterns.wav", "Demo v3.wav", "Night v1.wav", "Night v2.wav", "Twin.wav"];
const files = NAMES.map((name) => new File(["x"], name));

function guess(sharing: Sharing = "guessed", titles = new Map<File, string>(), left = new Map<File, UploadItem>()) {
  return guessAssignments({ files, target, titles, left, sharing });
}

describe("what is proposed for takes", () => {
  it("B261: a version where the name speaks of one song of the project, else new songs, one for all bounces of it", () => {
    const rows = guess();
    expect(rows.map((row) => row.songId)).toEqual([null, "demo", null, null, null]);
    expect(rows.map((row) => row.songName)).toEqual(["Paper Lanterns", "Demo v3", "Night", "Night", "Twin"]);
    expect(summarizeAssignments(rows, target)).toBe("3 new songs in Album from 4 takes, 1 new version of Demo.");
    const uploads = toUploads(rows, target);
    expect(uploads[2]?.newSongKey).toBe(uploads[3]?.newSongKey);
    expect(new Set(uploads.map((upload) => upload.newSongKey)).size).toBe(4);
  });

  it("B261: a song each, or all versions of one song, as one chooses", () => {
    const each = guess("each");
    expect(summarizeAssignments(each, target)).toBe("5 new songs in Album.");
    const one = guess("one").map((row) => ({ ...row, songName: "Suite" }));
    expect(summarizeAssignments(one, target)).toBe("1 new song in Album from 5 takes.");
    expect(new Set(toUploads(one, target).map((upload) => upload.newSongKey)).size).toBe(1);
    const versions = one.map((row) => ({ ...row, songId: "demo" }));
    expect(summarizeAssignments(versions, target)).toBe("5 new versions of Demo.");
    expect(toUploads(versions, target)[0]).toMatchObject({
      song: { songId: "demo" },
      newSongIn: null,
      newSongKey: null,
    });
  });

  it("B261: on a song's page its next versions, whatever they are called", () => {
    const here = { ...target, songId: "twin2", songs: target.songs.slice(2) };
    const rows = guessAssignments({ files, target: here, titles: new Map(), left: new Map(), sharing: "one" });
    expect(rows.every((row) => row.songId === "twin2")).toBe(true);
  });

  it("B261: titles within the files go before names", () => {
    const titles = new Map([
      [files[0] as File, "Demo"],
      [files[4] as File, "Elsewhere"],
    ]);
    const rows = guess("guessed", titles);
    expect(rows[0]?.songId).toBe("demo");
    expect(rows[4]).toMatchObject({ songId: null, songName: "Elsewhere" });
  });

  it("B255: a file of an upload that was left goes on with it, unless one wants otherwise", () => {
    const item = { id: "k", songName: "Night" } as UploadItem;
    const rows = guess("guessed", new Map(), new Map([[files[2] as File, item]]));
    expect(summarizeAssignments(rows, target)).toMatch(/^1 upload goes on where it was left, /);
    expect(toUploads(rows, target)).toHaveLength(4);
    const [, , row] = rows as [Assignment, Assignment, Assignment];
    expect(listDestinations(row, rows, target.songs, item)[0]?.label).toBe("Goes on with the upload to Night");
    expect(changeDestination("demo", item)).toEqual({ goesOnWith: null, songId: "demo" });
    expect(changeDestination("left", item)).toEqual({ goesOnWith: item });
  });

  it("B261: any take may be put to another new song of the batch, or become its own", () => {
    const rows = guess();
    const last = rows[4] as Assignment;
    const night = listDestinations(last, rows, target.songs, undefined).find(({ label }) =>
      label.includes("new Night"),
    );
    const moved = rows.map((row) =>
      row === last ? { ...row, ...changeDestination(night?.value ?? "", undefined) } : row,
    );
    expect(summarizeAssignments(moved, target)).toBe("2 new songs in Album from 4 takes, 1 new version of Demo.");
    expect(destinationOf(moved[4] as Assignment, moved)).toBe(night?.value);
    const own = moved.map((row, at) => (at === 4 ? { ...row, ...changeDestination("new", undefined) } : row));
    expect(destinationOf(own[4] as Assignment, own)).toBe("new");
  });
});
