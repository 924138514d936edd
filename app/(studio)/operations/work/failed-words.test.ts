import { expect, it } from "vitest";
import { describeOutcome, listRetriedKinds } from "./failed-words";

it("offers to begin all of a kind only where there are several, and never for mails", () => {
  expect(listRetriedKinds({ analysis: 2, tags: 1, export: 0, brief: 3, mail: 9 })).toEqual([
    { kind: "analysis", count: 2 },
    { kind: "brief", count: 3 },
  ]);
});

it("says what came of it, with the first reason where something was refused", () => {
  expect(describeOutcome(1, [])).toBe("One is begun anew");
  expect(describeOutcome(3, [{ why: "AI suggestions are off." }])).toBe(
    "3 are begun anew, 1 could not be: AI suggestions are off.",
  );
});
