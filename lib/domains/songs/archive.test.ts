import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  addMember,
  type Band,
  beginFile,
  createBand,
  createPerson,
  makeWav,
  sendParts,
  uploadFile,
} from "@/lib/domains/projects/band.fixture";
import { updateProject } from "@/lib/domains/projects/commands";
import { listProjects, readProject } from "@/lib/domains/projects/reads";
import { addTag } from "@/lib/domains/tags/commands";
import { listTagWords } from "@/lib/domains/tags/reads";
import { beginUpload } from "@/lib/domains/uploads/commands";
import { completeUpload } from "@/lib/domains/uploads/finishing/commands";
import { readVersion } from "@/lib/domains/versions/reads";
import type { Services } from "@/lib/services";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { createSong, updateSong } from "./commands";
import { listSongs, readArchive, readHome, readSong } from "./reads";

const ARCHIVED = { code: "conflict", reason: "archived" };
const WAV = makeWav(0.1);
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
const archiveSong = (isArchived: boolean) => updateSong(services, band.editor, band, { isArchived });
const archiveProject = (isArchived: boolean) => updateProject(services, band.editor, band.projectId, { isArchived });
const listIds = async (archived: "yes" | "no") =>
  (await listSongs(services, band.listener, band.projectId, { limit: 10, archived })).items.map(({ id }) => id);
const homeIds = async (person: Person) => (await readHome(services, person)).songs.map(({ id }) => id);
const projectIds = async (person: Person) =>
  (await listProjects(services, person, { limit: 10 })).items.map((p) => p.id);

describe("a song in the archive", () => {
  it("B274: leaves the lists and the words for tags, is counted apart, is still read, and comes back as it was", async () => {
    const version = (await uploadFile(services, band.owner, band, WAV)).version?.id ?? "";
    await addTag(services, band.editor, { ...band, versionId: version }, { name: "shelved" });
    await archiveSong(true);
    expect([await listIds("no"), await listIds("yes")]).toEqual([[], [band.songId]]);
    expect(await homeIds(band.listener)).toEqual([]);
    const words = (await listTagWords(services, band.listener, band.projectId)).items.map(({ name }) => name);
    expect(words).not.toContain("shelved");
    const counts = { songCount: 0, archivedSongCount: 1 };
    expect(await readProject(services, band.listener, band.projectId)).toMatchObject(counts);
    expect((await readArchive(services, band.listener)).songs.map(({ id }) => id)).toEqual([band.songId]);
    expect(await readSong(services, band.listener, band)).toMatchObject({ isArchived: true, isProjectArchived: false });
    await expect(readVersion(services, band.listener, { ...band, versionId: version })).resolves.toBeTruthy();
    await archiveSong(false);
    expect(await listIds("no")).toEqual([band.songId]);
    expect(await homeIds(band.listener)).toEqual([band.songId]);
    const events = await services.db.songEvent.findMany({ where: { songId: band.songId, type: "song.changed" } });
    expect(events.map(({ payload }) => payload)).toEqual([{ isArchived: true }, { isArchived: false }]);
  });

  it("B275: takes no upload, but one that had begun arrives, and its beginning answers again", async () => {
    const key = "archive-key-1";
    const file = { fileName: "take.wav", sizeBytes: WAV.length, contentType: "audio/wav", idempotencyKey: key };
    const begun = await beginUpload(services, band.editor, band, file);
    await archiveSong(true);
    await expect(beginFile(services, band.editor, band, WAV)).rejects.toMatchObject(ARCHIVED);
    expect((await beginUpload(services, band.editor, band, file)).id).toBe(begun.id);
    await sendParts(services, band.editor, begun, WAV);
    const done = await completeUpload(services, band.editor, { ...band, uploadId: begun.id });
    expect(done.version).toMatchObject({ number: 1 });
  });

  it("is shown to those alone who may open it, also where it was given singly", async () => {
    const guest = await createPerson(services, "Gil Guest");
    await addMember(services, guest, { songId: band.songId }, "listener");
    await archiveSong(true);
    expect((await readArchive(services, guest)).songs.map(({ id }) => id)).toEqual([band.songId]);
    expect(await readProject(services, guest, band.projectId)).toMatchObject({ songCount: 0, archivedSongCount: 1 });
    expect(await readArchive(services, band.stranger)).toEqual({ projects: [], songs: [] });
    await expect(updateSong(services, band.commenter, band, { isArchived: false })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(readArchive(services, null)).rejects.toMatchObject({ code: "unauthenticated" });
  });
});

describe("a project in the archive", () => {
  it("B274: leaves the lists with its songs, is still read, and comes back", async () => {
    await archiveProject(true);
    expect(await projectIds(band.listener)).toEqual([]);
    expect(await homeIds(band.listener)).toEqual([]);
    const archive = await readArchive(services, band.listener);
    expect([archive.projects.map(({ id }) => id), archive.songs]).toEqual([[band.projectId], []]);
    expect(await readProject(services, band.listener, band.projectId)).toMatchObject({
      isArchived: true,
      songCount: 1,
    });
    expect(await readSong(services, band.listener, band)).toMatchObject({ isProjectArchived: true, isArchived: false });
    expect(await listIds("no")).toEqual([band.songId]);
    await archiveProject(false);
    expect(await projectIds(band.listener)).toEqual([band.projectId]);
    expect(await homeIds(band.listener)).toEqual([band.songId]);
  });

  it("B275: takes no upload and no new song, and says how to go on", async () => {
    await archiveProject(true);
    await expect(beginFile(services, band.editor, band, WAV)).rejects.toMatchObject(ARCHIVED);
    await expect(createSong(services, band.owner, band.projectId, { name: "New" })).rejects.toMatchObject({
      ...ARCHIVED,
      message: "This lies in the archive. Bring it back from there, then upload.",
    });
    await archiveProject(false);
    expect((await uploadFile(services, band.editor, band, WAV)).version).toMatchObject({ number: 1 });
  });

  it("is laid there by editors, not by others", async () => {
    for (const person of [band.commenter, band.listener]) {
      await expect(updateProject(services, person, band.projectId, { isArchived: true })).rejects.toMatchObject({
        code: "forbidden",
      });
    }
  });
});
