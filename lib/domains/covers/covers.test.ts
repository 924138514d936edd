import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { systemScope } from "@/lib/access/system-scope";
import { DELETED_KEPT_MS } from "@/lib/core/kept-deleted";
import { buildCoverKey } from "@/lib/core/object-keys";
import { type Band, createBand } from "@/lib/domains/projects/band.fixture";
import { deleteProject, updateProject } from "@/lib/domains/projects/commands";
import { readProject } from "@/lib/domains/projects/reads";
import { deleteSong, updateSong } from "@/lib/domains/songs/commands";
import { listSongs, readSong } from "@/lib/domains/songs/reads";
import { removeOrphans } from "@/lib/domains/uploads/orphans/commands";
import { readStorageUse } from "@/lib/domains/uploads/quota/reads";
import { BLUE, makePicture, RED, readColor } from "@/lib/pictures/testing/make-picture";
import type { Services } from "@/lib/services";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { purgeCovers, putProjectCover, putSongCover } from "./commands";
import { openProjectCover, openSongCover } from "./reads";

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

type Person = Band["owner"];
const give = async (bytes: Buffer, on = services, person: Person = band.editor) =>
  (await putSongCover(on, person, band, () => Promise.resolve(bytes))).coverId;
const giveProject = async (bytes: Buffer, person: Person = band.editor) =>
  (await putProjectCover(services, person, band, () => Promise.resolve(bytes))).coverId;
const shown = async () => (await readSong(services, band.listener, band)).coverId;
const choose = (coverId: string | null, person: Person = band.editor) =>
  updateSong(services, person, band, { coverId });
const look = async (coverId: string, size: "small" | "large" = "small") =>
  await (await openSongCover(services, band.listener, { ...band, coverId }, size)).load();
const isStored = async (coverId: string) =>
  (await services.storage.head(buildCoverKey({ projectId: band.projectId, coverId }, "small"))) !== null;
const events = () => services.db.songEvent.findMany({ where: { songId: band.songId }, orderBy: { seq: "asc" } });

describe("B322: a cover", () => {
  it("is none at first; a picture that an editor gives is seen by all who may, in both sizes, and told live", async () => {
    expect(await shown()).toBeNull();
    const coverId = await give(red);
    expect(await shown()).toBe(coverId);
    expect((await listSongs(services, band.listener, band.projectId, { limit: 10 })).items[0]).toMatchObject({
      coverId,
    });
    expect((await readColor(await look(coverId), 0.5, 0.5)).r).toBeGreaterThan(200);
    expect((await look(coverId, "large")).byteLength).toBeGreaterThan((await look(coverId)).byteLength);
    expect((await events()).at(-1)).toMatchObject({ type: "song.changed", payload: { coverId } });
  });

  it("is changed and taken off, and each comes back by Undo, for a month and no longer", async () => {
    const [first, second] = [await give(red), await give(blue)];
    expect(await shown()).toBe(second);
    await choose(first);
    expect(await shown()).toBe(first);
    await choose(null);
    expect(await shown()).toBeNull();
    await choose(second);
    stack.clock.advance(DELETED_KEPT_MS + 1);
    const wanted = await services.db.cover.count({ where: { songId: band.songId } });
    expect(wanted).toBe(2);
    await purgeCovers(services, systemScope);
    expect([await isStored(first), await isStored(second), await shown()]).toEqual([false, true, second]);
    await expect(choose(first)).rejects.toMatchObject({ reason: "unknown_cover", fields: [{ field: "coverId" }] });
    expect(await shown()).toBe(second);
  });

  it("is the same when the same picture comes again, after a lost answer or at once", async () => {
    const coverId = await give(red);
    expect([await give(red), await shown()]).toEqual([coverId, coverId]);
    const at = (await events()).length;
    const ids = new Set(await Promise.all([1, 2, 3, 4].map(() => give(blue))));
    expect([...ids]).toEqual([await shown()]);
    expect((await events()).length).toBe(at + 1);
  });

  it("goes with one of its own only, and of nobody else's", async () => {
    const other = await createBand(services);
    const theirs = (await putSongCover(services, other.editor, other, () => Promise.resolve(red))).coverId;
    const projects = await giveProject(red);
    for (const foreign of [theirs, projects]) {
      await expect(choose(foreign)).rejects.toMatchObject({ reason: "unknown_cover" });
      await expect(look(foreign)).rejects.toMatchObject({ code: "not_found" });
    }
    const own = await give(red);
    const ofProject = { projectId: band.projectId, coverId: own };
    await expect(openProjectCover(services, band.owner, ofProject, "small")).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(updateProject(services, band.owner, band.projectId, { coverId: own })).rejects.toMatchObject({
      reason: "unknown_cover",
    });
  });

  it("is read from nobody who may not give it", async () => {
    const read = () => Promise.reject(new Error("was read"));
    await expect(putSongCover(services, band.listener, band, read)).rejects.toMatchObject({ code: "forbidden" });
    await expect(putProjectCover(services, band.listener, band, read)).rejects.toMatchObject({ code: "forbidden" });
    const unverified = { ...band.editor, isVerified: false };
    await expect(putSongCover(services, unverified, band, read)).rejects.toMatchObject({ code: "forbidden" });
  });

  it("of a project is its members', and changes by the same ways", async () => {
    const coverId = await giveProject(red);
    expect(await readProject(services, band.listener, band.projectId)).toMatchObject({ coverId });
    const { load } = await openProjectCover(services, band.listener, { ...band, coverId }, "large");
    expect((await readColor(await load(), 0.5, 0.5)).r).toBeGreaterThan(200);
    expect(await updateProject(services, band.owner, band.projectId, { coverId: null })).toMatchObject({
      coverId: null,
    });
    expect(await updateProject(services, band.owner, band.projectId, { coverId })).toMatchObject({ coverId });
  });
});

describe("B323: a cover's bytes", () => {
  it("that storage did not take leave the cover of before, and nothing for ever", async () => {
    const before = await give(red);
    const storage = { ...services.storage, put: () => Promise.reject(new Error("the process died here")) };
    await expect(give(blue, { ...services, storage })).rejects.toThrow("died");
    expect(await shown()).toBe(before);
    expect(await services.db.cover.count({ where: { songId: band.songId } })).toBe(2);
    stack.clock.advance(DELETED_KEPT_MS + 1);
    await purgeCovers(services, systemScope);
    expect(await services.db.cover.count({ where: { songId: band.songId } })).toBe(1);
  });

  it("go with a song and a project that were deleted a month ago; a death in between leaves them to the sweeper", async () => {
    const [own, projects] = [await give(red), await giveProject(blue)];
    await deleteSong(services, band.owner, band);
    expect(await isStored(own)).toBe(true);
    stack.clock.advance(DELETED_KEPT_MS + 1);
    const storage = { ...services.storage, delete: () => Promise.reject(new Error("the process died here")) };
    await expect(purgeCovers({ ...services, storage }, systemScope)).rejects.toThrow("died");
    await purgeCovers(services, systemScope);
    expect([await isStored(own), await isStored(projects)]).toEqual([true, true]);
    // Storage's own clock is not the test's: what it holds is a month old by now.
    await removeOrphans(services, systemScope, null);
    expect([await isStored(own), await isStored(projects)]).toEqual([false, true]);
    await deleteProject(services, band.owner, band.projectId);
    stack.clock.advance(DELETED_KEPT_MS + 1);
    await purgeCovers(services, systemScope);
    expect(await isStored(projects)).toBe(false);
  });

  it("count for the room there is, also while they can come back", async () => {
    const sum = async () =>
      (await services.db.cover.aggregate({ _sum: { sizeBytes: true }, where: { projectId: band.projectId } }))._sum
        .sizeBytes;
    const use = async () => await readStorageUse(services, band.owner);
    await give(red);
    await giveProject(red);
    expect((await use()).projects.find(({ id }) => id === band.projectId)).toMatchObject({
      usedBytes: await sum(),
      trashBytes: 0,
    });
    await choose(null);
    const after = (await use()).projects.find(({ id }) => id === band.projectId);
    expect(after?.usedBytes).toBe(await sum());
    expect(after?.trashBytes).toBeGreaterThan(0);
    const config = { ...services.config, quotas: { projectBytes: (after?.usedBytes ?? 0) + 1, accountBytes: null } };
    await expect(give(blue, { ...services, config })).rejects.toMatchObject({ reason: "project_full" });
    expect(await shown()).toBeNull();
  });
});
