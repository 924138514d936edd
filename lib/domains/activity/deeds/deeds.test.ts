import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { PersonActor } from "@/lib/access/actor";
import { createId } from "@/lib/core/ids";
import { Prisma } from "@/lib/db/generated/client";
import { createComment, createReply, deleteComment, resolveComment } from "@/lib/domains/comments/commands";
import { addMember, type Band, createBand, makeWav, uploadFile } from "@/lib/domains/projects/band.fixture";
import { createProject, updateProject } from "@/lib/domains/projects/commands";
import { createSong, deleteSong, updateSong } from "@/lib/domains/songs/commands";
import { moveSong } from "@/lib/domains/songs/moving/commands";
import { readSong } from "@/lib/domains/songs/reads";
import { restore } from "@/lib/domains/trash/commands";
import { deleteVersion } from "@/lib/domains/versions/commands";
import type { Services } from "@/lib/services";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { readProjectActivity, readSongActivity } from "./reads";
import { buildDeeds } from "./store";

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

const PAGE = { limit: 50 };
const ofProject = async (actor: PersonActor, projectId = band.projectId) =>
  (await readProjectActivity(services, actor, projectId, PAGE)).items;
const ofSong = async (actor: PersonActor) => (await readSongActivity(services, actor, band, PAGE)).items;
const kindsOf = (deeds: { kind: string }[]) => deeds.map(({ kind }) => kind);

async function addTake(): Promise<string> {
  await uploadFile(services, band.editor, band, makeWav(0.2), "take.wav");
  const [version] = (await readSong(services, band.owner, band)).versions;
  return version?.id ?? "";
}

async function comment(versionId: string, body = "The snare is late."): Promise<string> {
  return (await createComment(services, band.commenter, band, { versionId, body, startSec: 0.1, endSec: null })).id;
}

describe("what happened", () => {
  it("B305: tells who did what, newest first, with the words as they are now", async () => {
    const versionId = await addTake();
    const commentId = await comment(versionId);
    await createReply(services, band.owner, { ...band, commentId }, { body: "It is." });
    await resolveComment(services, band.owner, { ...band, commentId }, { isResolved: true });
    await updateSong(services, band.editor, band, { name: "Harbour", stage: "mix" });
    const deeds = await ofSong(band.listener);
    expect(kindsOf(deeds)).toEqual([
      ...["song.staged", "song.renamed", "comment.resolved", "comment.replied", "comment.created"],
      ...["version.uploaded", "song.created"],
    ]);
    expect(deeds[0]).toMatchObject({ was: null, is: "Mix", doer: { name: "Eddie Editor" } });
    expect(deeds[1]).toMatchObject({ was: "First song", is: "Harbour", songName: "Harbour" });
    expect(deeds[3]).toMatchObject({ excerpt: "It is.", startSec: 0.1, doer: { name: "Olga Owner" } });
    expect(deeds[4]?.href).toContain(`version=${versionId}&at=0.1&comment=${commentId}`);
    expect(deeds[5]).toMatchObject({ versionNumber: 1, songName: "Harbour" });
    expect(kindsOf(await ofProject(band.listener))).toEqual([...kindsOf(deeds), "project.created"]);
  });

  it("B305: what is so already, asked for again or by two at once, is told once", async () => {
    const set = () => updateSong(services, band.editor, band, { stage: "mix" });
    await Promise.all([set(), set()]);
    const rename = () => updateProject(services, band.owner, band.projectId, { name: "Nightferry" });
    await Promise.all([rename(), rename()]);
    await updateProject(services, band.owner, band.projectId, { isArchived: false });
    expect(kindsOf(await ofProject(band.owner))).toEqual([
      ...["project.renamed", "song.staged", "song.created", "project.created"],
    ]);
  });

  it("B305: pages by a cursor that stays where it is while more happens", async () => {
    for (const stage of ["idea", "demo", "mix", "master"] as const) {
      await updateSong(services, band.editor, band, { stage });
    }
    const first = await readSongActivity(services, band.owner, band, { limit: 2 });
    expect(first.items.map(({ is }) => is)).toEqual(["Master", "Mix"]);
    await updateSong(services, band.editor, band, { stage: null });
    const cursor = first.nextCursor ?? "";
    const second = await readSongActivity(services, band.owner, band, { limit: 2, cursor });
    expect(second.items.map(({ is }) => is)).toEqual(["Demo", "Idea"]);
    const last = await readSongActivity(services, band.owner, band, { limit: 2, cursor: second.nextCursor ?? "" });
    expect(last).toMatchObject({ items: [{ kind: "song.created" }], nextCursor: null });
    await expect(readSongActivity(services, band.owner, band, { limit: 2, cursor: "x" })).rejects.toMatchObject({
      reason: "bad_cursor",
    });
  });
});

describe("who may know", () => {
  it("B306: nothing is told of what lies in the trash; it is told again when it is back", async () => {
    const versionId = await addTake();
    const commentId = await comment(versionId);
    await deleteComment(services, band.commenter, { ...band, commentId });
    expect(kindsOf(await ofSong(band.owner))).toEqual(["version.uploaded", "song.created"]);
    await comment(versionId, "Louder.");
    await deleteVersion(services, band.editor, { ...band, versionId });
    const [gone, ...rest] = await ofSong(band.owner);
    expect(gone).toMatchObject({ kind: "version.deleted", was: "v1", excerpt: null });
    expect(kindsOf(rest)).toEqual(["song.created"]);
    await restore(services, band.editor, { itemId: versionId });
    expect(kindsOf(await ofSong(band.owner))).toContain("comment.created");
    await deleteSong(services, band.owner, band);
    expect(kindsOf(await ofProject(band.owner))).toEqual(["project.created"]);
    await expect(ofSong(band.owner)).rejects.toMatchObject({ code: "not_found" });
    await restore(services, band.owner, { itemId: band.songId });
    expect(kindsOf(await ofProject(band.owner))).toContain("comment.created");
  });

  it("B306: one who was given a single song is told of this alone, a stranger of nothing", async () => {
    const other = await createSong(services, band.owner, band.projectId, { name: "Secret song" });
    await updateProject(services, band.owner, band.projectId, { name: "Secret name" });
    const guest = band.stranger;
    await expect(ofProject(guest)).rejects.toMatchObject({ code: "not_found" });
    await expect(ofSong(guest)).rejects.toMatchObject({ code: "not_found" });
    await addMember(services, guest, { songId: band.songId }, "listener");
    const told = await ofProject(guest);
    expect(told).toEqual([expect.objectContaining({ kind: "song.created", songId: band.songId })]);
    expect(JSON.stringify(told)).not.toMatch(/Secret/);
    const target = { projectId: band.projectId, songId: other.id };
    await expect(readSongActivity(services, guest, target, PAGE)).rejects.toMatchObject({ code: "not_found" });
  });

  it("B306: a song that moved takes its story along; its old project tells nothing of it", async () => {
    const to = await createProject(services, band.owner, { name: "Live" });
    await updateSong(services, band.owner, band, { stage: "demo" });
    await moveSong(services, band.owner, band, { projectId: to.id });
    await updateSong(services, band.owner, { ...band, projectId: to.id }, { name: "Now elsewhere" });
    expect(kindsOf(await ofProject(band.listener))).toEqual(["project.created"]);
    expect(kindsOf(await ofProject(band.owner, to.id))).toEqual(["song.renamed", "song.moved", "project.created"]);
    const there = await readSongActivity(services, band.owner, { ...band, projectId: to.id }, PAGE);
    expect(kindsOf(there.items)).toEqual(["song.renamed", "song.moved", "song.staged", "song.created"]);
    expect(there.items.every(({ href }) => href.startsWith(`/projects/${to.id}/`))).toBe(true);
  });
});

it("B305: a page of what happened is read by an index, whatever else there is", async () => {
  const { db } = services;
  const others = Array.from({ length: 20 }, () => createId());
  await db.project.createMany({ data: others.map((id) => ({ id, name: "Other", ownerId: band.owner.accountId })) });
  await db.deed.createMany({
    data: others.flatMap((projectId) =>
      Array.from({ length: 500 }, () => ({ projectId, kind: "project.described", doerId: band.owner.accountId })),
    ),
  });
  await db.$executeRaw`ANALYZE deed`;
  const { accountId } = band.owner;
  const ofProjectScope = { accountId, projectId: band.projectId, role: "owner" } as Parameters<typeof buildDeeds>[0];
  for (const scope of [ofProjectScope, { ...ofProjectScope, songId: band.songId } as typeof ofProjectScope]) {
    const rows = await db.$queryRaw<{ "QUERY PLAN": string }[]>(
      Prisma.sql`EXPLAIN ${buildDeeds(scope, { before: null, take: 51 })}`,
    );
    const plan = rows.map((row) => row["QUERY PLAN"]).join("\n");
    expect(plan).toMatch(/deed_(project|song)_id_id_idx/);
    expect(plan).not.toContain("Seq Scan on deed");
  }
});
