import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AppError } from "@/lib/core/errors";
import { analyzeAudio } from "./analyze";
import { sniffFile } from "./sniff-file";
import { DAMAGED_NAMES, makeWholeFiles } from "./testdata/damage-kinds";
import { findFault } from "./testdata/find-fault";
import { audioTools, encodeWav, hasFfmpeg, makeTempFolder, type TempFolder } from "./testdata/synthesis";
import { type AudioTools, NO_AUDIO_TOOLS } from "./tools";

const HEADER_BYTES = 128;
const BODY_CUTS = 100;
const LONGEST_MS = 30_000;
const engines = [["in process", NO_AUDIO_TOOLS] as const, ...(hasFfmpeg ? [["by ffmpeg", audioTools] as const] : [])];
let folder: TempFolder;
beforeAll(async () => {
  folder = await makeTempFolder();
  if (hasFfmpeg) await makeWholeFiles(folder);
});
afterAll(() => folder.remove());

/** Frames of the sound, or the reason of a typed failure; anything else is thrown. */
async function framesOrReason(bytes: Uint8Array, tools: AudioTools): Promise<number | string> {
  const path = await folder.write("damaged", bytes);
  const signal = AbortSignal.timeout(LONGEST_MS);
  try {
    const analysis = await analyzeAudio({ path, container: await sniffFile(path), tools, signal });
    expect(findFault(analysis)).toBeNull();
    return analysis.source.frames;
  } catch (error) {
    if (error instanceof AppError && error.code === "invalid_input") return error.reason;
    throw error;
  }
}

describe.skipIf(!hasFfmpeg)("B198: a file that is cut", () => {
  it.each(DAMAGED_NAMES)(
    "at any byte of its header and at 100 places of %s: named failure or less sound",
    { timeout: 120_000 },
    async (name) => {
      const whole = await readFile(join(folder.path, name));
      const most = await framesOrReason(whole, NO_AUDIO_TOOLS);
      const inHeader = Array.from({ length: HEADER_BYTES }, (_, i) => i);
      const inBody = Array.from({ length: BODY_CUTS }, (_, i) =>
        Math.floor(HEADER_BYTES + ((whole.length - HEADER_BYTES) * i) / BODY_CUTS),
      );
      const reasons = ["empty", "not_audio", "truncated", "decode_failed", "needs_ffmpeg", "no_audio_stream"];
      for (const bytes of [...inHeader, ...inBody]) {
        const found = await framesOrReason(whole.subarray(0, bytes), NO_AUDIO_TOOLS);
        if (typeof found === "string") expect(reasons).toContain(found);
        else expect(found).toBeLessThanOrEqual(typeof most === "number" ? most : 0);
      }
    },
  );
});

describe("B198: a float file of what is no sound", () => {
  it.each([
    ["NaN", Number.NaN],
    ["infinity", Number.POSITIVE_INFINITY],
    ["negative infinity", Number.NEGATIVE_INFINITY],
    ["the largest floats", 3e38],
    ["denormals", 1e-42],
  ])("%s gives finite figures or none, however it is decoded", async (_, value) => {
    const sound = Float32Array.from({ length: 40_000 }, (__, i) => (i % 5 ? value : 0.1));
    const wav = encodeWav([sound, sound.map((sample) => -sample)], 8000, "f32");
    for (const [, tools] of engines) expect(await framesOrReason(wav, tools)).toBe(40_000);
  });
});
