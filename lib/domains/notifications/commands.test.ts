import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PersonActor } from "@/lib/access/actor";
import { transact } from "@/lib/db/client";
import { type Actors, createActors, type TestPerson } from "@/lib/testing/actors";
import { createTarget, type Target } from "@/lib/testing/builders";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { notifySongMembers, seeNotifications } from "./commands";
import { readNotifications } from "./reads";

let stack: TestStack;
let actors: Actors;
let target: Target;

beforeAll(async () => {
  stack = await startTestStack();
  actors = await createActors(stack.services);
  target = await createTarget(stack.services, actors);
});
afterAll(() => stack.close());

const act = ({ accountId, email }: TestPerson): PersonActor => ({
  ...{ kind: "session", accountId, email, name: "", isVerified: true, isAdmin: false, credentialId: accountId },
});

/** To all, or as a reply to those alone. */
function tell(sourceKey: string, only?: string[]) {
  const { songId, projectId, versionId, commentId } = target;
  const now = stack.clock.now();
  stack.clock.advance(1);
  return transact(stack.services.db, (tx) =>
    notifySongMembers(tx, {
      ...{ songId, projectId, doerId: actors.commenter.accountId, sourceKey, now },
      payload: { excerpt: "The snare is late.", versionId, commentId },
      ...(only ? { kind: "comment.replied", only } : { kind: "comment.created" }),
    }),
  );
}

const listOf = (person: TestPerson, query: { limit: number; cursor?: string } = { limit: 100 }) =>
  readNotifications(stack.services, act(person), query);

describe("telling", () => {
  it("B22: reaches all who may open the song, once, and never the doer", async () => {
    await tell("comment:1");
    await tell("comment:1");
    const told = await Promise.all(
      [actors.listener, actors.editor, actors.owner, actors.songMember, actors.commenter, actors.stranger].map(listOf2),
    );
    expect(told).toEqual([1, 1, 1, 1, 0, 0]);
  });
  const listOf2 = async (person: TestPerson) => (await listOf(person)).items.length;

  it("leads to the moment", async () => {
    const { items } = await listOf(actors.owner);
    const { projectId, songId, versionId, commentId } = target;
    expect(items[0]).toMatchObject({
      excerpt: "The snare is late.",
      startSec: 1,
      songName: "Song",
      href: `/projects/${projectId}/songs/${songId}?version=${versionId}&at=1&comment=${commentId}`,
    });
  });

  it("B22: reaches only those named, as far as they may open it", async () => {
    await tell("comment:2", [actors.editor.accountId, actors.stranger.accountId]);
    expect((await listOf(actors.editor)).items).toHaveLength(2);
    expect((await listOf(actors.stranger)).items).toEqual([]);
    expect((await listOf(actors.listener)).items).toHaveLength(1);
  });
});

describe("reading", () => {
  it("counts what is unseen and pages", async () => {
    for (let i = 10; i < 15; i++) await tell(`comment:${i}`);
    const first = await listOf(actors.owner, { limit: 4 });
    const second = await listOf(actors.owner, { limit: 4, cursor: first.nextCursor ?? "" });
    expect([first.items.length, second.items.length, second.nextCursor, first.unseenCount]).toEqual([4, 2, null, 6]);
    const ids = [...first.items, ...second.items].map((item) => item.id);
    expect(new Set(ids).size).toBe(6);
    await seeNotifications(stack.services, act(actors.owner), { ids: ids.slice(0, 2) });
    expect((await listOf(actors.owner)).unseenCount).toBe(4);
    const unseen = await readNotifications(stack.services, act(actors.owner), { limit: 2, unseen: "yes" });
    expect(unseen.items.map((item) => item.id)).toEqual(ids.slice(2, 4));
    await seeNotifications(stack.services, act(actors.owner), {});
    expect((await listOf(actors.owner)).unseenCount).toBe(0);
    expect((await listOf(actors.listener)).unseenCount).toBe(6);
  });

  it("B314: marks what was shown and what is older; what came meanwhile is left, in two tabs at once, too", async () => {
    const before = (await listOf(actors.editor)).items.map((item) => item.id);
    for (let i = 20; i < 24; i++) await tell(`comment:${i}`);
    const shown = (await listOf(actors.editor, { limit: 2 })).items.map((item) => item.id);
    await tell("comment:24");
    const see = () => seeNotifications(stack.services, act(actors.editor), { ids: shown, olderThan: shown.at(-1) });
    await Promise.all([see(), see()]);
    const { items, unseenCount } = await readNotifications(stack.services, act(actors.editor), {
      ...{ limit: 100, unseen: "yes" },
    });
    expect([items.length, unseenCount]).toEqual([1, 1]);
    expect(before).not.toContain(items[0]?.id);
    await see();
    expect((await listOf(actors.editor)).unseenCount).toBe(1);
    await seeNotifications(stack.services, act(actors.editor), { ids: [] });
    expect((await listOf(actors.editor)).unseenCount).toBe(1);
    expect((await listOf(actors.owner)).unseenCount).toBe(5);
  });

  it("B22: judges access when it is read", async () => {
    const { db } = stack.services;
    await db.membership.deleteMany({ where: { accountId: actors.songMember.accountId } });
    expect(await listOf(actors.songMember)).toEqual({ items: [], unseenCount: 0, nextCursor: null });
    await db.comment.update({ where: { id: target.commentId }, data: { deletedAt: stack.clock.now() } });
    expect((await listOf(actors.listener)).items).toEqual([]);
    await db.comment.update({ where: { id: target.commentId }, data: { deletedAt: null } });
    await db.project.update({ where: { id: target.projectId }, data: { deletedAt: stack.clock.now() } });
    expect((await listOf(actors.listener)).items).toEqual([]);
  });

  it("belongs to its reader", async () => {
    await expect(readNotifications(stack.services, null, { limit: 10 })).rejects.toMatchObject({
      code: "unauthenticated",
    });
  });
});
