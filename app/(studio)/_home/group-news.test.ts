import { describe, expect, it } from "vitest";
import type { NotificationView } from "@/lib/domains/notifications/schema";
import { countNews, groupNews } from "./group-news";

const MARA = { id: "m", name: "Mara" };
const JONAS = { id: "j", name: "Jonas" };

function notice(part: Partial<NotificationView>): NotificationView {
  return {
    id: part.id ?? "n",
    kind: "comment.created",
    doer: MARA,
    projectId: "p",
    projectName: "Nightferry",
    songId: "s",
    songName: "Harbour",
    excerpt: "keep this take",
    startSec: 75,
    href: "/projects/p/songs/s?at=75",
    seenAt: null,
    createdAt: "2026-11-24T10:00:00.000Z",
    ...part,
  };
}

describe("groupNews", () => {
  it("tells a single notice whole, with its moment", () => {
    const [group] = groupNews([notice({})]);
    expect(group?.line).toBe("Mara commented at 1:15: “keep this take”");
    expect(group?.href).toBe("/projects/p/songs/s?at=75");
  });

  it("says what a new version is called without repeating it", () => {
    expect(groupNews([notice({ kind: "version.uploaded", excerpt: "mix 3.wav", startSec: null })])[0]?.line).toBe(
      "Mara uploaded “mix 3.wav”",
    );
  });

  it("B270: says which stage a song came to", () => {
    const [group] = groupNews([notice({ kind: "song.staged", excerpt: "Mix", startSec: null })]);
    expect(group?.line).toBe("Mara set the stage to Mix");
  });

  it("counts several about the same song and names each person once", () => {
    const [group, ...rest] = groupNews([
      notice({ id: "4", kind: "version.uploaded" }),
      notice({ id: "3", doer: JONAS }),
      notice({ id: "2" }),
      notice({ id: "1" }),
    ]);
    expect(rest).toEqual([]);
    expect(group?.line).toBe("3 comments from Jonas and Mara, 1 new version from Mara");
    expect(group?.ids).toEqual(["4", "3", "2", "1"]);
  });

  it("says a name once that did all of it", () => {
    const [group] = groupNews([notice({ id: "2", kind: "version.uploaded" }), notice({ id: "1" })]);
    expect(group?.line).toBe("1 comment, 1 new version from Mara");
  });

  it("B1: keeps two songs of the same name apart and leaves out what was seen", () => {
    const groups = groupNews([
      notice({ id: "1", songId: "a" }),
      notice({ id: "2", songId: "b" }),
      notice({ id: "3", songId: "c", seenAt: "2026-11-24T11:00:00.000Z" }),
    ]);
    expect(groups.map((group) => group.key)).toEqual(["a", "b"]);
  });

  it("shows a whole project that was shared under its own name", () => {
    const [group] = groupNews([notice({ kind: "share.received", songId: null, songName: null, startSec: null })]);
    expect(group).toMatchObject({ name: "Nightferry", line: "Mara shared a project with you" });
  });
});

describe("countNews", () => {
  it("says how many things there are and where, as far as all are listed", () => {
    const groups = groupNews([notice({ id: "1" }), notice({ id: "2" }), notice({ id: "3", songId: "b" })]);
    expect(countNews(groups, 3)).toBe("3 things in 2 songs");
    expect(countNews(groups, 240)).toBe("240 things");
    expect(countNews(groups, 500)).toBe("500+ things");
    expect(countNews(groupNews([notice({})]), 1)).toBe("1 thing in 1 song");
    const shared = notice({ kind: "share.received", songId: null, songName: null });
    expect(countNews(groupNews([shared, notice({ id: "2" })]), 2)).toBe("2 things in 2 places");
  });
});
