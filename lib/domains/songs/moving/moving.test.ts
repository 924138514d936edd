import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { systemScope } from "@/lib/access/system-scope";
import { DELETED_KEPT_MS } from "@/lib/core/kept-deleted";
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
import { createProject, deleteProject, updateProject } from "@/lib/domains/projects/commands";
import { completeUpload } from "@/lib/domains/uploads/finishing/commands";
import { purgeDeleted } from "@/lib/domains/uploads/purging/commands";
import { readUpload } from "@/lib/domains/uploads/reads";
import { measureVersion } from "@/lib/domains/versions/analysis/commands";
import { signDownload } from "@/lib/domains/versions/reads";
import type { Services } from "@/lib/services";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { createSong } from "../commands";
import { listSongs, readSong } from "../reads";
import { moveSong } from "./commands";
import { locateSong, previewMove } from "./reads";

const WAV = makeWav(0.1);
const NOT_FOUND = { code: "not_found" };
let stack: TestStack;
let services: Services;
let band: Band;
let guest: Band["owner"];
let solo: string;

beforeAll(async () => {
  stack = await startTestStack();
  services = stack.services;
});
afterAll(() => stack.close());
beforeEach(async () => {
  band = await createBand(services);
  guest = await createPerson(services, "Gil Guest");
  await addMember(services, guest, { songId: band.songId }, "commenter");
  solo = (await createProject(services, band.owner, { name: "Solo" })).id;
  // The commenter is in both; the stranger in the new one alone.
  await addMember(services, band.commenter, { projectId: solo }, "listener");
  await addMember(services, band.stranger, { projectId: solo }, "listener");
});

type Person = Band["owner"];
const move = (person: Person, projectId = solo) => moveSong(services, person, band, { projectId });
const there = () => ({ projectId: solo, songId: band.songId });
const canOpen = (person: Person) =>
  readSong(services, person, there()).then(
    () => true,
    () => false,
  );

describe("a song that moves to another project", () => {
  it("B278: tells before who loses it, who gets it and whose right is another; those who have it by itself keep it", async () => {
    const { changes } = await previewMove(services, band.owner, band, { projectId: solo });
    expect(changes.map(({ person, before, after }) => [person.name, before, after])).toEqual([
      ["Carla Commenter", "commenter", "listener"],
      ["Eddie Editor", "editor", null],
      ["Lars Listener", "listener", null],
      ["Sam Stranger", null, "listener"],
    ]);
    await move(band.owner);
    const people = [band.owner, band.commenter, band.stranger, guest, band.editor, band.listener];
    expect(await Promise.all(people.map(canOpen))).toEqual([true, true, true, true, false, false]);
    await expect(readSong(services, band.owner, band)).rejects.toMatchObject(NOT_FOUND);
    expect(await readSong(services, guest, there())).toMatchObject({ role: "commenter", projectName: "Solo" });
    const { items } = await listSongs(services, band.stranger, solo, { limit: 10 });
    expect(items.map(({ id }) => id)).toEqual([band.songId]);
  });

  it("B279: is told live and to those who can open it now, in one go", async () => {
    await move(band.owner);
    const events = await services.db.songEvent.findMany({ where: { songId: band.songId } });
    expect(events.at(-1)).toMatchObject({ type: "song.moved", payload: { projectId: solo, projectName: "Solo" } });
    const notices = await services.db.notification.findMany({ where: { songId: band.songId, kind: "song.moved" } });
    const told = [band.commenter, band.stranger, guest].map(({ accountId }) => accountId);
    expect(notices.map(({ readerId }) => readerId).sort()).toEqual(told.sort());
  });

  it("B279: goes to one project when two move it at once", async () => {
    const other = (await createProject(services, band.owner, { name: "Other" })).id;
    const both = await Promise.allSettled([move(band.owner), move(band.owner, other)]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const events = await services.db.songEvent.count({ where: { songId: band.songId, type: "song.moved" } });
    expect(events).toBe(1);
  });

  it("B280: takes with it an upload that is under way, under the address that it began with", async () => {
    const begun = await beginFile(services, band.owner, band, WAV);
    const address = { ...band, uploadId: begun.id };
    await move(band.owner);
    await sendParts(services, band.owner, { ...begun, projectId: band.projectId }, WAV);
    expect((await readUpload(services, band.owner, address)).state).toBe("open");
    const done = await completeUpload(services, band.owner, address);
    expect(done).toMatchObject({ projectId: solo, version: { number: 1, projectName: "Solo" } });
    const told = await services.db.notification.findMany({ where: { kind: "version.uploaded", songId: band.songId } });
    expect(told.map(({ readerId }) => readerId)).toContain(band.stranger.accountId);
    expect(told.map(({ readerId }) => readerId)).not.toContain(band.listener.accountId);
  });

  it("B280: ends an upload of who can't upload there, and tells nobody of elsewhere where the song is", async () => {
    const begun = await beginFile(services, band.editor, band, WAV);
    await move(band.owner);
    const address = { ...band, uploadId: begun.id };
    await expect(completeUpload(services, band.editor, address)).rejects.toMatchObject(NOT_FOUND);
    await expect(readUpload(services, guest, address)).rejects.toMatchObject({ code: "forbidden" });
    expect(await locateSong(services, band.editor, band)).toMatchObject({ projectId: band.projectId });
    expect(await locateSong(services, guest, band)).toMatchObject({ projectId: solo });
    expect(await locateSong(services, guest, { ...band, songId: "nonsense" })).toMatchObject({ songId: "nonsense" });
  });

  it("B281: keeps its bytes when the project it came from is deleted, and loses them with the one it is in", async () => {
    const { version } = await uploadFile(services, band.owner, band, WAV);
    const target = { ...there(), versionId: version?.id ?? "" };
    await move(band.owner);
    await deleteProject(services, band.owner, band.projectId);
    stack.clock.advance(DELETED_KEPT_MS + 1);
    await purgeDeleted(services, systemScope);
    const owner = { ...band.owner };
    const response = await fetch(await signDownload(services, owner, target));
    expect(Buffer.from(await response.arrayBuffer()).equals(WAV)).toBe(true);
    await deleteProject(services, owner, solo);
    stack.clock.advance(DELETED_KEPT_MS + 1);
    expect(await purgeDeleted(services, systemScope)).toBeGreaterThan(0);
    expect(await services.db.version.count({ where: { songId: band.songId } })).toBe(0);
  });

  it("B281: is looked at for the very same file where it is, not where its upload began", async () => {
    const first = await uploadFile(services, band.owner, band, WAV);
    await measureVersion(services, systemScope, { versionId: first.version?.id ?? "" });
    const other = await createSong(services, band.owner, band.projectId, { name: "Copy" });
    const copy = await uploadFile(services, band.owner, { ...band, songId: other.id }, WAV);
    await moveSong(services, band.owner, { ...band, songId: other.id }, { projectId: solo });
    await measureVersion(services, systemScope, { versionId: copy.version?.id ?? "" });
    const row = await services.db.version.findUniqueOrThrow({ where: { id: copy.version?.id ?? "" } });
    expect(row.sha256).not.toBeNull();
    expect(row.sameAsId).toBeNull();
  });

  it("leaves no word of the very same file in the other project", async () => {
    const first = await uploadFile(services, band.owner, band, WAV);
    const other = await createSong(services, band.owner, band.projectId, { name: "Copy" });
    const copy = await uploadFile(services, band.owner, { ...band, songId: other.id }, WAV);
    const data = { sameAsId: first.version?.id ?? "" };
    await services.db.version.update({ where: { id: copy.version?.id ?? "" }, data });
    await move(band.owner);
    const row = await services.db.version.findUniqueOrThrow({ where: { id: copy.version?.id ?? "" } });
    expect(row.sameAsId).toBeNull();
  });

  it("B278: is its owner's to move, to where they may add songs, and not into the archive or where it is", async () => {
    await expect(move(band.editor)).rejects.toMatchObject({ code: "forbidden" });
    await expect(move(band.stranger)).rejects.toMatchObject(NOT_FOUND);
    await expect(move(band.owner, band.projectId)).rejects.toMatchObject({ reason: "same_project" });
    const foreign = await createBand(services);
    await expect(move(band.owner, foreign.projectId)).rejects.toMatchObject(NOT_FOUND);
    await addMember(services, band.owner, { projectId: foreign.projectId }, "commenter");
    await expect(move(band.owner, foreign.projectId)).rejects.toMatchObject({ code: "forbidden" });
    await updateProject(services, band.owner, solo, { isArchived: true });
    await expect(move(band.owner)).rejects.toMatchObject({ reason: "archived" });
  });
});
