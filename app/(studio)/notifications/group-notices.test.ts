import { describe, expect, it } from "vitest";
import type { NotificationView } from "@/lib/domains/notifications/schema";
import { groupNotices, tellNotices } from "./group-notices";

const JONAS = { id: "j", name: "Jonas" };
const START = Date.parse("2026-11-24T10:00:00.000Z");

/** So many minutes after the start. */
function notice(minute: number, part: Partial<NotificationView> = {}): NotificationView {
  return {
    ...{ id: `n${minute}`, kind: "comment.created", doer: JONAS, projectId: "p", projectName: "Nightferry" },
    ...{ songId: "s", songName: "Harbour", excerpt: "late", startSec: 75, href: "/", seenAt: null },
    createdAt: new Date(START + minute * 60_000).toISOString(),
    ...part,
  };
}

const tell = (...notices: NotificationView[]) => groupNotices(notices).map(tellNotices);

describe("the list of notices", () => {
  it("B283: is one item for what somebody did in a row in a song, whatever others did in between", () => {
    const upload = notice(2, { kind: "version.uploaded", excerpt: "mix.wav", startSec: null });
    expect(tell(notice(3), upload, notice(1), notice(0))).toEqual([
      "Jonas left 3 comments on Harbour",
      "Jonas uploaded “mix.wav”",
    ]);
  });

  it("B283: says of one alone where it was", () => {
    expect(tell(notice(0))).toEqual(["Jonas commented at 1:15"]);
  });

  it("B1, B283: keeps two songs of one name, and two people of one name, apart", () => {
    const other = { id: "other", name: "Jonas" };
    expect(tell(notice(2, { songId: "t" }), notice(1), notice(0, { doer: other }))).toEqual([
      "Jonas commented at 1:15",
      "Jonas and Jonas left 2 comments on Harbour",
    ]);
  });

  it("B283: begins anew after a long pause, and knows which of an item are new", () => {
    const seenAt = "2026-11-24T12:00:00.000Z";
    const groups = groupNotices([notice(600), notice(30), notice(0, { seenAt })]);
    expect(groups.map(({ key, unseenIds }) => [key, unseenIds])).toEqual([
      ["n600", ["n600"]],
      ["n0", ["n30"]],
    ]);
  });
});
