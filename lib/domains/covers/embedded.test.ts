import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { systemScope } from "@/lib/access/system-scope";
import { addCover } from "@/lib/audio/testing/add-cover";
import { type Band, createBand, makeWav, uploadFile } from "@/lib/domains/projects/band.fixture";
import { updateSong } from "@/lib/domains/songs/commands";
import { readSong } from "@/lib/domains/songs/reads";
import { measureVersion } from "@/lib/domains/versions/analysis/commands";
import { BLUE, makePicture, RED, readColor } from "@/lib/pictures/testing/make-picture";
import type { Services } from "@/lib/services";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { putSongCover } from "./commands";
import { openSongCover } from "./reads";

let stack: TestStack;
let services: Services;
let band: Band;
let red: Buffer;
let blue: Buffer;

beforeAll(async () => {
  stack = await startTestStack();
  services = stack.services;
  [red, blue] = await Promise.all([makePicture({ color: RED }), makePicture({ color: BLUE })]);
});
afterAll(() => stack.close());
beforeEach(async () => {
  band = await createBand(services);
});

async function bring(bytes: Buffer): Promise<string> {
  const { version } = await uploadFile(services, band.editor, band, bytes);
  return version?.id ?? "";
}
const measure = (versionId: string) => measureVersion(services, systemScope, { versionId });
const shown = async () => (await readSong(services, band.listener, band)).coverId;
async function isRed(coverId: string | null): Promise<boolean> {
  const { load } = await openSongCover(services, band.listener, { ...band, coverId: coverId ?? "" }, "small");
  return (await readColor(await load(), 0.5, 0.5)).r > 200;
}

describe("B324: the picture in a take's file", () => {
  it("becomes the cover of a song that has none, once, also of two takes that are measured at once", {
    timeout: 60_000,
  }, async () => {
    const takes = [await bring(addCover(makeWav(0.4), red)), await bring(addCover(makeWav(0.5), red))];
    expect(await Promise.all(takes.map(measure))).toEqual(["done", "done"]);
    expect(await isRed(await shown())).toBe(true);
    expect(await services.db.cover.count({ where: { songId: band.songId, source: "embedded" } })).toBe(1);
    const told = await services.db.songEvent.findMany({ where: { songId: band.songId, type: "song.changed" } });
    expect(told).toHaveLength(1);
  });

  it("takes no place of what a person chose, nor comes back when somebody took it off", async () => {
    const own = (await putSongCover(services, band.editor, band, () => Promise.resolve(red))).coverId;
    await measure(await bring(addCover(makeWav(0.4), blue)));
    expect(await shown()).toBe(own);
    await updateSong(services, band.editor, band, { coverId: null });
    await measure(await bring(addCover(makeWav(0.6), blue)));
    expect(await shown()).toBeNull();
  });

  it("does no harm to the take when it is no picture, moves, or can't be kept", async () => {
    const gif = Buffer.from("GIF89a\x01\x00\x01\x00", "latin1");
    expect(await measure(await bring(addCover(makeWav(0.4), gif)))).toBe("done");
    const versionId = await bring(addCover(makeWav(0.5), blue));
    const storage = {
      ...services.storage,
      put: (key: string, bytes: Uint8Array, type: string) =>
        key.includes("/covers/") ? Promise.reject(new Error("full")) : services.storage.put(key, bytes, type),
    };
    expect(await measureVersion({ ...services, storage }, systemScope, { versionId })).toBe("done");
    expect(await shown()).toBeNull();
  });
});
