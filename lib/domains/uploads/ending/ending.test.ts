import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemScope } from "@/lib/access/system-scope";
import { type Band, beginFile, createBand, makeWav, sendParts, uploadFile } from "@/lib/domains/projects/band.fixture";
import { createSong, deleteSong } from "@/lib/domains/songs/commands";
import { readSong } from "@/lib/domains/songs/reads";
import { deleteVersion } from "@/lib/domains/versions/commands";
import type { Services } from "@/lib/services";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { cancelUpload } from "../commands";
import { completeUpload } from "../finishing/commands";
import { sweepUploads } from "../sweeping/commands";

let stack: TestStack;
let services: Services;
let band: Band;
const wav = makeWav(0.1);
const text = Buffer.from("these are the lyrics");

beforeAll(async () => {
  stack = await startTestStack();
  services = stack.services;
  band = await createBand(services);
});
afterAll(() => stack.close());

async function makeSong() {
  const { id: songId } = await createSong(services, band.editor, band.projectId, { name: "Take" });
  return { projectId: band.projectId, songId };
}
async function isThere(songId: string): Promise<boolean> {
  return (await services.db.song.findUniqueOrThrow({ where: { id: songId } })).deletedAt === null;
}

describe("a song made for a file", () => {
  it("goes when an editor cancels the upload, is told as deleted, and cancelling again harms nothing", async () => {
    const song = await makeSong();
    const upload = await beginFile(services, band.editor, song, wav);
    const target = { ...song, uploadId: upload.id };
    await cancelUpload(services, band.editor, target);
    expect(await isThere(song.songId)).toBe(false);
    const events = await services.db.songEvent.findMany({ where: { songId: song.songId } });
    expect(events.map((event) => event.type)).toEqual(["song.deleted"]);
    await expect(cancelUpload(services, band.editor, target)).rejects.toMatchObject({ code: "not_found" });
  });

  it("goes when the file is no sound, and every repeat says why", async () => {
    const song = await makeSong();
    const upload = await beginFile(services, band.editor, song, text);
    await sendParts(services, band.editor, upload, text);
    const complete = () => completeUpload(services, band.editor, { ...song, uploadId: upload.id });
    await expect(complete()).rejects.toMatchObject({ reason: "not_audio" });
    expect(await isThere(song.songId)).toBe(false);
    await expect(complete()).rejects.toMatchObject({ reason: "not_audio" });
  });

  it("B12: goes when nobody goes on with the upload", async () => {
    const song = await makeSong();
    await beginFile(services, band.editor, song, wav);
    stack.clock.advance(25 * 60 * 60_000);
    await sweepUploads(services, systemScope);
    stack.clock.set(new Date());
    expect(await isThere(song.songId)).toBe(false);
  });

  it("B7: stays when it was made by hand before, or by somebody else", async () => {
    const byHand = await makeSong();
    stack.clock.advance(61_000);
    const first = await beginFile(services, band.editor, byHand, wav);
    await cancelUpload(services, band.editor, { ...byHand, uploadId: first.id });
    expect(await isThere(byHand.songId)).toBe(true);
    stack.clock.set(new Date());
    const others = await makeSong();
    const second = await beginFile(services, band.owner, others, wav);
    await cancelUpload(services, band.owner, { ...others, uploadId: second.id });
    expect(await isThere(others.songId)).toBe(true);
  });

  it("stays with the take a bandmate added meanwhile, also a deleted one", async () => {
    const song = await makeSong();
    const upload = await beginFile(services, band.editor, song, wav);
    const { version } = await uploadFile(services, band.owner, song, wav);
    await deleteVersion(services, band.owner, { ...song, versionId: version?.id ?? "" });
    await cancelUpload(services, band.editor, { ...song, uploadId: upload.id });
    expect(await isThere(song.songId)).toBe(true);
  });

  it("stays while another upload goes on; goes with the last of them, also when all end at once", async () => {
    const song = await makeSong();
    const begin = () => beginFile(services, band.editor, song, wav);
    const uploads = [await begin(), await begin(), await begin()];
    const cancel = (upload?: { id: string }) =>
      cancelUpload(services, band.editor, { ...song, uploadId: upload?.id ?? "" });
    await cancel(uploads[0]);
    expect(await isThere(song.songId)).toBe(true);
    // Who comes second may find the song gone, and with it nothing to cancel.
    await Promise.allSettled([cancel(uploads[1]), cancel(uploads[2])]);
    const rows = await services.db.upload.findMany({ where: { songId: song.songId } });
    expect(rows.map((row) => row.state)).toEqual(["cancelled", "cancelled", "cancelled"]);
    expect(await isThere(song.songId)).toBe(false);
  });

  it("a cancel that comes after the take has arrived takes nothing", async () => {
    const song = await makeSong();
    const stored = await uploadFile(services, band.editor, song, wav);
    const cancel = cancelUpload(services, band.editor, { ...song, uploadId: stored.id });
    await expect(cancel).rejects.toMatchObject({ reason: "upload_stored" });
    expect((await readSong(services, band.owner, song)).versions).toHaveLength(1);
  });

  it("is told as deleted once when the owner deleted it first", async () => {
    const song = await makeSong();
    const upload = await beginFile(services, band.editor, song, wav);
    await deleteSong(services, band.owner, song);
    const complete = completeUpload(services, band.editor, { ...song, uploadId: upload.id });
    await expect(complete).rejects.toMatchObject({ reason: "song_deleted" });
    expect(await services.db.songEvent.count({ where: { songId: song.songId, type: "song.deleted" } })).toBe(1);
  });
});
