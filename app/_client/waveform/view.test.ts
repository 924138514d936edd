import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  clampView,
  followView,
  panView,
  spanAtZoomLevel,
  spanOf,
  timeToX,
  xToTime,
  zoomLevelOf,
  zoomView,
} from "./view";

const anyView = fc
  .tuple(fc.double({ min: 0, max: 500, noNaN: true }), fc.double({ min: 0.6, max: 200, noNaN: true }))
  .map(([fromSec, span]) => ({ fromSec, toSec: fromSec + span }));

describe("time and place", () => {
  it("are each other's inverse", () => {
    fc.assert(
      fc.property(anyView, fc.double({ min: 0, max: 800, noNaN: true }), (view, sec) => {
        expect(xToTime(timeToX(sec, view, 900), view, 900)).toBeCloseTo(sec, 6);
      }),
    );
  });
});

describe("clampView", () => {
  it("always lies inside of the song and keeps a span that fits", () => {
    fc.assert(
      fc.property(anyView, fc.double({ min: 1, max: 400, noNaN: true }), (view, durationSec) => {
        const clamped = clampView(view, durationSec);
        expect(clamped.fromSec).toBeGreaterThanOrEqual(0);
        expect(clamped.toSec).toBeLessThanOrEqual(durationSec + 1e-9);
        if (spanOf(view) <= durationSec) expect(spanOf(clamped)).toBeCloseTo(spanOf(view), 6);
      }),
    );
  });

  it("survives a song without length", () => {
    expect(clampView({ fromSec: 3, toSec: 9 }, 0)).toEqual({ fromSec: 0, toSec: 0.5 });
  });
});

describe("zoomView", () => {
  it("leaves the anchor where it is on the screen", () => {
    const view = { fromSec: 60, toSec: 100 };
    const zoomed = zoomView(view, 2, 80, 192);
    expect(spanOf(zoomed)).toBeCloseTo(20);
    expect(timeToX(80, zoomed, 1000)).toBeCloseTo(timeToX(80, view, 1000));
  });

  it("stops at half a second and at the whole song", () => {
    expect(spanOf(zoomView({ fromSec: 0, toSec: 10 }, 1e6, 5, 192))).toBeCloseTo(0.5);
    expect(zoomView({ fromSec: 50, toSec: 100 }, 1e-6, 60, 192)).toEqual({ fromSec: 0, toSec: 192 });
  });
});

it("panView stops at both ends", () => {
  expect(panView({ fromSec: 10, toSec: 50 }, -100, 192)).toEqual({ fromSec: 0, toSec: 40 });
  expect(panView({ fromSec: 10, toSec: 50 }, 1000, 192)).toEqual({ fromSec: 152, toSec: 192 });
});

describe("followView", () => {
  const view = { fromSec: 60, toSec: 100 };
  it("does nothing while the playhead is in sight", () => {
    expect(followView(view, 80, 192)).toBe(view);
  });
  it("turns the page when it has left", () => {
    const next = followView(view, 101, 192);
    expect(next.fromSec).toBeCloseTo(101 - 40 * 0.08);
    expect(spanOf(next)).toBeCloseTo(40);
  });
  it("stays at the last page when the position lies behind the end", () => {
    const last = { fromSec: 152, toSec: 192 };
    expect(followView(last, 193, 192)).toBe(last);
  });
});

it("the slider's level and the span are each other's inverse", () => {
  for (const level of [0, 0.25, 0.5, 1]) {
    const span = spanAtZoomLevel(level, 192);
    expect(zoomLevelOf({ fromSec: 0, toSec: span }, 192)).toBeCloseTo(level);
  }
  expect(zoomLevelOf({ fromSec: 0, toSec: 0.5 }, 0.3)).toBe(0);
});
