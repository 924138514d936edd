import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeWav } from "@/lib/domains/projects/band.fixture";
import { makePicture } from "@/lib/pictures/testing/make-picture";
import { readEmbeddedCover } from "./embedded-cover";
import { hasFfmpeg, makeTempFolder, type TempFolder } from "./testdata/synthesis";
import { addCover } from "./testing/add-cover";

let folder: TempFolder;
let picture: Buffer;

beforeAll(async () => {
  folder = await makeTempFolder();
  picture = await makePicture();
});
afterAll(() => folder.remove());

describe("B324: the picture in a file's tags", () => {
  it("is found behind the sound of a WAV, and none where there is none", async () => {
    const [bare, withPicture] = [makeWav(0.2), addCover(makeWav(0.2), picture)];
    expect(
      (await readEmbeddedCover(await folder.write("a.wav", withPicture)))?.reduced.small.byteLength,
    ).toBeGreaterThan(50);
    expect(await readEmbeddedCover(await folder.write("b.wav", bare))).toBeNull();
    expect(await readEmbeddedCover(await folder.write("c.wav", withPicture.subarray(0, -picture.length)))).toBeNull();
    expect(await readEmbeddedCover(await folder.write("d.wav", "no sound here"))).toBeNull();
  });

  it.skipIf(!hasFfmpeg).each(["mp3", "flac", "m4a"])("is found in %s", async (ending) => {
    const [sound, image] = [await folder.write("s.wav", makeWav(0.5)), await folder.write("p.jpg", picture)];
    const target = path.join(path.dirname(sound), `s.${ending}`);
    const inputs = ["-nostdin", "-v", "error", "-i", sound, "-i", image, "-map", "0", "-map", "1"];
    await promisify(execFile)("ffmpeg", [...inputs, "-c:v", "copy", "-disposition:v", "attached_pic", target]);
    expect((await readEmbeddedCover(target))?.reduced.large.byteLength).toBeGreaterThan(100);
  });
});
