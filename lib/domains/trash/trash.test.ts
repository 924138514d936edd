import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { systemScope } from "@/lib/access/system-scope";
import { DELETED_KEPT_MS } from "@/lib/core/kept-deleted";
import { type Band, createBand, makeWav, uploadFile } from "@/lib/domains/projects/band.fixture";
import { deleteProject } from "@/lib/domains/projects/commands";
import { readProject } from "@/lib/domains/projects/reads";
import { createSong, deleteSong } from "@/lib/domains/songs/commands";
import { readSong } from "@/lib/domains/songs/reads";
import { purgeDeleted } from "@/lib/domains/uploads/purging/commands";
import { deleteVersion } from "@/lib/domains/versions/commands";
import { readVersion } from "@/lib/domains/versions/reads";
import type { Services } from "@/lib/services";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { discard, emptyTrash, restore } from "./commands";
import { readTrash } from "./reads";

const HOUR_MS = 3_600_000;
const NOT_THERE = { code: "not_found", reason: "not_in_trash" };
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

type Person = Band["owner"];
const upload = async (person: Person) => (await uploadFile(services, person, band, makeWav(0.2))).version?.id ?? "";
const list = async (person: Person) => (await readTrash(services, person)).items.map(({ kind, id }) => ({ kind, id }));
const bringBack = (person: Person, itemId: string) => restore(services, person, { itemId });
const versionOf = (versionId: string) => ({ projectId: band.projectId, songId: band.songId, versionId });

describe("the trash", () => {
  it("B250: keeps a song with all that it held, for the owner, who brings it back to everybody", async () => {
    const versionId = await upload(band.editor);
    await deleteSong(services, band.owner, band);
    await expect(readSong(services, band.listener, band)).rejects.toMatchObject({ code: "not_found" });
    const { items } = await readTrash(services, band.owner);
    expect(items).toEqual([
      {
        ...{ kind: "song", id: band.songId, name: "First song", number: null, songName: "First song" },
        ...{ projectId: band.projectId, projectName: "Album", songId: band.songId },
        deletedAt: stack.clock.now().toISOString(),
        keptUntil: new Date(stack.clock.now().getTime() + DELETED_KEPT_MS - HOUR_MS).toISOString(),
        isOwn: true,
      },
    ]);
    for (const person of [band.editor, band.listener, band.stranger]) {
      expect(await list(person)).toEqual([]);
      await expect(bringBack(person, band.songId)).rejects.toMatchObject(NOT_THERE);
    }
    await bringBack(band.owner, band.songId);
    expect((await readSong(services, band.listener, band)).versions.map(({ id }) => id)).toEqual([versionId]);
    expect(await list(band.owner)).toEqual([]);
    await expect(bringBack(band.owner, band.songId)).rejects.toMatchObject(NOT_THERE);
  });

  it("B251: keeps a version for its uploader and the owner, and tells its return to those who look", async () => {
    const versionId = await upload(band.editor);
    await deleteVersion(services, band.editor, versionOf(versionId));
    expect(await list(band.editor)).toEqual([{ kind: "version", id: versionId }]);
    expect(await list(band.owner)).toEqual([{ kind: "version", id: versionId }]);
    expect(await list(band.commenter)).toEqual([]);
    await expect(bringBack(band.commenter, versionId)).rejects.toMatchObject(NOT_THERE);
    const both = await Promise.allSettled([band.editor, band.owner].map((one) => bringBack(one, versionId)));
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await readVersion(services, band.listener, versionOf(versionId))).toMatchObject({ number: 1 });
    const events = await services.db.songEvent.findMany({ where: { songId: band.songId, type: "version.restored" } });
    expect(events).toHaveLength(1);
  });

  it("B251: an uploader who is no editor any more has lost the right to it", async () => {
    const versionId = await upload(band.editor);
    await deleteVersion(services, band.editor, versionOf(versionId));
    const { accountId } = band.editor;
    await services.db.membership.updateMany({ where: { accountId }, data: { role: "listener" } });
    expect(await list(band.editor)).toEqual([]);
    await expect(bringBack(band.editor, versionId)).rejects.toMatchObject(NOT_THERE);
  });

  it("B252: brings back a project; what was deleted in it before stays deleted, and waits until it is back", async () => {
    const versionId = await upload(band.owner);
    const other = await createSong(services, band.owner, band.projectId, { name: "Second" });
    await deleteVersion(services, band.owner, versionOf(versionId));
    await deleteSong(services, band.owner, band);
    await deleteProject(services, band.owner, band.projectId);
    expect(await list(band.owner)).toEqual([{ kind: "project", id: band.projectId }]);
    await expect(bringBack(band.owner, band.songId)).rejects.toMatchObject(NOT_THERE);
    await bringBack(band.owner, band.projectId);
    expect((await readProject(services, band.listener, band.projectId)).songCount).toBe(1);
    expect((await readSong(services, band.listener, { ...band, songId: other.id })).name).toBe("Second");
    expect(await list(band.owner)).toEqual([{ kind: "song", id: band.songId }]);
    await bringBack(band.owner, band.songId);
    expect(await list(band.owner)).toEqual([{ kind: "version", id: versionId }]);
  });

  it("B253: is closed an hour before the bytes go, so that nothing comes back in part", async () => {
    const versionId = await upload(band.owner);
    await deleteSong(services, band.owner, band);
    stack.clock.advance(DELETED_KEPT_MS - HOUR_MS);
    expect(await list(band.owner)).toEqual([{ kind: "song", id: band.songId }]);
    stack.clock.advance(1);
    expect(await list(band.owner)).toEqual([]);
    await expect(bringBack(band.owner, band.songId)).rejects.toMatchObject(NOT_THERE);
    expect(await purgeDeleted(services, systemScope)).toBe(0);
    stack.clock.advance(HOUR_MS);
    expect(await purgeDeleted(services, systemScope)).toBeGreaterThan(0);
    expect(await services.db.version.count({ where: { id: versionId } })).toBe(0);
  });

  it("B300: gives something up for good at once, by the owner alone, and removes its bytes with the next sweep", async () => {
    const [versionId, kept] = [await upload(band.editor), await upload(band.editor)];
    for (const id of [versionId, kept]) await deleteVersion(services, band.editor, versionOf(id));
    expect((await readTrash(services, band.editor)).items.map(({ isOwn }) => isOwn)).toEqual([false, false]);
    for (const person of [band.editor, band.stranger]) {
      await expect(discard(services, person, { itemId: versionId })).rejects.toMatchObject(NOT_THERE);
    }
    const twice = [1, 2].map(() => discard(services, band.owner, { itemId: versionId }));
    expect((await Promise.allSettled(twice)).map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await list(band.owner)).toEqual([{ kind: "version", id: kept }]);
    await expect(bringBack(band.editor, versionId)).rejects.toMatchObject(NOT_THERE);
    expect(await purgeDeleted(services, systemScope)).toBe(1);
    expect(await services.db.version.findMany({ where: { songId: band.songId }, select: { id: true } })).toEqual([
      { id: kept },
    ]);
  });

  it("B300: is emptied of what one's own projects had in it, and of nothing else", async () => {
    const [gone, living] = [await upload(band.owner), await upload(band.owner)];
    const other = await createSong(services, band.owner, band.projectId, { name: "Second" });
    const inOther = { projectId: band.projectId, songId: other.id };
    await uploadFile(services, band.owner, inOther, makeWav(0.2));
    await deleteVersion(services, band.owner, versionOf(gone));
    await deleteSong(services, band.owner, inOther);
    const theirs = await createBand(services);
    await uploadFile(services, theirs.owner, theirs, makeWav(0.2));
    await deleteProject(services, theirs.owner, theirs.projectId);
    await emptyTrash(services, band.stranger);
    await emptyTrash(services, band.owner);
    expect(await list(band.owner)).toEqual([]);
    expect(await list(theirs.owner)).toHaveLength(1);
    expect(await purgeDeleted(services, systemScope)).toBe(2);
    expect((await readSong(services, band.listener, band)).versions.map(({ id }) => id)).toEqual([living]);
  });

  it("has no room for a song that never held anything, and none for somebody not signed in", async () => {
    const empty = await createSong(services, band.owner, band.projectId, { name: "Only a name" });
    await deleteSong(services, band.owner, { projectId: band.projectId, songId: empty.id });
    expect(await list(band.owner)).toEqual([]);
    await bringBack(band.owner, empty.id);
    expect((await readProject(services, band.owner, band.projectId)).songCount).toBe(2);
    await expect(readTrash(services, null)).rejects.toMatchObject({ code: "unauthenticated" });
  });
});
