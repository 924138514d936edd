import { describe, expect, it } from "vitest";
import type { RemeasuringView } from "@/lib/domains/versions/remeasuring/schema";
import { describeProgress, describeState } from "./remeasuring-words";

const idle: RemeasuringView = {
  ...{ state: "idle", engine: "2.0.0", left: 3, total: 3, measured: 0, failed: 0 },
  ...{ perMinute: null, secondsLeft: null, isYielding: false, finishedAt: null },
};

describe("measuring again, in words", () => {
  it("says what is going on", () => {
    expect(describeState(idle)).toMatch(/^3 versions were measured by an older engine\./);
    expect(describeState({ ...idle, left: 1 })).toMatch(/^1 version was measured/);
    expect(describeState({ ...idle, left: 0 })).toBe("Every version was measured by the newest engine.");
    expect(describeState({ ...idle, state: "running" })).toMatch(/^Measuring\./);
    expect(describeState({ ...idle, state: "running", isYielding: true })).toMatch(/go first\.$/);
    expect(describeState({ ...idle, state: "paused" })).toMatch(/^Paused\./);
    expect(describeState({ ...idle, state: "done" })).toBe("Done.");
    expect(describeState({ ...idle, state: "done", failed: 1 })).toMatch(/^Done\. 1 version could not be measured/);
  });

  it.each([
    [{}, "0 of 3"],
    [{ measured: 1, failed: 1, perMinute: 9.54 }, "2 of 3 · 9.5 a minute"],
    [{ measured: 1, perMinute: 31.6, secondsLeft: 20 }, "1 of 3 · 32 a minute · about a minute left"],
    [{ total: 900, measured: 10, perMinute: 10, secondsLeft: 5340 }, "10 of 900 · 10 a minute · about 89 min left"],
    [{ total: 900, perMinute: 1, secondsLeft: 54_000 }, "0 of 900 · 1.0 a minute · about 15 h left"],
    [{ total: 900, perMinute: 0.1, secondsLeft: 540_000 }, "0 of 900 · 0.1 a minute · about 6 days left"],
  ])("says how far it is: %o", (change, words) => {
    expect(describeProgress({ ...idle, ...change })).toBe(words);
  });
});
