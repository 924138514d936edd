import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { PersonActor } from "@/lib/access/actor";
import { createComment, createReply } from "@/lib/domains/comments/commands";
import {
  addMember,
  type Band,
  createBand,
  createPerson,
  makeWav,
  uploadFile,
} from "@/lib/domains/projects/band.fixture";
import { readSong } from "@/lib/domains/songs/reads";
import type { Services } from "@/lib/services";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { CATALOGUE, NOTIFICATION_KINDS } from "../catalogue/schema";
import { readNotifications } from "../reads";
import { changeLevel, changePreferences } from "./commands";
import { readLevel, readPreferences } from "./reads";

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
  await uploadFile(services, band.owner, band, makeWav(0.2), "take.wav");
  versionId = (await readSong(services, band.owner, band)).versions[0]?.id ?? "";
  await services.db.notification.deleteMany();
});

const say = (actor: PersonActor, ...mentions: PersonActor[]) =>
  createComment(services, actor, band, {
    ...{ versionId, body: "Listen.", startSec: 0.1, endSec: null },
    mentions: mentions.map(({ accountId }) => accountId),
  });
const kindsOf = async (actor: PersonActor) =>
  (await readNotifications(services, actor, { limit: 50 })).items.map(({ kind }) => kind);

describe("the catalogue", () => {
  it("B263: has for each kind who hears of it, a channel, and words for one and for several", () => {
    const facts = { excerpt: "Mix", songName: "Harbour", projectName: "Album", at: "1:15" };
    for (const kind of NOTIFICATION_KINDS) {
      const entry = CATALOGUE[kind];
      expect([kind, entry.label.length > 0, entry.deed(facts).length > 0]).toEqual([kind, true, true]);
      expect(entry.deedOn(facts, "Harbour")).toContain("Harbour");
      expect(entry.deedsOn(3, "Harbour")).toContain("Harbour");
    }
  });

  it("B263: who is spoken to is told so, and not once more that something was written; who did it is never told", async () => {
    await say(band.commenter, band.listener, band.commenter);
    expect(await kindsOf(band.listener)).toEqual(["comment.mentioned"]);
    expect(await kindsOf(band.editor)).toEqual(["comment.created"]);
    expect(await kindsOf(band.commenter)).toEqual([]);
    const { id: commentId } = await say(band.editor);
    await createReply(
      services,
      band.owner,
      { ...band, commentId },
      { body: "Yes.", mentions: [band.editor.accountId] },
    );
    expect((await kindsOf(band.editor))[0]).toBe("comment.mentioned");
    const [told] = (await readNotifications(services, band.editor, { limit: 1 })).items;
    expect(told?.excerpt).toBe("Yes.");
  });
});

describe("what one chose", () => {
  it("B265: by kind holds from then on, for oneself alone", async () => {
    const before = await readPreferences(services, band.listener);
    expect(before.channels["comment.created"]).toBe("digest");
    await changePreferences(services, band.listener, { channels: { "comment.created": "never" } });
    const chosen = await changePreferences(services, band.listener, { channels: { "song.staged": "app" } });
    expect(chosen.channels).toMatchObject({ "comment.created": "never", "song.staged": "app" });
    await say(band.commenter);
    expect([await kindsOf(band.listener), await kindsOf(band.editor)]).toEqual([[], ["comment.created"]]);
  });

  it("B265: at the same moment in two tabs is one of the two, and the other kinds stay", async () => {
    const choose = (channel: "app" | "never") =>
      changePreferences(services, band.listener, {
        channels: { "comment.created": channel, "comment.replied": channel },
      });
    await Promise.all([choose("app"), choose("never"), choose("app")]);
    const { channels } = await readPreferences(services, band.listener);
    expect(channels["comment.created"]).toBe(channels["comment.replied"]);
    expect(channels["version.uploaded"]).toBe("digest");
  });

  it("B265: of a project counts for all its songs, of a song before it; mentions and replies come through, or nothing", async () => {
    await changeLevel(services, band.listener, { projectId: band.projectId }, { level: "personal" });
    await say(band.commenter);
    expect(await kindsOf(band.listener)).toEqual([]);
    await say(band.commenter, band.listener);
    expect(await kindsOf(band.listener)).toEqual(["comment.mentioned"]);
    expect(await readLevel(services, band.listener, band)).toEqual({ own: null, level: "personal" });
    await changeLevel(services, band.listener, band, { level: "all" });
    await say(band.commenter);
    expect(await kindsOf(band.listener)).toEqual(["comment.created", "comment.mentioned"]);
    expect((await readPreferences(services, band.listener)).places).toMatchObject([
      { projectName: "Album", songName: null, level: "personal" },
      { projectName: "Album", songName: "First song", level: "all" },
    ]);
    await changeLevel(services, band.listener, band, { level: "nothing" });
    await say(band.commenter, band.listener);
    expect(await kindsOf(band.listener)).toHaveLength(2);
    expect(await changeLevel(services, band.listener, band, { level: null })).toEqual({ own: null, level: "personal" });
    expect(await readLevel(services, band.editor, band)).toEqual({ own: null, level: "all" });
  });

  it("B265: is asked of members alone, and is not told of a place that one may open no more", async () => {
    const wish = { level: "nothing" } as const;
    await expect(changeLevel(services, band.stranger, band, wish)).rejects.toMatchObject({ code: "not_found" });
    await expect(changeLevel(services, null, band, wish)).rejects.toMatchObject({ code: "unauthenticated" });
    await changeLevel(services, band.listener, band, wish);
    await services.db.membership.deleteMany({ where: { accountId: band.listener.accountId } });
    expect((await readPreferences(services, band.listener)).places).toEqual([]);
  });
});

describe("a mention", () => {
  it("B266: is of a person, not of a name: two of one name are two", async () => {
    const other = await createPerson(services, "Lars Listener");
    await addMember(services, other, { songId: band.songId }, "listener");
    const comment = await say(band.commenter, other);
    expect(comment.mentions).toEqual([{ id: other.accountId, name: "Lars Listener" }]);
    expect(await kindsOf(other)).toEqual(["comment.mentioned"]);
    expect(await kindsOf(band.listener)).toEqual(["comment.created"]);
  });

  it("B266: of somebody who can't open the song is refused by its field, and nothing is written", async () => {
    await expect(say(band.commenter, band.listener, band.stranger)).rejects.toMatchObject({
      ...{ code: "invalid_input", reason: "unknown_person" },
      fields: [{ field: "mentions" }],
    });
    expect(await services.db.comment.count({ where: { songId: band.songId } })).toBe(0);
    expect(await kindsOf(band.stranger)).toEqual([]);
  });

  it("B266: who wants no mentions hears of the comment as of any other", async () => {
    await changePreferences(services, band.listener, { channels: { "comment.mentioned": "never" } });
    await say(band.commenter, band.listener);
    expect(await kindsOf(band.listener)).toEqual(["comment.created"]);
  });
});
