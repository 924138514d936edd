import { expect, it } from "vitest";
import type { TrashItem } from "@/lib/domains/trash/schema";
import { describePlace, nameItem } from "./trash-words";

const at = "2026-01-01T00:00:00.000Z";
const base = { id: "x", projectId: "p", projectName: "Album", deletedAt: at, keptUntil: at, isOwn: true };

it.each<[TrashItem, string, string]>([
  [{ ...base, kind: "project", name: "Album", songId: null, songName: null, number: null }, "Album", "Project"],
  [{ ...base, kind: "song", name: "Demo", songId: "s", songName: "Demo", number: null }, "Demo", "Song in Album"],
  [
    { ...base, kind: "attachment", name: "Score.pdf", songId: "s", songName: "Demo", number: null },
    "Score.pdf",
    "File of Demo in Album",
  ],
  [
    { ...base, kind: "version", name: "mix.wav", songId: "s", songName: "Demo", number: 3 },
    "v3 of Demo",
    "mix.wav, in Album",
  ],
])("names what is in the trash: %o", (item, name, place) => {
  expect([nameItem(item), describePlace(item)]).toEqual([name, place]);
});
