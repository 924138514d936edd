import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { encodeDat, parseDat } from "./peaks-format";

const testdata = (name: string): Promise<Buffer> => readFile(join(import.meta.dirname, "testdata", name));

describe("waveform data", () => {
  it.each([
    ["8 bits", Int8Array.from([-128, 127, -3, 4, 0, 0])],
    ["16 bits", Int16Array.from([-32768, 32767, -300, 400, 0, 0])],
  ])("comes back as it was written with %s", (_, pairs) => {
    const parsed = parseDat(encodeDat({ samplesPerPixel: 256, sampleRateHz: 44_100, pairs }));
    expect(parsed).toMatchObject({ samplesPerPixel: 256, sampleRateHz: 44_100, length: 3, channels: 1 });
    for (let i = 0; i < 3; i++) expect([parsed.min(i), parsed.max(i)]).toEqual([pairs[i * 2], pairs[i * 2 + 1]]);
  });

  it("reads audiowaveform's version 2 with its channels apart", async () => {
    const parsed = parseDat(await testdata("clipped-44k-16bit-z256-16-split.dat"));
    expect(parsed).toMatchObject({ channels: 2, bits: 16, length: 173 });
    expect([parsed.min(0, 1), parsed.max(0, 1)]).toEqual([-32768, -32768]);
    expect(parsed.max(1, 0)).toBe(32767);
  });

  it("refuses what is cut, empty or of an unknown version", async () => {
    const whole = await testdata("clipped-44k-16bit-z256-8.dat");
    expect(() => parseDat(whole.subarray(0, whole.length - 1))).toThrow(RangeError);
    expect(() => parseDat(new Uint8Array(0))).toThrow(RangeError);
    expect(() => parseDat(new Uint8Array(64).fill(9))).toThrow(RangeError);
  });
});
