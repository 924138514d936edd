import { describe, expect, it } from "vitest";
import type { WaitingItem } from "@/lib/domains/notifications/waiting/schema";
import { describeWaiting } from "./waiting-words";

const ITEM: WaitingItem = {
  ...{ kind: "thread", projectId: "p", projectName: "Nightferry", songId: "s", songName: "Harbour" },
  ...{ versionId: "v", versionNumber: 3, count: 1, doer: { id: "j", name: "Jonas" } },
  ...{ excerpt: "Is this the Tele?", startSec: 108, message: null, href: "/", since: "2026-11-24T10:00:00.000Z" },
};

describe("describeWaiting", () => {
  it("B312: says who waits, where, and for what", () => {
    expect(describeWaiting(ITEM)).toEqual({
      title: "Jonas waits for your word at 1:48 in Harbour",
      line: "“Is this the Tele?”",
    });
    expect(describeWaiting({ ...ITEM, count: 3 })).toEqual({
      title: "3 comments wait for your word in Harbour",
      line: "Jonas at 1:48: “Is this the Tele?”",
    });
    expect(describeWaiting({ ...ITEM, doer: null, startSec: null }).title).toBe(
      "Somebody waits for your word in Harbour",
    );
  });

  it("B313: says why a take failed and that it is kept, and how many tags are suggested", () => {
    expect(describeWaiting({ ...ITEM, kind: "failed", message: "The file is cut short." })).toEqual({
      title: "v3 of Harbour could not be measured",
      line: "The file is cut short. The file itself is kept.",
    });
    expect(describeWaiting({ ...ITEM, kind: "suggested", count: 2 })).toEqual({
      title: "2 tags are suggested for Harbour",
      line: "v3 · Nightferry",
    });
  });
});
