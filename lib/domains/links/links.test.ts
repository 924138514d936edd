import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { hashSecret } from "@/lib/access/tokens";
import { createId } from "@/lib/core/ids";
import {
  addMember,
  type Band,
  createBand,
  createPerson,
  makeWav,
  uploadFile,
} from "@/lib/domains/projects/band.fixture";
import { createProject } from "@/lib/domains/projects/commands";
import { createSong, deleteSong } from "@/lib/domains/songs/commands";
import type { Services } from "@/lib/services";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { createLink, revokeLink, updateLink } from "./commands";
import { readLinks, readOwnLinks } from "./reads";
import { type CreateLinkInput, createLinkSchema } from "./schema";

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

const make = (input: CreateLinkInput = {}, person = band.editor) =>
  createLink(services, person, { projectId: band.projectId, ...createLinkSchema.parse(input) });
const toSong = () => ({ songIds: [band.songId] });
const inMs = (ms: number) => new Date(services.clock.now().getTime() + ms).toISOString();

describe("who looks after links", () => {
  it("B359: sees all of them in one place, over all projects, and nobody else's", async () => {
    const whole = await make({ label: "all" });
    const one = await make({ ...toSong(), label: "one" });
    const other = await createProject(services, band.editor, { name: "Other" });
    const third = await createLink(services, band.editor, { projectId: other.id, ...createLinkSchema.parse({}) });
    const own = (await readOwnLinks(services, band.editor)).items.map((link) => link.id);
    expect(own).toEqual([third.id, one.id, whole.id]);
    expect((await readOwnLinks(services, band.owner)).items.map((link) => link.id)).toEqual([one.id, whole.id]);
    for (const person of [band.listener, band.commenter, band.stranger]) {
      expect((await readOwnLinks(services, person)).items).toEqual([]);
    }
  });

  it("B359: with a single song, those to that song alone", async () => {
    await make();
    const second = await createSong(services, band.owner, band.projectId, { name: "Second" });
    await make({ songIds: [band.songId, second.id] });
    const one = await make(toSong());
    const helper = await createPerson(services, "Hanna Helper");
    await addMember(services, helper, { songId: band.songId }, "editor");
    const { projectId, songId } = band;
    expect((await readLinks(services, helper, { projectId, songId })).items.map(({ id }) => id)).toEqual([one.id]);
    expect((await readOwnLinks(services, helper)).items.map(({ id }) => id)).toEqual([one.id]);
    await expect(readLinks(services, helper, { projectId })).rejects.toMatchObject({ code: "forbidden" });
    await expect(make({}, helper)).rejects.toMatchObject({ code: "forbidden" });
    await make(toSong(), helper);
    await revokeLink(services, helper, { projectId, linkId: one.id });
    expect((await readLinks(services, helper, { projectId, songId })).items).toHaveLength(1);
  });

  it("changes and ends only what is of their project", async () => {
    const link = await make();
    const other = await createProject(services, band.stranger, { name: "Other" });
    for (const target of [
      { projectId: band.projectId, linkId: link.id },
      { projectId: other.id, linkId: link.id },
    ]) {
      await expect(updateLink(services, band.stranger, target, { canComment: true })).rejects.toMatchObject({
        code: "not_found",
      });
      await expect(revokeLink(services, band.stranger, target)).rejects.toMatchObject({ code: "not_found" });
    }
    const target = { projectId: band.projectId, linkId: link.id };
    await expect(revokeLink(services, band.commenter, target)).rejects.toMatchObject({ code: "forbidden" });
    await revokeLink(services, band.owner, target);
    await expect(revokeLink(services, band.owner, target)).rejects.toMatchObject({ code: "not_found" });
    expect((await readOwnLinks(services, band.owner)).items).toEqual([]);
  });
});

describe("a link's address", () => {
  it("B358: can be copied at any time, while the database keeps a hash alone", async () => {
    const { id, url } = await make();
    const token = url?.split("/").at(-1) ?? "";
    expect(url).toBe(`${services.config.app.url}/l/${token}`);
    expect((await readOwnLinks(services, band.owner)).items[0]?.url).toBe(url);
    const row = await services.db.link.findUniqueOrThrow({ where: { id } });
    expect(row.tokenHash).toBe(hashSecret(token));
    expect(JSON.stringify(row)).not.toContain(token);
    expect(token).not.toContain(id);
  });

  it("B358: is said to be lost, and not made up, once the server has another secret", async () => {
    await make();
    const { app } = services.config;
    const elsewhere = { ...services, config: { ...services.config, app: { ...app, authSecret: "x".repeat(40) } } };
    expect((await readOwnLinks(elsewhere, band.owner)).items[0]?.url).toBeNull();
  });
});

describe("what can't be", () => {
  it.each<[string, () => CreateLinkInput, string]>([
    ["a moment that has passed", () => ({ expiresAt: inMs(-1) }), "expiresAt"],
    ["a version of nobody", () => ({ ...toSong(), pinnedVersionId: createId() }), "pinnedVersionId"],
    ["a version for a whole project", () => ({ pinnedVersionId: createId() }), "pinnedVersionId"],
  ])("is refused by its field: %s", async (_, input, field) => {
    await expect(make(input())).rejects.toMatchObject({ code: "invalid_input", fields: [{ field }] });
    expect((await readOwnLinks(services, band.owner)).items).toEqual([]);
  });

  it("a song of another project, or one that is gone, makes no link", async () => {
    const other = await createProject(services, band.editor, { name: "Other" });
    const foreign = await createSong(services, band.editor, other.id, { name: "Foreign" });
    const gone = await createSong(services, band.owner, band.projectId, { name: "Gone" });
    await deleteSong(services, band.owner, { projectId: band.projectId, songId: gone.id });
    for (const songId of [foreign.id, gone.id, createId()]) {
      await expect(make({ songIds: [songId] })).rejects.toMatchObject({ code: "not_found" });
      await expect(make({ songIds: [band.songId, songId] })).rejects.toMatchObject({ code: "not_found" });
    }
  });

  it("a version of another song is not held on to; one of its own is, and can be let go", async () => {
    const upload = await uploadFile(services, band.editor, band, makeWav(0.1));
    const versionId = upload.version?.id ?? "";
    const second = await createSong(services, band.owner, band.projectId, { name: "Second" });
    const refused = make({ songIds: [second.id], pinnedVersionId: versionId });
    await expect(refused).rejects.toMatchObject({ code: "invalid_input" });
    const link = await make({ ...toSong(), pinnedVersionId: versionId });
    expect(link.pinned).toEqual({ versionId, number: 1 });
    const target = { projectId: band.projectId, linkId: link.id };
    expect((await updateLink(services, band.editor, target, { pinnedVersionId: null })).pinned).toBeNull();
  });
});
