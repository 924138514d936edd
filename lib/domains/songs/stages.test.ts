import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Band, createBand } from "@/lib/domains/projects/band.fixture";
import type { Services } from "@/lib/services";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { deleteSong, updateSong } from "./commands";
import { listSongs, readSong } from "./reads";
import { updateSongSchema } from "./schema";

let stack: TestStack;
let services: Services;
let band: Band;

beforeAll(async () => {
  stack = await startTestStack();
  services = stack.services;
});
afterAll(() => stack.close());
beforeEach(async () => {
  band = await createBand(services);
});

const readEvents = () =>
  services.db.songEvent.findMany({
    where: { songId: band.songId },
    orderBy: { seq: "asc" },
    select: { type: true, payload: true },
  });
const readNotices = () =>
  services.db.notification.findMany({ where: { songId: band.songId }, select: { readerId: true, payload: true } });

describe("a song's stage", () => {
  it("B270: is set by an editor, shown in song and list, told live and to everybody else", async () => {
    expect((await readSong(services, band.listener, band)).stage).toBeNull();
    await updateSong(services, band.editor, band, { stage: "demo" });
    expect((await readSong(services, band.listener, band)).stage).toBe("demo");
    const [item] = (await listSongs(services, band.listener, band.projectId, { limit: 10 })).items;
    expect(item?.stage).toBe("demo");
    expect(await readEvents()).toEqual([{ type: "song.changed", payload: { stage: "demo" } }]);
    const notices = await readNotices();
    const others = [band.owner, band.commenter, band.listener].map(({ accountId }) => accountId);
    expect(notices.map(({ readerId }) => readerId).sort()).toEqual(others.sort());
    expect(notices[0]?.payload).toEqual({ excerpt: "Demo" });
  });

  it("B270: set again, or by two at once, is told once; taken off, it is no news", async () => {
    const set = () => updateSong(services, band.editor, band, { stage: "mix" });
    await Promise.all([set(), set(), updateSong(services, band.owner, band, { stage: "mix" })]);
    await set();
    expect(await readEvents()).toHaveLength(1);
    expect(new Set((await readNotices()).map(({ readerId }) => readerId)).size).toBe((await readNotices()).length);
    await updateSong(services, band.editor, band, { stage: null });
    expect(await readEvents()).toEqual([expect.anything(), { type: "song.changed", payload: { stage: null } }]);
    expect(await readNotices()).toHaveLength(3);
  });

  it("changes with the name in one go, and leaves what is not given", async () => {
    await updateSong(services, band.editor, band, { name: "Harbour", stage: "master" });
    await updateSong(services, band.editor, band, { name: "Harbour, at last" });
    expect(await readSong(services, band.owner, band)).toMatchObject({ name: "Harbour, at last", stage: "master" });
    const types = (await readEvents()).map(({ type }) => type);
    expect(types).toEqual(["song.renamed", "song.changed", "song.renamed"]);
  });

  it("is not for commenters, strangers or a song that is gone, and no other word", async () => {
    const set = (person: Band["owner"]) => updateSong(services, person, band, { stage: "idea" });
    await expect(set(band.commenter)).rejects.toMatchObject({ code: "forbidden" });
    await expect(set(band.stranger)).rejects.toMatchObject({ code: "not_found" });
    await deleteSong(services, band.owner, band);
    await expect(set(band.editor)).rejects.toMatchObject({ code: "not_found" });
    const refused = updateSongSchema.safeParse({ stage: "final" });
    expect(refused.error?.issues[0]).toMatchObject({ path: ["stage"], message: "One of idea, demo, mix, master." });
    expect(updateSongSchema.safeParse({}).success).toBe(false);
  });
});
