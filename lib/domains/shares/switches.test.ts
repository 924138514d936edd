import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { createId } from "@/lib/core/ids";
import { readSongActivity } from "@/lib/domains/activity/deeds/reads";
import { openSongStream } from "@/lib/domains/activity/reads";
import { signAttachment } from "@/lib/domains/attachments/reads";
import { createComment } from "@/lib/domains/comments/commands";
import { listComments } from "@/lib/domains/comments/reads";
import { readNotifications } from "@/lib/domains/notifications/reads";
import { type Band, createBand, createPerson, makeWav, uploadFile } from "@/lib/domains/projects/band.fixture";
import { searchEverything } from "@/lib/domains/search/reads";
import { updateSong } from "@/lib/domains/songs/commands";
import { readSong } from "@/lib/domains/songs/reads";
import { openPeaks, readVersion, signDownload, signPreview } from "@/lib/domains/versions/reads";
import type { Services } from "@/lib/services";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { updateShare } from "./changing/commands";
import { createShare } from "./commands";
import { readShares } from "./reads";

let stack: TestStack;
let services: Services;
let band: Band;

beforeAll(async () => {
  stack = await startTestStack({ env: { MAIL_DAILY_LIMIT: "1000" } });
  services = stack.services;
});
afterAll(() => stack.close());
beforeEach(async () => {
  band = await createBand(services);
});

const PAGE = { limit: 100 };
const OFF = { canDownload: false, canSeeVersions: false };
const take = async () => (await uploadFile(services, band.editor, band, makeWav(0.1))).version?.id ?? "";
const at = (versionId: string) => ({ projectId: band.projectId, songId: band.songId, versionId });
const say = (versionId: string, body: string) =>
  createComment(services, band.owner, band, { versionId, body, startSec: null, endSec: null });

async function shareOf(person: Band["owner"]): Promise<{ projectId: string; shareId: string }> {
  const { members } = await readShares(services, band.owner, band);
  const shareId = members.find((member) => member.person.id === person.accountId)?.membershipId ?? "";
  return { projectId: band.projectId, shareId };
}
const change = async (person: Band["owner"], input: Parameters<typeof updateShare>[3]) =>
  updateShare(services, band.owner, await shareOf(person), input);

describe("B365: a share without downloads", () => {
  it("gives the sound and not the file, of versions as of what lies beside them, from that moment on", async () => {
    const versionId = await take();
    expect(await signDownload(services, band.listener, at(versionId))).toMatch(/^http/);
    await change(band.listener, { canDownload: false });
    const refused = { code: "forbidden", reason: "no_download" };
    await expect(signDownload(services, band.listener, at(versionId))).rejects.toMatchObject(refused);
    const attachment = signAttachment(services, band.listener, { ...band, attachmentId: createId() });
    await expect(attachment).rejects.toMatchObject(refused);
    expect(await signPreview(services, band.listener, at(versionId))).toMatch(/^http/);
    expect((await readSong(services, band.listener, band)).canDownload).toBe(false);
    await change(band.listener, { canDownload: true });
    expect(await signDownload(services, band.listener, at(versionId))).toMatch(/^http/);
  });

  it("is added to by another share, as a song's can only add to the project's", async () => {
    const versionId = await take();
    await change(band.listener, { canDownload: false });
    const input = {
      projectId: band.projectId,
      songId: band.songId,
      email: band.listener.email,
      role: "listener",
    } as const;
    await createShare(services, band.owner, input);
    expect(await signDownload(services, band.listener, at(versionId))).toMatch(/^http/);
  });
});

describe("B366: a share without earlier versions", () => {
  it("shows the current one alone: nothing of the others is read, heard, found, told or said", async () => {
    const first = await take();
    await say(first, "Xylophone on the first");
    const second = await take();
    await say(second, "Marimba on the second");
    const before = await readNotifications(services, band.commenter, PAGE);
    expect(before.items).toHaveLength(4);
    await change(band.commenter, { canSeeVersions: false });
    const person = band.commenter;
    expect((await readSong(services, person, band)).versions.map(({ id }) => id)).toEqual([second]);
    const hidden = { code: "not_found" };
    await expect(readVersion(services, person, at(first))).rejects.toMatchObject(hidden);
    await expect(openPeaks(services, person, at(first), "peaks")).rejects.toMatchObject(hidden);
    await expect(signPreview(services, person, at(first))).rejects.toMatchObject(hidden);
    await expect(signDownload(services, person, at(first))).rejects.toMatchObject(hidden);
    const bodies = (await listComments(services, person, band, PAGE)).items.map(({ body }) => body);
    expect(bodies).toEqual(["Marimba on the second"]);
    const words = { versionId: first, body: "Me, too", startSec: null, endSec: null };
    await expect(createComment(services, person, band, words)).rejects.toMatchObject(hidden);
    const told = (await readNotifications(services, person, PAGE)).items.map(({ excerpt }) => excerpt);
    expect(told).toEqual(["Marimba on the second", "take.wav"]);
    const deeds = JSON.stringify(await readSongActivity(services, person, band, PAGE));
    expect(deeds).toContain("Marimba");
    expect(deeds).not.toContain("Xylophone");
    const find = async (who: Band["owner"], q: string) =>
      JSON.stringify(await searchEverything(services, who, { q, limit: 5 }));
    expect(await find(person, "marimba")).toContain("Marimba on the second");
    expect(await find(person, "xylophone")).not.toContain("Xylophone on the first");
    expect(await find(band.listener, "xylophone")).toContain("Xylophone on the first");
  });

  it("follows what is current, also when an older one is chosen", async () => {
    const first = await take();
    const second = await take();
    await change(band.listener, { canSeeVersions: false });
    await updateSong(services, band.editor, band, { currentVersionId: first });
    expect((await readSong(services, band.listener, band)).versions.map(({ id }) => id)).toEqual([first]);
    await expect(readVersion(services, band.listener, at(second))).rejects.toMatchObject({ code: "not_found" });
    await say(second, "Of the other");
    expect((await readNotifications(services, band.listener, PAGE)).items[0]?.excerpt).not.toBe("Of the other");
  });

  it("ends the live stream of before within a second, and the next tells of the current version alone", async () => {
    const first = await take();
    const second = await take();
    const open = async () => {
      const stream = await openSongStream(services, band.listener, band, null);
      onTestFinished(() => stream.leave());
      return stream;
    };
    const before = await open();
    await change(band.listener, OFF);
    const since = Date.now();
    expect((await before.events.next()).done).toBe(true);
    expect(Date.now() - since).toBeLessThan(1_500);
    const after = await open();
    await say(first, "Hidden");
    await say(second, "Shown");
    const { value } = await after.events.next();
    expect(value?.json).toContain("Shown");
  });
});

describe("B365, B366: the switches", () => {
  it("come with an invite as with an account, and never take away what was given", async () => {
    const newcomer = await createPerson(services, "Nora Newcomer");
    const give = (input: object) =>
      createShare(services, band.owner, {
        projectId: band.projectId,
        email: newcomer.email,
        role: "listener",
        ...input,
      });
    expect((await give(OFF)).member).toMatchObject(OFF);
    expect((await give({ canDownload: true, canSeeVersions: false })).member).toMatchObject({ canDownload: true });
    expect((await give(OFF)).member).toMatchObject({ canDownload: true, canSeeVersions: false });
    const unknown = {
      projectId: band.projectId,
      email: `new.${createId()}@example.com`,
      role: "listener",
      ...OFF,
    } as const;
    expect((await createShare(services, band.owner, unknown)).invite).toMatchObject(OFF);
  });

  it("are no editor's or owner's, and are set by those alone who may share", async () => {
    for (const person of [band.editor, band.owner]) {
      await expect(change(person, OFF)).rejects.toMatchObject({ code: "conflict", reason: "may_always" });
    }
    const share = await shareOf(band.listener);
    for (const person of [band.listener, band.commenter]) {
      await expect(updateShare(services, person, share, { canDownload: true })).rejects.toMatchObject({
        code: "forbidden",
      });
    }
    await expect(updateShare(services, band.stranger, share, OFF)).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("B462: a member's role", () => {
  it("is changed where it stands, and what is lost by it is lost at once: calls, streams and signing", async () => {
    const versionId = await take();
    await change(band.listener, { role: "commenter" });
    const words = { versionId, body: "Now I may", startSec: null, endSec: null };
    const said = await createComment(services, band.listener, band, words);
    expect((await readNotifications(services, band.listener, PAGE)).items[0]?.kind).toBe("share.received");
    const { membershipId } = await change(band.listener, { role: "listener", ...OFF });
    expect(membershipId).toBe((await shareOf(band.listener)).shareId);
    await expect(createComment(services, band.listener, band, words)).rejects.toMatchObject({ code: "forbidden" });
    await expect(signDownload(services, band.listener, at(versionId))).rejects.toMatchObject({ reason: "no_download" });
    const stream = await openSongStream(services, band.editor, band, null);
    onTestFinished(() => stream.leave());
    const older = await take();
    await take();
    await change(band.editor, { role: "listener", ...OFF });
    const since = Date.now();
    for (;;) if ((await stream.events.next()).done) break;
    expect(Date.now() - since).toBeLessThan(1_500);
    await expect(updateSong(services, band.editor, band, { name: "Mine" })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(signPreview(services, band.editor, at(older))).rejects.toMatchObject({ code: "not_found" });
    expect((await listComments(services, band.owner, band, PAGE)).items.map(({ id }) => id)).toContain(said.id);
  });

  it("is given by those alone who have it themselves, and is never the owner's", async () => {
    const [listener, owner] = [await shareOf(band.listener), await shareOf(band.owner)];
    const set = (actor: Band["owner"], role: "listener" | "commenter" | "editor") =>
      updateShare(services, actor, listener, { role });
    for (const actor of [band.listener, band.commenter]) {
      await expect(set(actor, "editor")).rejects.toMatchObject({ code: "forbidden" });
    }
    await expect(set(band.stranger, "editor")).rejects.toMatchObject({ code: "not_found" });
    expect((await set(band.editor, "editor")).role).toBe("editor");
    expect((await set(band.editor, "editor")).role).toBe("editor");
    for (const actor of [band.editor, band.owner]) {
      await expect(updateShare(services, actor, owner, { role: "listener" })).rejects.toMatchObject({
        reason: "owner_stays",
      });
    }
    const both = await Promise.allSettled([set(band.owner, "listener"), set(band.owner, "commenter")]);
    expect(both.some(({ status }) => status === "fulfilled")).toBe(true);
  });

  it("of who may share no more makes the links useless that they could have copied", async () => {
    const { invite } = await createShare(services, band.owner, {
      ...{ projectId: band.projectId, email: `new.${createId()}@example.com`, role: "listener" },
    });
    await change(band.editor, { role: "commenter" });
    const after = (await readShares(services, band.owner, band)).invites.find(({ id }) => id === invite?.id);
    expect(after?.link).not.toBe(invite?.link);
  });
});
