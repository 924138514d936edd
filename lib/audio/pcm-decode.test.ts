import { afterAll, beforeAll, expect, it } from "vitest";
import { analyzeAudio } from "./analyze";
import { encodeWav, makeTempFolder, noise, type TempFolder } from "./testdata/synthesis";
import { NO_AUDIO_TOOLS } from "./tools";

const CHANNELS = 32;
const FRAMES = 40_000;
let folder: TempFolder;
beforeAll(async () => {
  folder = await makeTempFolder();
});
afterAll(() => folder.remove());

/** The same bytes as samples of 8 bits: twice as many frames. */
function asBytes(wav: Uint8Array): Uint8Array {
  const view = new DataView(wav.buffer, wav.byteOffset);
  view.setUint16(32, CHANNELS, true);
  view.setUint16(34, 8, true);
  return wav;
}

it.each([
  ["8-bit", FRAMES, asBytes],
  ["16-bit", FRAMES / 2, (wav: Uint8Array) => wav],
] as const)(
  "B209: 32 channels of %s samples, the most there may be, are read and measured",
  async (_, frames, change) => {
    const sound = Array.from({ length: CHANNELS }, (_, c) => noise(FRAMES / 2, 0.5, c));
    const path = await folder.write("wide.wav", change(encodeWav(sound, 192_000)));
    const analysis = await analyzeAudio({ path, container: "wav", tools: NO_AUDIO_TOOLS, hasChannelPeaks: true });
    expect(analysis.source).toMatchObject({ frames, channels: CHANNELS });
    expect(analysis.loudness.integratedLufs).toBe(null);
    expect(analysis.signal.rmsDbfs).toBeLessThan(0);
  },
);
