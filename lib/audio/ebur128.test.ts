import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { analyzeAudio } from "./analyze";
import { encodeWav, hasFfmpeg, makeTempFolder, musicLike, type TempFolder } from "./testdata/synthesis";
import { NO_AUDIO_TOOLS } from "./tools";

const run = promisify(execFile);
const SECONDS = 12;
/** FFmpeg's summary tells the true peak to a tenth. */
const ROUNDING_DB = 0.05;
let folder: TempFolder;
beforeAll(async () => {
  folder = await makeTempFolder();
});
afterAll(() => folder.remove());

async function measureWithFfmpeg(path: string): Promise<{ lufs: number; rangeLu: number; truePeakDbtp: number }> {
  const filter = "ebur128=metadata=1:peak=true,ametadata=mode=print:file=-";
  const args = ["-nostdin", "-i", path, "-af", filter, "-f", "null", "-"];
  const { stdout, stderr } = await run("ffmpeg", args, { maxBuffer: 1e9 });
  const last = (key: string): number => Number([...stdout.matchAll(new RegExp(`${key}=(\\S+)`, "g"))].at(-1)?.[1]);
  const truePeakDbtp = Number(/True peak:\s+Peak:\s+(\S+) dBFS/.exec(stderr)?.[1]);
  return { lufs: last("r128.I"), rangeLu: last("r128.LRA"), truePeakDbtp };
}

describe.skipIf(!hasFfmpeg)("B195: music is measured as FFmpeg's ebur128 measures it", () => {
  const cases = [44_100, 48_000, 96_000].flatMap((rateHz) => [1, 2, 6].map((channels) => [rateHz, channels] as const));
  it.each(cases)("at %d Hz with %d channels", async (rateHz, channels) => {
    const sound = musicLike(rateHz * SECONDS, rateHz, channels);
    const path = await folder.write("music.wav", encodeWav(sound, rateHz, "f32"));
    const theirs = await measureWithFfmpeg(path);
    const { loudness } = await analyzeAudio({ path, container: "wav", tools: NO_AUDIO_TOOLS });
    expect(Math.abs((loudness.integratedLufs ?? 0) - theirs.lufs)).toBeLessThanOrEqual(0.1);
    expect(Math.abs((loudness.rangeLu ?? 0) - theirs.rangeLu)).toBeLessThanOrEqual(0.2);
    expect(Math.abs((loudness.truePeakDbtp ?? 0) - theirs.truePeakDbtp)).toBeLessThanOrEqual(0.2 + ROUNDING_DB);
    expect(loudness.plrLu).toBeCloseTo((loudness.truePeakDbtp ?? 0) - (loudness.integratedLufs ?? 0), 9);
  });

  it("without the low-frequency channel, however loud it is", async () => {
    const sound = musicLike(48_000 * 4, 48_000, 6);
    const loud = sound.map((samples, c) => (c === 3 ? samples.map((value) => value * 4) : samples));
    const paths = [await folder.write("a.wav", encodeWav(sound, 48_000, "f32"))];
    paths.push(await folder.write("b.wav", encodeWav(loud, 48_000, "f32")));
    const found = await Promise.all(
      paths.map(async (path) => (await analyzeAudio({ path, container: "wav", tools: NO_AUDIO_TOOLS })).loudness),
    );
    expect(found[1]?.integratedLufs).toBe(found[0]?.integratedLufs);
    expect(Math.abs((found[1]?.integratedLufs ?? 0) - (await measureWithFfmpeg(paths[1] ?? "")).lufs)).toBeLessThan(
      0.1,
    );
  });
});
