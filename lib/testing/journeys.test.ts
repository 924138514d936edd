import { readdirSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { CORE, orderJourneys } from "./journeys.mjs";

const END = ".spec.ts";
const names = readdirSync(path.resolve(import.meta.dirname, "../../e2e"))
  .filter((file) => file.endsWith(END))
  .map((file) => file.slice(0, -END.length));

it("walks every journey once, those of the core first", () => {
  const order = orderJourneys(names, 0);
  expect(order[0]).toEqual(CORE);
  expect(order.flat().sort()).toEqual([...names].sort());
});

it("begins the others with another batch each day, so that each of them is walked where there is time for one only", () => {
  const seconds = [0, 1, 2].map((day) => orderJourneys(names, day)[1]);
  expect(seconds.flat().sort()).toEqual(names.filter((name) => !CORE.includes(name)).sort());
});

it("refuses a core with a journey that is not there", () => {
  expect(() => orderJourneys(names.slice(0, 3), 0)).toThrow(/mend CORE/);
});
