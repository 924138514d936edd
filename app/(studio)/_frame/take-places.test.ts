import { describe, expect, it } from "vitest";
import type { ProjectView } from "@/lib/domains/projects/schema";
import { listPlaces, NEW_PROJECT } from "./take-places";

const project = (id: string, role: ProjectView["role"], isArchived = false): ProjectView => ({
  ...{
    id,
    name: `Project ${id}`,
    description: "",
    coverId: null,
    role,
    songCount: 0,
    archivedSongCount: 0,
    isArchived,
  },
  ...{ ai: { recipient: null, isOn: false, readsNotes: false }, handover: null, createdAt: "2026-03-02T09:00:00.000Z" },
});
const all = [
  project("a", "owner"),
  project("b", "editor"),
  project("c", "listener"),
  project("d", "owner", true),
  project("e", null),
];
const values = (...[projects, openId, canCreate]: Parameters<typeof listPlaces>) =>
  listPlaces(projects, openId, canCreate).places.map(({ value }) => value);

describe("B326: where takes that are dropped anywhere may go", () => {
  it("is what one may upload to, and a new project", () => {
    expect(values(all, null, true)).toEqual(["a", "b", NEW_PROJECT]);
    expect(values(all, null, false)).toEqual(["a", "b"]);
    expect(listPlaces([], null, false)).toEqual({ places: [], first: "" });
  });

  it("begins with the open project, where one may", () => {
    expect(listPlaces(all, "b", true).first).toBe("b");
    expect(listPlaces(all, "c", true).first).toBe("a");
    expect(listPlaces([], null, true).first).toBe(NEW_PROJECT);
  });
});
