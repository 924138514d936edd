import { expect, it } from "vitest";
import { CORE, listJourneys, orderJourneys } from "./journeys.mjs";

const names = listJourneys();

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
