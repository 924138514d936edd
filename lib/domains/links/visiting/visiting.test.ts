import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import type { LinkVisitor } from "@/lib/access/link-scope";
import { createId } from "@/lib/core/ids";
import { createComment } from "@/lib/domains/comments/commands";
import { type Band, createBand, makeWav, uploadFile } from "@/lib/domains/projects/band.fixture";
import { createProject, deleteProject } from "@/lib/domains/projects/commands";
import { createSong, deleteSong, updateSong } from "@/lib/domains/songs/commands";
import { moveSong } from "@/lib/domains/songs/moving/commands";
import type { Services } from "@/lib/services";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { blockGuest, createLink, revokeLink, updateLink } from "../commands";
import { readLinks } from "../reads";
import { type CreateLinkInput, createLinkSchema, type LinkView } from "../schema";
import { enterLink } from "./commands";
import { openVisitStream } from "./live/reads";
import { readGate, readVisit, readVisitComments, readVisitSong, signVisitDownload, signVisitPreview } from "./reads";

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
const make = (input: CreateLinkInput = {}) =>
  createLink(services, band.editor, { projectId: band.projectId, ...createLinkSchema.parse(input) });
const toSong = (input: CreateLinkInput = {}) => make({ songIds: [band.songId], ...input });
const tokenOf = (link: LinkView) => link.url?.split("/").at(-1) ?? "";
const at = (link: LinkView) => ({ projectId: band.projectId, linkId: link.id });
const own = (link: LinkView) => ({ token: tokenOf(link) });
const take = async () => (await uploadFile(services, band.editor, band, makeWav(0.1))).version?.id ?? "";
const song = (visitor: LinkVisitor, songId = band.songId) => readVisitSong(services, visitor, { songId });
const nobody = () => null;

/** A browser that enters for the first time. */
const enter = (link: LinkView, password?: string): Promise<LinkVisitor> =>
  enterLink(services, { token: tokenOf(link), password }, nobody);
const change = (link: LinkView, input: Parameters<typeof updateLink>[3]) =>
  updateLink(services, band.owner, at(link), input);

describe("what a guest hears", () => {
  it("B353: the current version of the one song, whichever that is, and no other version", async () => {
    const first = await take();
    const guest = await enter(await toSong());
    expect(await song(guest)).toMatchObject({ playedVersionId: first, versions: [{ id: first, number: 1 }] });
    const second = await take();
    expect(await song(guest)).toMatchObject({ playedVersionId: second, versions: [{ id: second }] });
    await updateSong(services, band.editor, band, { currentVersionId: first });
    expect(await song(guest)).toMatchObject({ playedVersionId: first, versions: [{ id: first }] });
    const older = { songId: band.songId, versionId: second };
    await expect(signVisitPreview(services, guest, older)).rejects.toMatchObject({ reason: "version_not_found" });
  });

  it("B353: the version that the link holds on to, also when others come; every version where it allows that", async () => {
    const first = await take();
    const pinned = await enter(await toSong({ pinnedVersionId: first }));
    const open = await enter(await toSong({ canSeeVersions: true }));
    const second = await take();
    expect(await song(pinned)).toMatchObject({ playedVersionId: first, versions: [{ id: first }] });
    expect((await song(open)).versions.map(({ id }) => id)).toEqual([second, first]);
  });

  it("B353: the songs that the link names, or every song of the project, also those that come", async () => {
    const second = await createSong(services, band.owner, band.projectId, { name: "Second" });
    const [one, two, all] = [
      await enter(await toSong()),
      await enter(await make({ songIds: [band.songId, second.id] })),
      await enter(await make()),
    ];
    const third = await createSong(services, band.owner, band.projectId, { name: "Third" });
    const names = async (guest: LinkVisitor) => (await readVisit(services, guest)).songs.map(({ name }) => name).sort();
    expect(await names(one)).toEqual(["First song"]);
    expect(await names(two)).toEqual(["First song", "Second"]);
    expect(await names(all)).toEqual(["First song", "Second", "Third"]);
    await expect(song(one, second.id)).rejects.toMatchObject({ reason: "song_not_found" });
    await expect(song(two, third.id)).rejects.toMatchObject({ reason: "song_not_found" });
    await deleteSong(services, band.owner, { projectId: band.projectId, songId: second.id });
    expect(await names(two)).toEqual(["First song"]);
    await expect(song(all, second.id)).rejects.toMatchObject({ reason: "song_not_found" });
  });

  it("B353: nothing of a song that went to another project, nor of a project that is gone", async () => {
    const [named, all] = [await enter(await toSong()), await enter(await make())];
    const other = await createProject(services, band.owner, { name: "Other" });
    await moveSong(services, band.owner, band, { projectId: other.id });
    for (const guest of [named, all]) await expect(song(guest)).rejects.toMatchObject({ reason: "song_not_found" });
    await deleteProject(services, band.owner, band.projectId);
    await expect(readVisit(services, all)).rejects.toMatchObject(NOT_FOUND);
  });

  it("B353: by one link nothing of another, whatever ids are known", async () => {
    await take();
    const other = await createBand(services);
    const foreign = await createLink(services, other.editor, {
      projectId: other.projectId,
      ...createLinkSchema.parse({}),
    });
    const guest = await enter(await make());
    await expect(song(guest, other.songId)).rejects.toMatchObject({ reason: "song_not_found" });
    for (const linkId of [foreign.id, createId(), "nonsense"]) {
      await expect(readVisit(services, { ...guest, linkId })).rejects.toMatchObject(NOT_FOUND);
    }
    await expect(readVisit(services, { ...guest, secret: "guessed" })).rejects.toMatchObject(NOT_FOUND);
  });

  it("the file only where the link allows it, and comments likewise", async () => {
    const versionId = await take();
    const guest = await enter(await toSong());
    const version = { songId: band.songId, versionId };
    await expect(signVisitDownload(services, guest, version)).rejects.toMatchObject({ code: "forbidden" });
    await expect(readVisitComments(services, guest, version, PAGE)).rejects.toMatchObject({ code: "forbidden" });
    const open = await enter(await toSong({ canDownload: true, canComment: true }));
    expect((await fetch(await signVisitDownload(services, open, version))).status).toBe(200);
    expect((await readVisitComments(services, open, version, PAGE)).items).toEqual([]);
  });
});

describe("how long a link works", () => {
  it("B354: to its second, for those who are inside as for those who come", async () => {
    const endsAt = services.clock.now().getTime() + 60_000;
    const link = await toSong({ expiresAt: new Date(endsAt).toISOString() });
    const guest = await enter(link);
    stack.clock.set(new Date(endsAt - 1));
    expect(await readGate(services, tokenOf(link), nobody)).not.toBeNull();
    expect((await song(guest)).name).toBe("First song");
    stack.clock.set(new Date(endsAt));
    await expect(song(guest)).rejects.toMatchObject(NOT_FOUND);
    await expect(enter(link)).rejects.toMatchObject(NOT_FOUND);
    expect(await readGate(services, tokenOf(link), nobody)).toBeNull();
    await change(link, { expiresAt: null });
    expect((await song(guest)).name).toBe("First song");
  });

  it("B354: for so many guests and no more, also when twenty come at once; a guest who comes back takes no place", async () => {
    const link = await toSong({ maxGuests: 3 });
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => enter(link)));
    const inside = tries.filter((one) => one.status === "fulfilled").map((one) => one.value);
    expect(inside).toHaveLength(3);
    for (const one of tries) if (one.status === "rejected") expect(one.reason).toMatchObject(NOT_FOUND);
    const [first] = inside;
    const again = await enterLink(services, { token: tokenOf(link) }, () => first?.secret ?? null);
    expect(again.secret).toBe(first?.secret);
    const [seen] = (await readLinks(services, band.owner, band)).items;
    expect(seen).toMatchObject({ guestCount: 3, state: "full" });
    expect(await readGate(services, tokenOf(link), nobody)).toBeNull();
    expect(await readGate(services, tokenOf(link), () => first?.secret ?? null)).not.toBeNull();
  });

  it("B354: until it is ended, for everybody and for ever", async () => {
    const link = await toSong();
    const guest = await enter(link);
    await revokeLink(services, band.owner, at(link));
    await expect(song(guest)).rejects.toMatchObject(NOT_FOUND);
    await expect(enter(link)).rejects.toMatchObject(NOT_FOUND);
    await expect(change(link, { canComment: true })).rejects.toMatchObject({ code: "not_found" });
  });

  it("B358: one that is over, full, or shut to a guest answers as one that never was", async () => {
    const expired = await toSong({ expiresAt: new Date(services.clock.now().getTime() + 1000).toISOString() });
    const full = await toSong({ maxGuests: 1 });
    const revoked = await toSong();
    await enter(full);
    await revokeLink(services, band.owner, at(revoked));
    stack.clock.advance(1000);
    const refusals = [expired, full, revoked].map((link) => enter(link).catch((error: unknown) => error));
    const unknown = await enterLink(services, { token: "x".repeat(43) }, nobody).catch((error: unknown) => error);
    for (const refusal of await Promise.all(refusals)) expect(refusal).toEqual(unknown);
    for (const link of [expired, full, revoked]) expect(await readGate(services, tokenOf(link), nobody)).toBeNull();
  });
});

describe("a password", () => {
  it("B355: is asked for before anything is told, and another one asks everybody again", async () => {
    const link = await toSong({ password: "geheim" });
    await expect(enter(link)).rejects.toMatchObject({ reason: "wrong_password", fields: [{ field: "password" }] });
    await expect(enter(link, "Geheim")).rejects.toMatchObject({ reason: "wrong_password" });
    const guest = await enter(link, "geheim");
    await song(guest);
    await change(link, { password: "anders" });
    await expect(song(guest)).rejects.toMatchObject(NOT_FOUND);
    const back = () => enterLink(services, { token: tokenOf(link), password: "anders" }, () => guest.secret);
    await expect(enterLink(services, own(link), () => guest.secret)).rejects.toMatchObject({
      reason: "wrong_password",
    });
    expect((await back()).secret).toBe(guest.secret);
    await song(guest);
    expect((await readLinks(services, band.owner, band)).items[0]).toMatchObject({ guestCount: 1, hasPassword: true });
    await change(link, { password: null });
    await song(guest);
  });
});

async function follow(visitor: LinkVisitor) {
  const stream = await openVisitStream(services, visitor, band.songId, null);
  onTestFinished(() => stream.leave());
  return stream;
}

async function next(stream: Awaited<ReturnType<typeof follow>>, withinMs = 2_000) {
  const late = new Promise<"none">((resolve) => setTimeout(() => resolve("none"), withinMs));
  return await Promise.race([stream.events.next().then(({ done, value }) => (done ? "end" : value)), late]);
}

describe("a guest's live stream", () => {
  const say = (body: string, versionId: string) =>
    createComment(services, band.owner, band, { versionId, body, startSec: 0, endSec: null });

  it("B356: says which part is another, and of comments only where the link shows them", async () => {
    const versionId = await take();
    const [silent, open] = [
      await follow(await enter(await toSong())),
      await follow(await enter(await toSong({ canComment: true }))),
    ];
    await say("Hello", versionId);
    expect(await next(open)).toMatchObject({ part: "comments" });
    await updateSong(services, band.editor, band, { name: "Harbour" });
    expect(await next(open)).toMatchObject({ part: "song" });
    expect(await next(silent)).toMatchObject({ part: "song" });
  });

  it.each<[string, (link: LinkView) => Promise<unknown>]>([
    ["it is ended", (link) => revokeLink(services, band.owner, at(link))],
    ["comments are turned off", (link) => change(link, { canComment: false })],
    ["it gets a password", (link) => change(link, { password: "geheim" })],
    ["the song is deleted", () => deleteSong(services, band.owner, band)],
    [
      "the guest is kept out",
      async (link) => {
        const guestId = (await readLinks(services, band.owner, band)).items[0]?.guests[0]?.id ?? "";
        await blockGuest(services, band.owner, { ...at(link), guestId }, { isBlocked: true });
      },
    ],
  ])("B356: ends within a second when %s", async (_, act) => {
    const link = await toSong({ canComment: true });
    const stream = await follow(await enter(link));
    await act(link);
    const since = Date.now();
    let told = await next(stream);
    while (told !== "end" && told !== "none") told = await next(stream);
    expect(told).toBe("end");
    expect(Date.now() - since).toBeLessThan(1_000);
  });

  it("B356: ends within two seconds of the link's end, of which nobody tells", async () => {
    const link = await toSong({ expiresAt: new Date(services.clock.now().getTime() + 5_000).toISOString() });
    const stream = await follow(await enter(link));
    stack.clock.advance(5_000);
    expect(await next(stream)).toBe("end");
  });
});
