import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readNotifications } from "@/lib/domains/notifications/reads";
import { type Band, createBand } from "@/lib/domains/projects/band.fixture";
import { createShare, removeShare } from "@/lib/domains/shares/commands";
import { readShares } from "@/lib/domains/shares/reads";
import { createSong } from "@/lib/domains/songs/commands";
import { readSong } from "@/lib/domains/songs/reads";
import { readMailbox } from "@/lib/testing/mailbox";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { createLink, revokeLink } from "../commands";
import { createLinkSchema } from "../schema";
import { answerAccess } from "./answering/commands";
import { listAccessRequests } from "./answering/reads";
import { askAccess } from "./commands";
import { MAX_ASKED_A_DAY } from "./rules";

let stack: TestStack;
let band: Band;
let counter = 0;

beforeAll(async () => {
  stack = await startTestStack({ env: { MAIL_DAILY_LIMIT: "1000" } });
});
afterAll(() => stack.close());
beforeEach(async () => {
  band = await createBand(stack.services);
});

async function make(songIds?: string[]) {
  const input = createLinkSchema.parse(songIds ? { songIds } : {});
  const link = await createLink(stack.services, band.editor, { projectId: band.projectId, ...input });
  return { ...link, token: link.url?.split("/").at(-1) ?? "" };
}
const newAddress = () => `fan${++counter}@example.com`;
const ask = (token: string, email: string, words = "") => askAccess(stack.services, { token, email, words });
const mailsTo = async (email: string) =>
  (await readMailbox(stack, email)).map(({ subject, text }) => ({ subject, text }));

describe("B364: asking for access", () => {
  it("tells whoever made the link, once an address, and leads to sharing filled in", async () => {
    const link = await make([band.songId]);
    await revokeLink(stack.services, band.owner, { projectId: band.projectId, linkId: link.id });
    const email = newAddress();
    await Promise.all([ask(link.token, email, "It's Ada"), ask(link.token, email), ask(link.token, email)]);
    const [mail, another] = await mailsTo(band.editor.email);
    expect(another).toBeUndefined();
    expect(mail?.subject).toBe(`${email} asks for access to First song`);
    const page = `/projects/${band.projectId}/songs/${band.songId}?share=${encodeURIComponent(email)}`;
    expect(mail?.text).toContain(page);
    expect(await mailsTo(band.owner.email)).toEqual([]);
  });

  it("tells the owner when whoever made the link is gone", async () => {
    const link = await make();
    const { id } = await stack.services.db.membership.findFirstOrThrow({ where: { accountId: band.editor.accountId } });
    await removeShare(stack.services, band.owner, { projectId: band.projectId, shareId: id });
    await ask(link.token, newAddress());
    expect(await mailsTo(band.editor.email)).toEqual([]);
    expect(await mailsTo(band.owner.email)).toHaveLength(1);
  });

  it("answers the same and mails nobody for a token that never was", async () => {
    const before = await stack.services.db.email.count();
    const link = await make();
    expect(await ask("x".repeat(43), newAddress())).toEqual(await ask(link.token, newAddress()));
    expect(await stack.services.db.email.count()).toBe(before + 1);
  });

  it("makes one link mail a few times a day at most", async () => {
    const link = await make();
    for (let i = 0; i < MAX_ASKED_A_DAY + 3; i++) await ask(link.token, newAddress());
    expect(await stack.services.db.accessRequest.count({ where: { linkId: link.id } })).toBe(MAX_ASKED_A_DAY);
    stack.clock.advance(24 * 60 * 60 * 1000 + 1);
    await ask(link.token, newAddress());
    expect(await stack.services.db.accessRequest.count({ where: { linkId: link.id } })).toBe(MAX_ASKED_A_DAY + 1);
  });

  it("refuses what is no address by its field", async () => {
    const refused = ask((await make()).token, "nonsense");
    await expect(refused).rejects.toMatchObject({ code: "invalid_input", fields: [{ field: "email" }] });
  });
});

describe("B461: an answer", () => {
  const openOf = async (person: Band["owner"]) => (await listAccessRequests(stack.services, person)).items;
  const answer = (person: Band["owner"], id: string, given: "granted" | "refused") =>
    answerAccess(stack.services, person, id, { answer: given });

  it("is given in the app, by who may share: what the link allowed is theirs, of these songs alone", async () => {
    const link = await make([band.songId]);
    await ask(link.token, band.stranger.email, "Let me in");
    const [told] = (await readNotifications(stack.services, band.editor, { limit: 1 })).items;
    expect(told).toMatchObject({ kind: "access.asked", excerpt: band.stranger.email, href: "/links", doer: null });
    const [request] = await openOf(band.editor);
    expect(request).toMatchObject({ email: band.stranger.email, words: "Let me in", songs: [{ name: "First song" }] });
    expect(await openOf(band.owner)).toHaveLength(1);
    for (const person of [band.commenter, band.listener, band.stranger]) {
      expect(await openOf(person)).toEqual([]);
      await expect(answer(person, request?.id ?? "", "granted")).rejects.toMatchObject({ code: "not_found" });
    }
    await answer(band.editor, request?.id ?? "", "granted");
    expect((await readSong(stack.services, band.stranger, band)).role).toBe("listener");
    expect(await openOf(band.owner)).toEqual([]);
    await expect(answer(band.owner, request?.id ?? "", "refused")).rejects.toMatchObject({ reason: "answered" });
    const other = await createSong(stack.services, band.owner, band.projectId, { name: "Not asked for" });
    const there = { projectId: band.projectId, songId: other.id };
    await expect(readSong(stack.services, band.stranger, there)).rejects.toMatchObject({ code: "not_found" });
  });

  it("is one of several at once; refusing shares nothing and mails nobody; an unknown address is invited", async () => {
    const link = await make();
    const [refused, invited] = [newAddress(), newAddress()];
    await ask(link.token, refused);
    await ask(link.token, invited);
    const idOf = async (email: string) => (await openOf(band.owner)).find((one) => one.email === email)?.id ?? "";
    const id = await idOf(refused);
    const answers = await Promise.allSettled([answer(band.owner, id, "refused"), answer(band.editor, id, "refused")]);
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await answer(band.owner, await idOf(invited), "granted");
    expect(await mailsTo(refused)).toEqual([]);
    expect(await mailsTo(invited)).toHaveLength(1);
    const { invites } = await readShares(stack.services, band.owner, { projectId: band.projectId });
    expect(invites).toMatchObject([{ email: invited, role: "listener", songId: null }]);
  });

  it("is given by sharing, too, as the mail leads to: what reaches as far as was asked settles it", async () => {
    const other = await createSong(stack.services, band.owner, band.projectId, { name: "Second song" });
    const [one, both, all] = [await make([band.songId]), await make([band.songId, other.id]), await make()];
    const known = band.stranger.email;
    const unknown = newAddress();
    for (const email of [known, unknown]) for (const { token } of [one, both, all]) await ask(token, email);
    const left = async (email: string) =>
      (await openOf(band.owner)).filter((request) => request.email === email).length;
    const share = (email: string, songId?: string) =>
      createShare(stack.services, band.editor, {
        ...{ projectId: band.projectId, email, role: "listener" as const },
        ...(songId ? { songId } : {}),
      });
    for (const email of [known, unknown]) {
      await share(email.toUpperCase(), band.songId);
      expect(await left(email)).toBe(2);
      await share(email);
      expect(await left(email)).toBe(0);
    }
    const kept = await stack.services.db.accessRequest.findMany({ where: { email: { in: [known, unknown] } } });
    expect(kept.map(({ answer, answeredById }) => ({ answer, by: answeredById }))).toEqual(
      Array(6).fill({ answer: "granted", by: band.editor.accountId }),
    );
  });
});
