import { expect, it } from "vitest";
import type { FunctionWork } from "@/lib/domains/operations/indicators/schema";
import { describeHour, describeNow, describeVerdict } from "./panel-words";

const nothing: FunctionWork = {
  ...{ id: "analyze-version", waiting: 0, waitsSince: null, running: 0, done: 0, failed: 0, perMinute: 0 },
  ...{ secondsLeft: null, lastBegunAt: null, lastError: null },
};

it("B420: the verdict names what is wrong first, and what can't be told", () => {
  const green = { title: "Mail", state: "green" as const };
  expect(describeVerdict([green])).toBe("All is well.");
  expect(describeVerdict([green, { title: "Disk", state: "unknown" }])).toBe(
    "All is well that can be told: Disk can't.",
  );
  const bad = [green, { title: "FFmpeg", state: "amber" as const }, { title: "Queue", state: "red" as const }];
  expect(describeVerdict(bad)).toBe("Wrong: Queue. Worth a look: FFmpeg.");
});

it("B114: a function's work is told in words, with rate and what is left", () => {
  expect(describeNow(nothing)).toBe("nothing waits · nothing runs");
  expect(describeNow({ ...nothing, waiting: 1, running: 2, secondsLeft: 200 })).toBe(
    "1 waits · 2 run · about 3 min left",
  );
  expect(describeHour(nothing)).toBe("nothing ended in the last hour");
  expect(describeHour({ ...nothing, done: 12, failed: 1, perMinute: 1.23 })).toBe("12 done, 1 failed, 1.2 a minute");
  expect(describeHour({ ...nothing, done: 1200, perMinute: 42.4 })).toBe("1,200 done, none failed, 42 a minute");
});
