import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { systemScope } from "@/lib/access/system-scope";
import { createId } from "@/lib/core/ids";
import { type Band, createBand, makeWav, uploadFile } from "@/lib/domains/projects/band.fixture";
import { createProject, deleteProject } from "@/lib/domains/projects/commands";
import { createSong, deleteSong } from "@/lib/domains/songs/commands";
import { moveSong } from "@/lib/domains/songs/moving/commands";
import { discard, restore } from "@/lib/domains/trash/commands";
import { deleteVersion } from "@/lib/domains/versions/commands";
import type { Services } from "@/lib/services";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { beginUpload, cancelUpload } from "../commands";
import { UPLOAD_LIFETIME_MS } from "../rules";
import { sweepUploads } from "../sweeping/commands";
import { readStorageUse } from "./reads";

const GIB = 1024 ** 3;
const FULL = { code: "conflict", reason: "project_full" };
let stack: TestStack;
let services: Services;
let band: Band;

beforeAll(async () => {
  stack = await startTestStack({ env: { SEGNO_PROJECT_QUOTA_GIB: "2", SEGNO_ACCOUNT_QUOTA_GIB: "3" } });
  services = stack.services;
});
afterAll(() => stack.close());
beforeEach(async () => {
  band = await createBand(services);
});

type Place = { projectId: string; songId: string };
const announce = (sizeBytes: number, where: Place = band, idempotencyKey = createId()) =>
  beginUpload(services, band.owner, where, { fileName: "a.wav", sizeBytes, contentType: "audio/wav", idempotencyKey });
const use = async () => (await readStorageUse(services, band.owner)).usedBytes;

/** Another project of the same owner, with a song. */
async function makeOther(): Promise<Place> {
  const project = await createProject(services, band.owner, { name: "Other" });
  const song = await createSong(services, band.owner, project.id, { name: "Song" });
  return { projectId: project.id, songId: song.id };
}

describe("B301: room for takes", () => {
  it("is reserved when a file is announced, to the last byte, and never beyond it, twenty at once", async () => {
    const answers = await Promise.allSettled(Array.from({ length: 20 }, () => announce(0.25 * GIB)));
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(8);
    for (const answer of answers) if (answer.status === "rejected") expect(answer.reason).toMatchObject(FULL);
    expect(await use()).toBe(2 * GIB);
    expect(await services.db.upload.count({ where: { projectId: band.projectId } })).toBe(8);
    await expect(announce(1)).rejects.toThrow("This project has 0 KB of 2.15 GB left. Delete versions");
  });

  it("is asked for once by one key, also when there is none left", async () => {
    const key = createId();
    const { id } = await announce(2 * GIB, band, key);
    expect((await announce(2 * GIB, band, key)).id).toBe(id);
    expect(await use()).toBe(2 * GIB);
  });

  it("is counted for the owner over all projects, whoever uploads, at the same time", async () => {
    const other = await makeOther();
    const answers = await Promise.allSettled([band, other].map((where) => announce(2 * GIB, where)));
    const refused = answers.flatMap((answer) => (answer.status === "rejected" ? [answer.reason] : []));
    expect(refused).toEqual([expect.objectContaining({ code: "conflict", reason: "owner_full" })]);
    expect(await use()).toBe(2 * GIB);
  });

  it("comes back with an upload that is cancelled, or that nobody goes on with", async () => {
    // A song that holds something stays when an upload of it ends.
    const wav = makeWav(0.2);
    await uploadFile(services, band.owner, band, wav);
    const rest = 2 * GIB - wav.length;
    const { id: uploadId } = await announce(rest);
    await cancelUpload(services, band.owner, { ...band, uploadId });
    await announce(rest);
    stack.clock.advance(UPLOAD_LIFETIME_MS + 1);
    await sweepUploads(services, systemScope);
    expect(await use()).toBe(wav.length);
    await announce(rest);
  });

  it("is taken by what lies in the trash, until that is deleted for good", async () => {
    const wav = makeWav(0.2);
    const { version } = await uploadFile(services, band.owner, band, wav);
    const versionId = version?.id ?? "";
    await deleteVersion(services, band.owner, { ...band, versionId });
    expect(await readStorageUse(services, band.owner)).toMatchObject({
      ...{ usedBytes: wav.length, trashBytes: wav.length, quotaBytes: 3 * GIB, projectQuotaBytes: 2 * GIB },
      projects: [
        { id: band.projectId, name: "Album", isDeleted: false, usedBytes: wav.length, trashBytes: wav.length },
      ],
    });
    await expect(announce(2 * GIB)).rejects.toMatchObject(FULL);
    await discard(services, band.owner, { itemId: versionId });
    expect(await use()).toBe(0);
    await announce(2 * GIB);
  });

  it("is free again with a song or a project that was deleted for good; what is brought back is never refused", async () => {
    const other = await makeOther();
    await announce(2 * GIB, other);
    await deleteSong(services, band.owner, other);
    await expect(announce(2 * GIB)).rejects.toMatchObject({ reason: "owner_full" });
    await discard(services, band.owner, { itemId: other.songId });
    await announce(2 * GIB);
    await deleteProject(services, band.owner, band.projectId);
    expect(await use()).toBe(2 * GIB);
    await restore(services, band.owner, { itemId: band.projectId });
    await deleteProject(services, band.owner, band.projectId);
    await discard(services, band.owner, { itemId: band.projectId });
    expect(await use()).toBe(0);
  });

  it("is asked for where a song is moved to; within one owner's projects only by the project", async () => {
    const other = await makeOther();
    await announce(1.5 * GIB);
    await announce(1.5 * GIB, other);
    const move = (to: string) => moveSong(services, band.owner, band, { projectId: to });
    await expect(move(other.projectId)).rejects.toMatchObject(FULL);
    expect(await use()).toBe(3 * GIB);
    const empty = await createProject(services, band.owner, { name: "Empty" });
    const moved = await move(empty.id);
    const theirs = await createBand(services);
    const { accountId } = band.owner;
    await services.db.membership.create({ data: { accountId, projectId: theirs.projectId, role: "editor" } });
    const file = { fileName: "a.wav", sizeBytes: 2 * GIB, contentType: "audio/wav", idempotencyKey: createId() };
    const second = await createProject(services, theirs.owner, { name: "Second" });
    const song = await createSong(services, theirs.owner, second.id, { name: "Song" });
    await beginUpload(services, theirs.owner, { projectId: second.id, songId: song.id }, file);
    const at = { projectId: moved.projectId, songId: moved.id };
    await expect(moveSong(services, band.owner, at, { projectId: theirs.projectId })).rejects.toMatchObject({
      reason: "owner_full",
    });
    expect(await use()).toBe(3 * GIB);
  });

  it("of others is nobody's to see", async () => {
    await announce(GIB);
    expect(await readStorageUse(services, band.editor)).toMatchObject({ usedBytes: 0, projects: [] });
    await expect(readStorageUse(services, null)).rejects.toMatchObject({ code: "unauthenticated" });
  });
});
