import { describe, expect, it } from "vitest";
import { placeBeside } from "./place-beside";

const VIEW = { width: 400, height: 300 };
const WORDS = { width: 100, height: 24 };

describe("placeBeside", () => {
  it("stands above the middle of the button", () => {
    expect(placeBeside({ left: 180, top: 100, width: 40, height: 40 }, WORDS, VIEW, "top")).toEqual({
      left: 150,
      top: 70,
    });
  });

  it("goes below when there is no room above, and above when there is none below", () => {
    expect(placeBeside({ left: 180, top: 10, width: 40, height: 40 }, WORDS, VIEW, "top").top).toBe(56);
    expect(placeBeside({ left: 180, top: 250, width: 40, height: 40 }, WORDS, VIEW, "bottom").top).toBe(220);
  });

  it("never leaves the window at the sides", () => {
    expect(placeBeside({ left: 0, top: 100, width: 20, height: 20 }, WORDS, VIEW, "top").left).toBe(8);
    expect(placeBeside({ left: 380, top: 100, width: 20, height: 20 }, WORDS, VIEW, "top").left).toBe(292);
  });

  it("stands beside, too", () => {
    const anchor = { left: 200, top: 100, width: 20, height: 20 };
    expect(placeBeside(anchor, WORDS, VIEW, "right")).toEqual({ left: 226, top: 98 });
    expect(placeBeside(anchor, WORDS, VIEW, "left")).toEqual({ left: 94, top: 98 });
  });
});
