import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { PersonActor } from "@/lib/access/actor";
import type { LinkVisitor } from "@/lib/access/link-scope";
import { createComment, deleteComment } from "@/lib/domains/comments/commands";
import { listComments } from "@/lib/domains/comments/reads";
import { readNotifications } from "@/lib/domains/notifications/reads";
import { type Band, createBand, makeWav, uploadFile } from "@/lib/domains/projects/band.fixture";
import type { Services } from "@/lib/services";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { blockGuest, createLink, updateLink } from "../commands";
import { readLinks } from "../reads";
import { type CreateLinkInput, createLinkSchema, type LinkView } from "../schema";
import { changeByLink, commentByLink, enterLink, renameGuest, replyByLink, takeBackByLink } from "./commands";
import { readVisitComments, readVisitSong } from "./reads";

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

const NOT_FOUND = { code: "not_found", reason: "link_not_found" };
const PAGE = { limit: 100 };
const toSong = (input: CreateLinkInput = {}) => {
  const fields = createLinkSchema.parse({ songIds: [band.songId], ...input });
  return createLink(services, band.editor, { projectId: band.projectId, ...fields });
};
const own = (link: LinkView) => ({ token: link.url?.split("/").at(-1) ?? "" });
const at = (link: LinkView) => ({ projectId: band.projectId, linkId: link.id });
const take = async () => (await uploadFile(services, band.editor, band, makeWav(0.1))).version?.id ?? "";
const song = (visitor: LinkVisitor) => readVisitSong(services, visitor, band);
const enter = (link: LinkView): Promise<LinkVisitor> => enterLink(services, own(link), () => null);
const change = (link: LinkView, input: Parameters<typeof updateLink>[3]) =>
  updateLink(services, band.owner, at(link), input);

describe("what a guest says", () => {
  const words = (body: string, versionId: string) => ({ versionId, body, startSec: 0.05, endSec: null });
  const say = (guest: LinkVisitor, body: string, versionId: string, actor: PersonActor | null = null) =>
    commentByLink(services, guest, actor, band.songId, words(body, versionId));

  it("B357: stands under the name they gave, marked as a guest's, and is told to the band", async () => {
    const versionId = await take();
    const guest = await enter(await toSong({ canComment: true }));
    await expect(say(guest, "Hi", versionId)).rejects.toMatchObject({ code: "conflict", reason: "no_name" });
    await renameGuest(services, guest, { name: "Ada" });
    await say(guest, "The snare is late", versionId);
    const { items } = await listComments(services, band.listener, band, PAGE);
    expect(items).toMatchObject([{ body: "The snare is late", author: { name: "Ada", isGuest: true } }]);
    const told = (await readNotifications(services, band.owner, { limit: 10 })).items;
    expect(told).toMatchObject([{ kind: "comment.created", doer: { name: "Ada" } }, { kind: "version.uploaded" }]);
    await renameGuest(services, guest, { name: "Ada L." });
    const after = await readVisitComments(services, guest, band, PAGE);
    expect(after.items).toMatchObject([{ author: { id: items[0]?.author.id, name: "Ada L.", isGuest: true } }]);
  });

  it("B357: a member who is signed in speaks as themselves; one who may not comment there as a guest", async () => {
    const versionId = await take();
    const guest = await enter(await toSong({ canComment: true }));
    expect((await say(guest, "Mine", versionId, band.commenter)).author).toEqual({
      id: band.commenter.accountId,
      name: band.commenter.name,
    });
    for (const person of [band.listener, band.stranger]) {
      await expect(say(guest, "Not mine", versionId, person)).rejects.toMatchObject({ reason: "no_name" });
    }
  });

  it("B357: speaks to everybody: nobody can be called by name, nor asked for, by a link", async () => {
    const versionId = await take();
    const guest = await enter(await toSong({ canComment: true }));
    await renameGuest(services, guest, { name: "Ada" });
    for (const { accountId } of [band.owner, band.stranger]) {
      const named = commentByLink(services, guest, null, band.songId, {
        ...words("Hear this", versionId),
        mentions: [accountId],
      });
      await expect(named).rejects.toMatchObject({ reason: "no_mentions", fields: [{ field: "mentions" }] });
    }
    const told = (await readNotifications(services, band.owner, { limit: 10 })).items;
    expect(told.map(({ kind }) => kind)).toEqual(["version.uploaded"]);
  });

  it("B357: is taken back by the owner, who also keeps the guest out; a switch closes it for all", async () => {
    const versionId = await take();
    const link = await toSong({ canComment: true });
    const [guest, another] = [await enter(link), await enter(link)];
    await renameGuest(services, guest, { name: "Troll" });
    const { id: commentId } = await say(guest, "Meh", versionId);
    await deleteComment(services, band.owner, { ...band, commentId });
    expect((await listComments(services, band.owner, band, PAGE)).items).toEqual([]);
    const guests = (await readLinks(services, band.owner, band)).items[0]?.guests ?? [];
    const guestId = guests.find(({ name }) => name === "Troll")?.id ?? "";
    await blockGuest(services, band.owner, { ...at(link), guestId }, { isBlocked: true });
    await expect(say(guest, "Meh", versionId)).rejects.toMatchObject(NOT_FOUND);
    // Coming back with the cookie is no way round it.
    await expect(enterLink(services, own(link), () => guest.secret)).rejects.toMatchObject(NOT_FOUND);
    await song(another);
    await blockGuest(services, band.owner, { ...at(link), guestId }, { isBlocked: false });
    await say(guest, "Sorry", versionId);
    await change(link, { canComment: false });
    await expect(say(guest, "Again", versionId)).rejects.toMatchObject({ code: "forbidden" });
    await expect(renameGuest(services, guest, { name: "New" })).rejects.toMatchObject({ code: "forbidden" });
  });

  it("B460: is answered, changed and taken back by who said it, as long as the link takes comments", async () => {
    const versionId = await take();
    const link = await toSong({ canComment: true });
    const [ada, ben] = [await enter(link), await enter(link)];
    const bands = await createComment(services, band.owner, band, words("Too long?", versionId));
    const path = (commentId: string) => ({ songId: band.songId, commentId });
    const reply = (guest: LinkVisitor, body: string, actor: PersonActor | null = null) =>
      replyByLink(services, guest, actor, path(bands.id), { body });
    await expect(reply(ada, "No")).rejects.toMatchObject({ reason: "no_name" });
    await renameGuest(services, ada, { name: "Ada" });
    await renameGuest(services, ben, { name: "Ben" });
    const thread = await reply(ada, "No");
    expect(thread.replies).toMatchObject([{ body: "No", author: { name: "Ada", isGuest: true } }]);
    const replyId = thread.replies[0]?.id ?? "";
    expect((await readNotifications(services, band.owner, { limit: 1 })).items).toMatchObject([
      { kind: "comment.replied", doer: { name: "Ada" } },
    ]);
    const named = replyByLink(services, ada, null, path(bands.id), { body: "Hey", mentions: [band.owner.accountId] });
    await expect(named).rejects.toMatchObject({ reason: "no_mentions" });
    // Of a member who has signed in since it is still the guest's own.
    const changed = await changeByLink(services, ada, band.commenter, path(replyId), { body: "Not at all" });
    expect(changed.replies).toMatchObject([{ body: "Not at all", author: { name: "Ada" } }]);
    for (const remark of [replyId, bands.id]) {
      await expect(changeByLink(services, ben, null, path(remark), { body: "x" })).rejects.toMatchObject({
        reason: "not_own_comment",
      });
      await expect(takeBackByLink(services, ben, null, path(remark))).rejects.toMatchObject({ code: "forbidden" });
    }
    // A guest takes back nobody else's words, not even with the band's owner signed in.
    await expect(takeBackByLink(services, ada, band.owner, path(replyId))).resolves.toBeUndefined();
    await expect(changeByLink(services, ada, null, path(replyId), { body: "Again" })).rejects.toMatchObject({
      code: "not_found",
    });
    const own = await say(ada, "Mine", versionId);
    const elsewhere = await createBand(services);
    const foreign = { songId: elsewhere.songId, commentId: own.id };
    await expect(takeBackByLink(services, ada, null, foreign)).rejects.toMatchObject({ code: "not_found" });
    expect((await reply(ada, "As myself", band.commenter)).replies).toMatchObject([
      { author: { name: band.commenter.name } },
    ]);
    await change(link, { canComment: false });
    for (const work of [
      () => reply(ada, "Once more"),
      () => changeByLink(services, ada, null, path(own.id), { body: "x" }),
      () => takeBackByLink(services, ada, null, path(own.id)),
    ]) {
      await expect(work()).rejects.toMatchObject({ code: "forbidden", reason: "link_forbids" });
    }
    await change(link, { canComment: true });
    await takeBackByLink(services, ada, null, path(own.id));
    expect((await readVisitComments(services, ben, band, PAGE)).items.map(({ body }) => body)).toEqual(["Too long?"]);
  });

  it("B357: is only on what the link plays, and of other versions they read nothing", async () => {
    const first = await take();
    await createComment(services, band.owner, band, words("On the first", first));
    await take();
    const guest = await enter(await toSong({ canComment: true }));
    await renameGuest(services, guest, { name: "Ada" });
    expect((await readVisitComments(services, guest, band, PAGE)).items).toEqual([]);
    await expect(say(guest, "On the first, too", first)).rejects.toMatchObject({ reason: "version_not_found" });
  });

  it("B357: a guest's account can't sign in, gets no mail and is nobody's to find", async () => {
    const guest = await enter(await toSong({ canComment: true }));
    const { guest: view } = await renameGuest(services, guest, { name: "Ada" });
    const account = await services.db.account.findUniqueOrThrow({ where: { id: view.authorId ?? "" } });
    expect(account).toMatchObject({ isGuest: true, passwordHash: null, emailVerifiedAt: null, digestFrequency: "off" });
    expect(account.email).toMatch(/^[\w-]{43}@guest\.invalid$/);
  });
});
