import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatTimecode } from "./frame-rate";

describe("timecode", () => {
  it("agrees with what is known of each rate", () => {
    expect(formatTimecode(3_600_000, "25")).toBe("01:00:00:00");
    expect(formatTimecode(1_040, "25")).toBe("00:00:01:01");
    expect(formatTimecode(999, "24")).toBe("00:00:00:23");
    // An hour of a clock is 3.6 seconds less of one that counts every pulled-down frame, and none where numbers are dropped.
    expect(formatTimecode(3_600_000, "29.97")).toBe("00:59:56:12");
    expect(formatTimecode(3_600_000, "29.97df")).toBe("01:00:00;00");
    expect(formatTimecode(3_600_000, "23.976")).toBe("00:59:56:09");
    expect(formatTimecode(3_600_000, "30")).toBe("01:00:00:00");
  });

  it("never shows the numbers that are dropped, and never runs backwards", () => {
    expect(formatTimecode(Math.ceil((1799 * 1001) / 30), "29.97df")).toBe("00:00:59;29");
    expect(formatTimecode(Math.ceil((1800 * 1001) / 30), "29.97df")).toBe("00:01:00;02");
    fc.assert(
      fc.property(fc.nat(86_400_000), fc.nat(1000), (ms, more) => {
        const [, minutes = "", seconds, frames] = formatTimecode(ms, "29.97df").split(/[:;]/);
        if (seconds === "00" && Number(minutes) % 10 !== 0) expect(["00", "01"]).not.toContain(frames);
        expect(formatTimecode(ms + more, "29.97df") >= formatTimecode(ms, "29.97df")).toBe(true);
      }),
    );
  });
});
