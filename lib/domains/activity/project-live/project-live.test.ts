import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import type { PersonActor } from "@/lib/access/actor";
import { createComment } from "@/lib/domains/comments/commands";
import { putProjectCover } from "@/lib/domains/covers/commands";
import { addMember, type Band, createBand, makeWav, uploadFile } from "@/lib/domains/projects/band.fixture";
import { createProject, deleteProject, updateProject } from "@/lib/domains/projects/commands";
import { createSong, deleteSong, updateSong } from "@/lib/domains/songs/commands";
import { moveSong } from "@/lib/domains/songs/moving/commands";
import { placeSong } from "@/lib/domains/songs/ordering/commands";
import { readSong } from "@/lib/domains/songs/reads";
import { restore } from "@/lib/domains/trash/commands";
import { makePicture } from "@/lib/pictures/testing/make-picture";
import type { Services } from "@/lib/services";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { openProjectStream, readProjectState } from "./reads";
import type { ProjectChanged } from "./schema";

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

async function follow(actor: PersonActor, after: string | null = null, projectId = band.projectId) {
  const stream = await openProjectStream(services, actor, projectId, after);
  onTestFinished(() => stream.leave());
  return stream;
}

/** What the next event says, within two seconds. */
async function next(stream: {
  events: AsyncGenerator<ProjectChanged, void>;
}): Promise<ProjectChanged | "end" | "none"> {
  const late = new Promise<"none">((resolve) => setTimeout(() => resolve("none"), 2_000));
  const read = stream.events.next().then(({ done, value }) => (done || !value ? "end" : value));
  return await Promise.race([read, late]);
}

const SONGS = expect.objectContaining({ parts: ["songs"] }) as unknown;
const PROJECT = expect.objectContaining({ parts: ["project"] }) as unknown;

describe("a project's stream", () => {
  it("B308: tells of new, renamed, staged, ordered, deleted and restored songs, and of the project itself", async () => {
    const stream = await follow(band.listener);
    const song = await createSong(services, band.owner, band.projectId, { name: "Second" });
    expect(await next(stream)).toEqual(SONGS);
    await updateSong(services, band.editor, band, { name: "Harbour" });
    expect(await next(stream)).toEqual(SONGS);
    await updateSong(services, band.editor, band, { stage: "mix" });
    expect(await next(stream)).toEqual(SONGS);
    await placeSong(services, band.editor, { ...band, songId: song.id }, { beforeSongId: null });
    expect(await next(stream)).toEqual(SONGS);
    await deleteSong(services, band.owner, { ...band, songId: song.id });
    expect(await next(stream)).toEqual(SONGS);
    await restore(services, band.owner, { itemId: song.id });
    expect(await next(stream)).toEqual(SONGS);
    await updateProject(services, band.owner, band.projectId, { description: "The second album." });
    expect(await next(stream)).toEqual(PROJECT);
    await updateProject(services, band.owner, band.projectId, { isArchived: true });
    expect(await next(stream)).toEqual(PROJECT);
  });

  it("B308: tells of takes and comments, which change a list's figures", async () => {
    await uploadFile(services, band.editor, band, makeWav(0.2));
    const [version] = (await readSong(services, band.owner, band)).versions;
    const stream = await follow(band.listener);
    const input = { versionId: version?.id ?? "", body: "Late.", startSec: 0.1, endSec: null };
    await createComment(services, band.commenter, band, input);
    expect(await next(stream)).toEqual(SONGS);
  });

  it("B308, B322: tells of a project's picture, given and taken off", async () => {
    const stream = await follow(band.listener);
    const picture = await makePicture({});
    await putProjectCover(services, band.owner, band, () => Promise.resolve(picture));
    expect(await next(stream)).toEqual(PROJECT);
    await updateProject(services, band.owner, band.projectId, { coverId: null });
    expect(await next(stream)).toEqual(PROJECT);
  });

  it("B308: a song that moves is told in both projects", async () => {
    const to = await createProject(services, band.owner, { name: "Live" });
    const [from, there] = [await follow(band.listener), await follow(band.owner, null, to.id)];
    await moveSong(services, band.owner, band, { projectId: to.id });
    expect(await next(from)).toEqual(SONGS);
    expect(await next(there)).toEqual(SONGS);
  });

  it("B308: a page that has what there is reads nothing anew; one that missed something is told of a gap", async () => {
    const state = await readProjectState(services, band.listener, band.projectId);
    expect((await follow(band.listener, state)).ready).toEqual({ state, hasGap: false });
    await updateSong(services, band.editor, band, { name: "Harbour" });
    expect((await follow(band.listener, state)).ready.hasGap).toBe(true);
    expect((await follow(band.listener, "made up")).ready.hasGap).toBe(true);
    const { ready } = await follow(band.listener);
    await updateSong(services, band.editor, band, { name: "First song" });
    expect((await follow(band.listener, ready.state)).ready.hasGap).toBe(true);
  });

  it("B308: what changes nothing, and what happens elsewhere, is not told", async () => {
    const stream = await follow(band.listener);
    await updateProject(services, band.owner, band.projectId, { name: "Album" });
    const other = await createProject(services, band.owner, { name: "Other" });
    await createSong(services, band.owner, other.id, { name: "Elsewhere" });
    await updateSong(services, band.owner, band, { name: "First song" });
    expect(await next(stream)).toBe("none");
  });

  it("B308: many changes at once are told in no more events than changes, and the last tells the end", async () => {
    const stream = await follow(band.listener);
    const [a, b] = [await follow(band.owner), await follow(band.editor)];
    await Promise.all(
      Array.from({ length: 10 }, (_, i) => createSong(services, band.owner, band.projectId, { name: `Song ${i}` })),
    );
    const end = await readProjectState(services, band.owner, band.projectId);
    for (const follower of [stream, a, b]) {
      let last: Awaited<ReturnType<typeof next>> = "none";
      let count = 0;
      while (typeof last === "string" ? count === 0 : last.state !== end) {
        last = await next(follower);
        count++;
      }
      expect(last).toMatchObject({ state: end });
      expect(count).toBeLessThanOrEqual(10);
    }
  });
});

describe("who may follow", () => {
  it("B309: a member and one who has a single song of it; no stranger", async () => {
    await expect(follow(band.stranger)).rejects.toMatchObject({ code: "not_found" });
    await addMember(services, band.stranger, { songId: band.songId }, "listener");
    const stream = await follow(band.stranger);
    await updateSong(services, band.editor, band, { stage: "mix" });
    expect(await next(stream)).toEqual(SONGS);
    await deleteSong(services, band.owner, band);
    for (let read = await next(stream); read !== "end"; read = await next(stream)) expect(read).toEqual(SONGS);
  });

  it("B309: ends with the membership, the credential or the project, within two seconds", async () => {
    const { accountId, credentialId } = band.listener;
    const byMembership = await follow(band.listener);
    await services.db.membership.deleteMany({ where: { accountId } });
    expect(await next(byMembership)).toBe("end");
    await addMember(services, band.listener, { projectId: band.projectId }, "listener");
    const bySession = await follow(band.listener);
    await services.db.session.update({ where: { id: credentialId }, data: { revokedAt: services.clock.now() } });
    expect(await next(bySession)).toBe("end");
    const byProject = await follow(band.editor);
    await deleteProject(services, band.owner, band.projectId);
    expect(await next(byProject)).toBe("end");
  });
});
