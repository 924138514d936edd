import { expect, it } from "vitest";
import { describeMove } from "./move-words";

const person = (name: string) => ({ id: name, name });
const loses = (name: string) => ({ person: person(name), before: "listener" as const, after: null });

it("B278: says who loses a song by its move, who gets it, and whose right is another", () => {
  expect(
    describeMove([
      loses("Ann"),
      loses("Ben"),
      { person: person("Cem"), before: null, after: "editor" },
      { person: person("Dora"), before: "editor", after: "listener" },
    ]),
  ).toEqual([
    "Ann and Ben can't open it any more.",
    "Cem can open it from then on.",
    "Dora may listen then, not edit as now.",
  ]);
  expect(describeMove([])).toEqual(["The same people can open it, with the same rights."]);
  const many = Array.from({ length: 9 }, (_, i) => loses(`P${i}`));
  expect(describeMove(many)).toEqual(["P0, P1, P2, P3, P4, P5 and 3 more can't open it any more."]);
});
