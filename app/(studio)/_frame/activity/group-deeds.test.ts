import { describe, expect, it } from "vitest";
import type { DeedView } from "@/lib/domains/activity/deeds/schema";
import { readDeedWords, tellGroup } from "./deed-words";
import { groupDeeds } from "./group-deeds";

const MARA = { id: "m", name: "Mara" };
const JONAS = { id: "j", name: "Jonas" };
let next = 1000;

/** Each one a minute older than the one before. */
function deed(kind: DeedView["kind"], part: Partial<DeedView> = {}): DeedView {
  const id = String(next--);
  return {
    ...{ id, kind, doer: MARA, songId: "s", songName: "Harbour", versionNumber: null, fileName: null, excerpt: null },
    ...{ startSec: null, was: null, is: null, href: "/projects/p/songs/s" },
    createdAt: new Date(Date.UTC(2026, 10, 24, 12) + Number(id) * 60_000).toISOString(),
    ...part,
  };
}

const tell = (deeds: DeedView[], reading: "song" | "project" = "project") =>
  groupDeeds(deeds, "UTC").flatMap((day) => day.groups.map((group) => tellGroup(group, reading)));

describe("groupDeeds", () => {
  it("B307: a person's comments in a row are one line that shows the last of them", () => {
    const deeds = [
      deed("comment.replied", { excerpt: "Yes." }),
      deed("comment.created", { excerpt: "The snare is late.", startSec: 75 }),
      deed("comment.created"),
      deed("comment.created", { doer: JONAS, startSec: 12 }),
    ];
    expect(tell(deeds)).toEqual(["left 2 comments and a reply on Harbour", "commented at 0:12 on Harbour"]);
    const group = groupDeeds(deeds, "UTC")[0]?.groups[0];
    expect(group && readDeedWords(group)).toBe("Yes.");
    expect(tell(deeds.slice(3), "song")).toEqual(["commented at 0:12"]);
  });

  it("B307: an album's takes, with the songs made for them, are one line", () => {
    const takes = ["Harbour", "Ferry Bell", "Slow Dynamo"].flatMap((songName) => [
      deed("version.uploaded", { songId: songName, songName, versionNumber: 1 }),
      deed("song.created", { songId: songName, songName }),
    ]);
    expect(tell(takes)).toEqual(["uploaded 3 takes to 3 songs: Harbour, Ferry Bell and 1 more"]);
    expect(tell([deed("version.uploaded", { versionNumber: 3 })])).toEqual(["uploaded v3 of Harbour"]);
    expect(tell([deed("version.uploaded", { versionNumber: 3 })], "song")).toEqual(["uploaded v3"]);
    expect(tell([deed("song.created")])).toEqual(["made Harbour"]);
  });

  it("B307: a stage moved to and fro is one line with the last state, and so is a name", () => {
    const deeds = [
      deed("song.staged", { was: "Demo", is: "Mix" }),
      deed("song.staged", { was: "Mix", is: "Demo" }),
      deed("song.renamed", { was: "Idea 15", is: "Harbour" }),
      deed("song.renamed", { was: "Idea 14", is: "Idea 15" }),
    ];
    expect(tell(deeds)).toEqual(["set the stage of Harbour to Mix", "renamed a song: Harbour, was Idea 14"]);
    expect(tell([deed("song.staged", { was: "Mix" })], "song")).toEqual(["took the stage off the song"]);
  });

  it("B307: keeps apart what lies on two days of the reader, or between which another did something", () => {
    const late = deed("comment.created", { createdAt: "2026-11-24T23:30:00.000Z" });
    const early = deed("comment.created", { createdAt: "2026-11-24T22:30:00.000Z" });
    expect(groupDeeds([late, early], "UTC").map(({ date }) => date)).toEqual(["2026-11-24"]);
    expect(groupDeeds([late, early], "Europe/Berlin").map(({ date }) => date)).toEqual(["2026-11-25", "2026-11-24"]);
    expect(tell([deed("comment.created"), deed("song.staged", { doer: JONAS }), deed("comment.created")])).toHaveLength(
      3,
    );
  });

  it("B307: a line that grows at its newer end stays the same line", () => {
    const old = [deed("comment.created"), deed("comment.created")];
    const before = groupDeeds(old, "UTC")[0]?.groups[0]?.key;
    expect(groupDeeds([deed("comment.replied"), ...old], "UTC")[0]?.groups[0]?.key).toBe(before);
  });
});
