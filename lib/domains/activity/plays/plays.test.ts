import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { LinkVisitor } from "@/lib/access/link-scope";
import { createId } from "@/lib/core/ids";
import { createLink, revokeLink } from "@/lib/domains/links/commands";
import { type CreateLinkInput, createLinkSchema } from "@/lib/domains/links/schema";
import { enterLink, listenByLink } from "@/lib/domains/links/visiting/commands";
import { type Band, createBand, makeWav, uploadFile } from "@/lib/domains/projects/band.fixture";
import type { Services } from "@/lib/services";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { recordPlay } from "./commands";

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
  versionId = (await uploadFile(services, band.editor, band, makeWav(0.2))).version?.id ?? "";
});

const target = () => ({ projectId: band.projectId, songId: band.songId, versionId });
const plays = () => services.db.play.findMany({ where: { versionId } });
const link = async (input: CreateLinkInput = {}) => {
  const fields = createLinkSchema.parse({ songIds: [band.songId], ...input });
  const made = await createLink(services, band.editor, { projectId: band.projectId, ...fields });
  const enter = () => enterLink(services, { token: made.url?.split("/").at(-1) ?? "" }, () => null);
  return { ...made, enter };
};
const listen = (visitor: LinkVisitor, actor = null as typeof band.owner | null) =>
  listenByLink(services, visitor, actor, target());

describe("B456: a play", () => {
  it("is noted once a listening, however often and from how many pages it is told", async () => {
    await Promise.all(Array.from({ length: 8 }, () => recordPlay(services, band.listener, target())));
    expect(await plays()).toMatchObject([{ listenerId: band.listener.accountId, guestId: null }]);
    stack.clock.advance(29_000);
    await recordPlay(services, band.listener, target());
    expect(await plays()).toHaveLength(1);
    await recordPlay(services, band.commenter, target());
    stack.clock.advance(2_000);
    await recordPlay(services, band.listener, target());
    expect(await plays()).toHaveLength(3);
  });

  it("is for who may hear the version: nobody else can tell one", async () => {
    await expect(recordPlay(services, null, target())).rejects.toMatchObject({ code: "unauthenticated" });
    await expect(recordPlay(services, band.stranger, target())).rejects.toMatchObject({ code: "not_found" });
    const elsewhere = await createBand(services);
    const foreign = { projectId: elsewhere.projectId, songId: elsewhere.songId, versionId };
    await expect(recordPlay(services, elsewhere.owner, foreign)).rejects.toMatchObject({ code: "not_found" });
    const unknown = { ...target(), versionId: createId() };
    await expect(recordPlay(services, band.owner, unknown)).rejects.toMatchObject({ code: "not_found" });
    const where = { accountId: band.listener.accountId };
    await services.db.membership.updateMany({ where, data: { canSeeVersions: false } });
    await uploadFile(services, band.editor, band, makeWav(0.2, 220));
    await expect(recordPlay(services, band.listener, target())).rejects.toMatchObject({ code: "not_found" });
    expect(await plays()).toEqual([]);
  });

  it("of a guest is noted without a name; of a member who came by the link it is their own", async () => {
    const { enter } = await link();
    const [one, two] = [await enter(), await enter()];
    await Promise.all([listen(one), listen(one), listen(two), listen(two, band.listener)]);
    const found = await plays();
    expect(found.filter(({ guestId }) => guestId !== null)).toHaveLength(2);
    expect(found.filter(({ listenerId }) => listenerId === band.listener.accountId)).toHaveLength(1);
  });

  it("of a guest ends with the link, and is of what the link plays alone", async () => {
    const made = await link({ canSeeVersions: false });
    const guest = await made.enter();
    await listen(guest);
    const old = versionId;
    versionId = (await uploadFile(services, band.editor, band, makeWav(0.2, 220))).version?.id ?? "";
    await expect(listenByLink(services, guest, null, { ...target(), versionId: old })).rejects.toMatchObject({
      code: "not_found",
    });
    await listen(guest);
    await revokeLink(services, band.owner, { projectId: band.projectId, linkId: made.id });
    await expect(listen(guest)).rejects.toMatchObject({ code: "not_found" });
    expect(await plays()).toHaveLength(1);
  });
});
