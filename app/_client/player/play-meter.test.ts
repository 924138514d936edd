import { describe, expect, it } from "vitest";
import { createPlayMeter } from "./play-meter";

/** Plays from one place to another, told every quarter second; how often it counted. */
function play(meter: ReturnType<typeof createPlayMeter>, fromSec: number, toSec: number, durationSec = 180): number {
  let count = 0;
  for (let at = fromSec; at <= toSec; at += 0.25) if (meter.hear(at, durationSec)) count++;
  return count;
}

describe("B456: a listening", () => {
  it("counts when five seconds were heard, once however long it goes on", () => {
    const meter = createPlayMeter();
    expect(play(meter, 0, 4.75)).toBe(0);
    expect(play(meter, 5, 180)).toBe(1);
  });

  it("is not what somebody sought over, and looping and going back make no second one", () => {
    const meter = createPlayMeter();
    for (const at of [0, 30, 60, 90, 120, 150]) expect(play(meter, at, at + 0.5)).toBe(0);
    expect(play(meter, 10, 20)).toBe(1);
    for (let round = 0; round < 5; round++) expect(play(meter, 10, 20)).toBe(0);
  });

  it("of a short sketch counts at its half, and again when it is played again after its end", () => {
    const meter = createPlayMeter();
    expect(play(meter, 0, 2, 2)).toBe(1);
    meter.begin();
    expect(play(meter, 0, 0.75, 2)).toBe(0);
    expect(play(meter, 1, 2, 2)).toBe(1);
  });
});
