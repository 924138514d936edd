import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Band, createBand, makeWav, uploadFile } from "@/lib/domains/projects/band.fixture";
import { createSong, updateSong } from "@/lib/domains/songs/commands";
import { listSongs, readSong } from "@/lib/domains/songs/reads";
import { addTag } from "@/lib/domains/tags/commands";
import { listTagWords } from "@/lib/domains/tags/reads";
import { restore } from "@/lib/domains/trash/commands";
import type { Services } from "@/lib/services";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { deleteVersion, updateVersion } from "./commands";
import { updateVersionSchema } from "./schema";

let stack: TestStack;
let services: Services;
let band: Band;
let versions: { first: string; second: string };

beforeAll(async () => {
  stack = await startTestStack();
  services = stack.services;
});
afterAll(() => stack.close());
beforeEach(async () => {
  band = await createBand(services);
  versions = { first: await bring(), second: await bring() };
});

const bring = async () => (await uploadFile(services, band.owner, band, makeWav(0.1))).version?.id ?? "";
const target = (versionId: string) => ({ projectId: band.projectId, songId: band.songId, versionId });
const choose = (currentVersionId: string | null) => updateSong(services, band.editor, band, { currentVersionId });
const readItem = async (query = {}) =>
  (await listSongs(services, band.listener, band.projectId, { limit: 10, ...query })).items[0];

describe("the current version", () => {
  it("B271: is the newest until one is chosen, which stays when newer ones come, in lists and searches", async () => {
    await addTag(services, band.editor, target(versions.first), { name: "strings" });
    expect(await readItem()).toMatchObject({ latest: { id: versions.second }, newestNumber: 2 });
    expect(await readItem({ tags: "strings" })).toBeUndefined();
    await choose(versions.first);
    await bring();
    expect(await readItem({ tags: "strings" })).toMatchObject({ latest: { id: versions.first }, newestNumber: 3 });
    const words = await listTagWords(services, band.listener, band.projectId);
    expect(words.items[0]).toMatchObject({ name: "strings", songCount: 1 });
    expect((await readSong(services, band.listener, band)).currentVersionId).toBe(versions.first);
    await choose(null);
    expect(await readItem()).toMatchObject({ latest: { number: 3 } });
  });

  it("B271: one in the trash is none, and is the chosen one again when it is back", async () => {
    await updateSong(services, band.editor, band, {
      currentVersionId: versions.first,
      masterVersionId: versions.first,
    });
    await deleteVersion(services, band.owner, target(versions.first));
    expect(await readSong(services, band.listener, band)).toMatchObject({
      currentVersionId: null,
      masterVersionId: null,
    });
    expect(await readItem()).toMatchObject({ latest: { id: versions.second } });
    await restore(services, band.owner, { itemId: versions.first });
    expect(await readSong(services, band.listener, band)).toMatchObject({
      ...{ currentVersionId: versions.first, masterVersionId: versions.first },
    });
    expect(await readItem()).toMatchObject({ latest: { id: versions.first } });
    await services.db.version.delete({ where: { id: versions.first } });
    const row = await services.db.song.findUniqueOrThrow({ where: { id: band.songId } });
    expect([row.currentVersionId, row.masterVersionId]).toEqual([null, null]);
  });

  it("B271: is one of the song's own living versions, chosen by an editor", async () => {
    const other = await createSong(services, band.owner, band.projectId, { name: "Other" });
    const foreign = { projectId: band.projectId, songId: other.id };
    const refused = { code: "invalid_input", reason: "unknown_version", fields: [{ field: "currentVersionId" }] };
    await expect(
      updateSong(services, band.editor, foreign, { currentVersionId: versions.first }),
    ).rejects.toMatchObject(refused);
    await deleteVersion(services, band.owner, target(versions.second));
    await expect(choose(versions.second)).rejects.toMatchObject(refused);
    await expect(updateSong(services, band.commenter, band, { masterVersionId: versions.first })).rejects.toMatchObject(
      { code: "forbidden" },
    );
  });
});

describe("the master", () => {
  it("B272: is one a song at most, whoever marks at the same moment; each change is told live", async () => {
    const mark = (id: string) => updateSong(services, band.editor, band, { masterVersionId: id });
    const many = Array.from({ length: 10 }, (_, i) => mark(i % 2 ? versions.first : versions.second));
    await Promise.all(many);
    const { masterVersionId } = await readSong(services, band.listener, band);
    expect(Object.values(versions)).toContain(masterVersionId);
    const events = await services.db.songEvent.findMany({
      where: { songId: band.songId, type: "song.changed" },
      orderBy: { seq: "asc" },
    });
    expect(events.at(-1)?.payload).toEqual({ masterVersionId });
    await updateSong(services, band.editor, band, { masterVersionId: null });
    expect((await readSong(services, band.listener, band)).masterVersionId).toBeNull();
  });
});

describe("a version's words", () => {
  it("B273: its label and its note are changed one without the other, told live, and taken off", async () => {
    const change = (words: { label?: string; note?: string }) =>
      updateVersion(services, band.editor, target(versions.first), words);
    await change({ label: "with strings" });
    expect(await change({ note: "Two cellos,\nno brass." })).toMatchObject({
      ...{ label: "with strings", note: "Two cellos,\nno brass." },
    });
    expect(await change({ label: "" })).toMatchObject({ label: "", note: "Two cellos,\nno brass." });
    const last = await services.db.songEvent.findFirst({ where: { songId: band.songId }, orderBy: { seq: "desc" } });
    expect(last).toMatchObject({ type: "version.progressed", payload: { version: { label: "" } } });
    await expect(
      updateVersion(services, band.commenter, target(versions.first), { note: "mine" }),
    ).rejects.toMatchObject({ code: "forbidden" });
  });

  it("B273: refuses too long a label, line breaks in it, and nothing at all", () => {
    const fields = (input: unknown) => updateVersionSchema.safeParse(input).error?.issues.map(({ path }) => path[0]);
    expect(fields({ label: "x".repeat(61) })).toEqual(["label"]);
    expect(fields({ label: "a\nb" })).toEqual(["label"]);
    expect(fields({ note: "x".repeat(2001) })).toEqual(["note"]);
    expect(fields({})).toHaveLength(1);
  });
});
