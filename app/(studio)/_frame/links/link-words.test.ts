import { describe, expect, it } from "vitest";
import { countGuests, describeExtent, describeRights, nameLink, toLocalField } from "./link-words";

const songs = (count: number) => Array.from({ length: count }, (_, i) => ({ id: `${i}`, name: `Song ${i}` }));
const rights = { canComment: false, canDownload: false, canSeeVersions: false, pinned: null };

describe("the words of a link", () => {
  it("name it by its label, else by what it leads to", () => {
    expect(nameLink({ label: "for Ohm", songs: songs(1), projectName: "Nightferry" })).toBe("for Ohm");
    expect(describeExtent({ songs: songs(1), projectName: "Nightferry" })).toBe("Song 0");
    expect(describeExtent({ songs: songs(3), projectName: "Nightferry" })).toBe("3 songs of Nightferry");
    expect(describeExtent({ songs: [], projectName: "Nightferry" })).toBe("All of Nightferry");
  });

  it("say what it allows", () => {
    expect(describeRights(rights)).toBe("listen");
    expect(describeRights({ ...rights, canComment: true, canSeeVersions: true })).toBe(
      "listen and comment, every version",
    );
    expect(describeRights({ ...rights, canComment: true, canDownload: true })).toBe("listen, comment and download");
    expect(describeRights({ ...rights, pinned: { versionId: "1", number: 2 } })).toBe("listen, v2 for good");
  });

  it("count its guests, of as many as may come", () => {
    expect(countGuests({ guestCount: 1, maxGuests: null })).toBe("1 guest");
    expect(countGuests({ guestCount: 0, maxGuests: 1 })).toBe("0 of 1 guest");
    expect(countGuests({ guestCount: 2, maxGuests: 5 })).toBe("2 of 5 guests");
  });

  it("keep a moment over the field and back", () => {
    const instant = "2026-11-30T18:05:00.000Z";
    expect(new Date(toLocalField(instant)).toISOString()).toBe(instant);
    expect(toLocalField(null)).toBe("");
  });
});
