import { describe, expect, it } from "vitest";
import { initialsOf } from "./person";

describe("initialsOf", () => {
  it.each([
    ["Mara Lindqvist", "ML"],
    ["Inês de Duarte", "ID"],
    ["ohm", "OH"],
    ["  ", "?"],
    ["Ø", "Ø"],
    ["李 小龙", "李小"],
  ])("%j → %s", (name, initials) => {
    expect(initialsOf(name)).toBe(initials);
  });
});
