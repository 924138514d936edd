import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { PersonActor } from "@/lib/access/actor";
import { createId } from "@/lib/core/ids";
import { createComment, createReply, deleteComment, resolveComment } from "@/lib/domains/comments/commands";
import { type Band, createBand, makeWav, uploadFile } from "@/lib/domains/projects/band.fixture";
import { deleteSong, updateSong } from "@/lib/domains/songs/commands";
import { readHome, readSong } from "@/lib/domains/songs/reads";
import { retryAnalysis } from "@/lib/domains/versions/commands";
import type { Services } from "@/lib/services";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { readWaiting } from "./reads";

let stack: TestStack;
let services: Services;
let band: Band;
let versionId: string;

beforeAll(async () => {
  stack = await startTestStack();
  services = stack.services;
});
afterAll(() => stack.close());
beforeEach(async () => {
  band = await createBand(services);
  versionId = await addTake();
});

/** The editor's. */
async function addTake(): Promise<string> {
  await uploadFile(services, band.editor, band, makeWav(0.2), "take.wav");
  return (await readSong(services, band.owner, band)).versions[0]?.id ?? "";
}

const waiting = (actor: PersonActor) => readWaiting(services, actor);
const say = async (actor: PersonActor, body: string, startSec: number | null = 0.1) =>
  (await createComment(services, actor, band, { versionId, body, startSec, endSec: null })).id;
const answer = (actor: PersonActor, commentId: string, body = "Yes.") =>
  createReply(services, actor, { ...band, commentId }, { body });

describe("an answer that is waited for", () => {
  it("B312: a comment on one's own take waits until one has the last word, or it is ticked off", async () => {
    const first = await say(band.commenter, "The snare is late.");
    const asked = await waiting(band.editor);
    expect(asked).toMatchObject([
      { kind: "thread", count: 1, doer: { name: "Carla Commenter" }, excerpt: "The snare is late.", startSec: 0.1 },
    ]);
    expect(asked[0]?.href).toContain(`version=${versionId}&at=0.1&comment=${first}`);
    expect((await readHome(services, band.editor)).waiting).toEqual(asked);
    await answer(band.editor, first);
    expect(await waiting(band.editor)).toEqual([]);
    expect(await waiting(band.commenter)).toMatchObject([{ kind: "thread", excerpt: "Yes." }]);
    await answer(band.commenter, first, "And the kick?");
    expect(await waiting(band.editor)).toMatchObject([{ excerpt: "And the kick?" }]);
    await resolveComment(services, band.owner, { ...band, commentId: first }, { isResolved: true });
    expect(await waiting(band.editor)).toEqual([]);
    expect(await waiting(band.commenter)).toEqual([]);
  });

  it("B312: nobody is asked for what concerns others; several threads of a song are one line", async () => {
    const first = await say(band.commenter, "Late.");
    const second = await say(band.owner, "Dry.", null);
    expect(await waiting(band.editor)).toMatchObject([{ count: 2, excerpt: "Dry.", startSec: null }]);
    expect(await waiting(band.listener)).toEqual([]);
    expect(await waiting(band.stranger)).toEqual([]);
    expect(await waiting(band.owner)).toEqual([]);
    await deleteComment(services, band.owner, { ...band, commentId: second });
    expect(await waiting(band.editor)).toMatchObject([{ count: 1, excerpt: "Late." }]);
    await say(band.editor, "My own words.");
    expect(await waiting(band.editor)).toMatchObject([{ count: 1 }]);
    await answer(band.owner, first, "I hear it, too.");
    expect(await waiting(band.editor)).toMatchObject([{ count: 1, excerpt: "I hear it, too." }]);
  });

  it("B312: what lies in the trash or the archive, and what one may open no more, waits for nobody", async () => {
    await say(band.commenter, "Late.");
    await updateSong(services, band.owner, band, { isArchived: true });
    expect(await waiting(band.editor)).toEqual([]);
    await updateSong(services, band.owner, band, { isArchived: false });
    expect(await waiting(band.editor)).toHaveLength(1);
    await services.db.membership.updateMany({
      where: { accountId: band.editor.accountId },
      data: { role: "listener" },
    });
    expect(await waiting(band.editor)).toEqual([]);
    await services.db.membership.updateMany({ where: { accountId: band.editor.accountId }, data: { role: "editor" } });
    await deleteSong(services, band.owner, band);
    expect(await waiting(band.editor)).toEqual([]);
  });
});

describe("one's own takes", () => {
  it("B313: one that could not be measured waits, with the reason, until it is tried again or a newer one came", async () => {
    const fail = () =>
      services.db.analysis.updateMany({
        where: { versionId },
        data: { state: "failed", message: "The file is cut short.", finishedAt: services.clock.now() },
      });
    await fail();
    expect(await waiting(band.editor)).toMatchObject([
      { kind: "failed", versionId, versionNumber: 1, message: "The file is cut short." },
    ]);
    expect(await waiting(band.owner)).toEqual([]);
    await retryAnalysis(services, band.editor, { ...band, versionId });
    expect(await waiting(band.editor)).toEqual([]);
    await fail();
    await addTake();
    expect(await waiting(band.editor)).toEqual([]);
  });

  it("B313: tags that were suggested for it wait until they are decided on", async () => {
    const tag = { versionId, source: "ai", confidence: 0.8, evidence: [] } as const;
    await services.db.tag.createMany({
      data: ["mood:warm", "genre:ambient"].map((name) => ({
        ...tag,
        id: createId(),
        name,
        state: "suggested" as const,
      })),
    });
    expect(await waiting(band.editor)).toMatchObject([{ kind: "suggested", count: 2, versionId }]);
    await services.db.tag.updateMany({ where: { versionId }, data: { state: "dismissed" } });
    expect(await waiting(band.editor)).toEqual([]);
  });
});
