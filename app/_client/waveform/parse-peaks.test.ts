import { describe, expect, it } from "vitest";
import { parsePeaks } from "./parse-peaks";

function buildDat(input: { version: 1 | 2; bits: 8 | 16; channels?: number; points: number[]; sampleRateHz?: number }) {
  const { version, bits, channels = 1, points, sampleRateHz = 44_100 } = input;
  const headerBytes = version === 1 ? 20 : 24;
  const view = new DataView(new ArrayBuffer(headerBytes + points.length * (bits / 8)));
  view.setInt32(0, version, true);
  view.setUint32(4, bits === 8 ? 1 : 0, true);
  view.setInt32(8, sampleRateHz, true);
  view.setInt32(12, 256, true);
  view.setUint32(16, points.length / 2 / channels, true);
  if (version === 2) view.setInt32(20, channels, true);
  points.forEach((value, i) => {
    if (bits === 8) view.setInt8(headerBytes + i, value);
    else view.setInt16(headerBytes + i * 2, value, true);
  });
  return view.buffer;
}

describe("parsePeaks", () => {
  it("reads version 1 with 16 bits", () => {
    const peaks = parsePeaks(buildDat({ version: 1, bits: 16, points: [-5, 6, -32768, 32767] }));
    expect(peaks).toMatchObject({ sampleRateHz: 44_100, samplesPerPixel: 256 });
    expect([...(peaks?.minimums ?? [])]).toEqual([-5, -32768]);
    expect([...(peaks?.maximums ?? [])]).toEqual([6, 32767]);
  });

  it("reads version 2 with 8 bits, scaled to 16", () => {
    const peaks = parsePeaks(buildDat({ version: 2, bits: 8, points: [-128, 127] }));
    expect([...(peaks?.minimums ?? [])]).toEqual([-32768]);
    expect([...(peaks?.maximums ?? [])]).toEqual([127 * 256]);
  });

  it("merges the channels of a split file", () => {
    const peaks = parsePeaks(buildDat({ version: 2, bits: 16, channels: 2, points: [-5, 6, -9, 2] }));
    expect([...(peaks?.minimums ?? [])]).toEqual([-9]);
    expect([...(peaks?.maximums ?? [])]).toEqual([6]);
  });

  it("gives what a file cut short still holds", () => {
    const whole = buildDat({ version: 2, bits: 16, points: [-1, 1, -2, 2, -3, 3] });
    expect(parsePeaks(whole.slice(0, whole.byteLength - 3))?.minimums.length).toBe(2);
  });

  it.each([
    ["nothing", new ArrayBuffer(0)],
    ["a header cut short", new ArrayBuffer(19)],
    ["zeros", new ArrayBuffer(64)],
    ["text", new TextEncoder().encode('{"error":"not found","code":404}').buffer],
    ["no sample rate", buildDat({ version: 2, bits: 16, points: [0, 0], sampleRateHz: 0 })],
  ])("answers null for %s", (_, bytes) => {
    expect(parsePeaks(bytes)).toBeNull();
  });
});
