import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createId } from "@/lib/core/ids";
import {
  addMember,
  type Band,
  createBand,
  createPerson,
  makeWav,
  uploadFile,
} from "@/lib/domains/projects/band.fixture";
import type { Services } from "@/lib/services";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { createComment, createReply, deleteComment, resolveComment, updateComment } from "./commands";
import { listComments } from "./reads";
import { createCommentSchema } from "./schema";

let stack: TestStack;
let services: Services;
let band: Band;
let versionId: string;

beforeAll(async () => {
  stack = await startTestStack();
  services = stack.services;
  band = await createBand(services);
  versionId = await addVersion();
});
afterAll(() => stack.close());

async function addVersion(durationMs = 10_000): Promise<string> {
  const { version } = await uploadFile(services, band.editor, band, makeWav(0.1));
  await services.db.version.update({ where: { id: version?.id ?? "" }, data: { durationMs } });
  return version?.id ?? "";
}

function say(actor = band.commenter, startSec: number | null = 1, endSec: number | null = null, id = versionId) {
  return createComment(services, actor, band, { versionId: id, body: "Louder here", startSec, endSec });
}
const at = (commentId: string) => ({ projectId: band.projectId, songId: band.songId, commentId });

describe("comments", () => {
  it("keep a place in whole milliseconds, and say which version they are about", async () => {
    const comment = await say(band.commenter, 1.23449, 2.5);
    expect(comment).toMatchObject({
      startSec: 1.234,
      endSec: 2.5,
      versionNumber: 1,
      author: { name: "Carla Commenter" },
    });
  });

  it("are told live and to everybody else in the same transaction, once", async () => {
    const comment = await say();
    const event = await services.db.songEvent.findFirst({ where: { songId: band.songId }, orderBy: { seq: "desc" } });
    expect(event).toMatchObject({ type: "comment.created", payload: { comment: { id: comment.id } } });
    const notices = await services.db.notification.findMany({ where: { sourceKey: `comment:${comment.id}` } });
    const readers = notices.map((notice) => notice.readerId).sort();
    expect(readers).toEqual([band.owner, band.editor, band.listener].map((person) => person.accountId).sort());
  });

  it("refuse places outside the sound, naming the field", async () => {
    await expect(say(band.commenter, 12)).rejects.toMatchObject({ fields: [{ field: "startSec" }] });
    await expect(say(band.commenter, 1, 99)).rejects.toMatchObject({ fields: [{ field: "endSec" }] });
    await expect(say(band.commenter, 1, 1.0001)).rejects.toMatchObject({ fields: [{ field: "endSec" }] });
    expect((await say(band.commenter, 10.05)).startSec).toBe(10);
    expect(createCommentSchema.safeParse({ versionId, body: "x", startSec: 2, endSec: 1 }).success).toBe(false);
    expect(createCommentSchema.safeParse({ versionId, body: "x", endSec: 1 }).success).toBe(false);
    expect(createCommentSchema.safeParse({ versionId, body: " ", startSec: 1 }).success).toBe(false);
  });

  it("want a version of this very song, a role, and an open door", async () => {
    const other = await createBand(services);
    const { version } = await uploadFile(services, other.owner, other, makeWav(0.1));
    await expect(say(band.commenter, 1, null, version?.id)).rejects.toMatchObject({ reason: "version_not_found" });
    await expect(say(band.commenter, 1, null, createId())).rejects.toMatchObject({ code: "not_found" });
    await expect(say(band.listener)).rejects.toMatchObject({ code: "forbidden" });
    await expect(say(band.stranger)).rejects.toMatchObject({ code: "not_found" });
  });

  it("are answered, and the thread hears of it", async () => {
    const comment = await say();
    const answered = await createReply(services, band.owner, at(comment.id), { body: "Done" });
    expect(answered.replies).toMatchObject([{ body: "Done", author: { name: "Olga Owner" } }]);
    const notices = await services.db.notification.findMany({
      where: { sourceKey: `comment:${answered.replies[0]?.id}` },
    });
    expect(notices.map((notice) => notice.readerId)).toEqual([band.commenter.accountId]);
    const reply = answered.replies[0]?.id ?? "";
    await expect(createReply(services, band.owner, at(reply), { body: "x" })).rejects.toMatchObject({
      code: "not_found",
    });
  });

  it("are changed by who wrote them, and deleted by them or the owner", async () => {
    const comment = await say();
    const target = at(comment.id);
    await expect(updateComment(services, band.owner, target, { body: "No" })).rejects.toMatchObject({
      reason: "not_own_comment",
    });
    const changed = await updateComment(services, band.commenter, target, { body: "Softer" });
    expect(changed).toMatchObject({ body: "Softer", editedAt: expect.any(String) });
    await expect(deleteComment(services, band.editor, target)).rejects.toMatchObject({ reason: "not_own_comment" });
    const withReply = await createReply(services, band.editor, target, { body: "Hm" });
    const reply = at(withReply.replies[0]?.id ?? "");
    await deleteComment(services, band.owner, reply);
    await expect(deleteComment(services, band.owner, reply)).rejects.toMatchObject({ code: "not_found" });
    await deleteComment(services, band.commenter, target);
    await expect(updateComment(services, band.commenter, target, { body: "x" })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(resolveComment(services, band.editor, target, { isResolved: true })).rejects.toMatchObject({
      code: "not_found",
    });
  });

  it("are ticked off once, and opened again", async () => {
    const comment = await say();
    const resolve = (isResolved: boolean) => resolveComment(services, band.editor, at(comment.id), { isResolved });
    const head = async () => (await services.db.song.findUniqueOrThrow({ where: { id: band.songId } })).eventSeq;
    expect(await resolve(true)).toMatchObject({ resolvedBy: { name: "Eddie Editor" } });
    const before = await head();
    expect((await resolve(true)).resolvedAt).not.toBeNull();
    expect(await head()).toBe(before);
    expect(await resolve(false)).toMatchObject({ resolvedAt: null, resolvedBy: null });
  });

  it("come in the order of their moments, page by page", async () => {
    const own = await createPerson(services, "Page Turner");
    await addMember(services, own, { projectId: band.projectId }, "commenter");
    const id = await addVersion();
    for (const startSec of [5, 1, null, 3, 1, null]) await say(own, startSec, null, id);
    const seen: (number | null)[] = [];
    let cursor: string | undefined;
    do {
      const page = await listComments(services, own, band, { limit: 2, cursor, versionId: id });
      seen.push(...page.items.map((comment) => comment.startSec));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen).toEqual([null, null, 1, 1, 3, 5]);
  });
});
