import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { PersonActor } from "@/lib/access/actor";
import { createReply, deleteComment, updateComment } from "@/lib/domains/comments/commands";
import {
  addMember,
  type Band,
  createBand,
  createPerson,
  makeWav,
  uploadFile,
} from "@/lib/domains/projects/band.fixture";
import { deleteProject, updateProject } from "@/lib/domains/projects/commands";
import { createSong, deleteSong, updateSong } from "@/lib/domains/songs/commands";
import { addTag, decideTag } from "@/lib/domains/tags/commands";
import { restore } from "@/lib/domains/trash/commands";
import { deleteVersion, updateVersion } from "@/lib/domains/versions/commands";
import type { Services } from "@/lib/services";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { searchEverything } from "./reads";
import { type SearchKind, searchQuerySchema } from "./schema";
import { addSongTo, addTakeTo, findAll, findTitles, sayOn, type Take } from "./search.fixture";

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

const find = (actor: PersonActor, q: string, limit?: number) => findAll(services, actor, q, limit);
const titles = (actor: PersonActor, q: string, kind: SearchKind) => findTitles(services, actor, q, kind);
const addSong = (name: string) => addSongTo(services, band, name);
const addTake = (name: string, fileName: string) => addTakeTo(services, band, name, fileName);
const say = (actor: PersonActor, take: Take, body: string, startSec?: number) =>
  sayOn(services, actor, take, body, startSec);

describe("search", () => {
  it("B285: finds projects, songs, versions, tags, comments and people, and leads to each", async () => {
    await updateProject(services, band.owner, band.projectId, { name: "Harbour lights" });
    const take = await addTake("Harbour", "Harbour_rough-mix.wav");
    await updateVersion(services, band.owner, take, { note: "drums recorded in the harbour" });
    await addTag(services, band.owner, take, { name: "Harbour mood" });
    const comment = await say(band.commenter, take, "The bell of the harbour is too loud");
    const harry = await createPerson(services, "Harbourn Hill");
    await addMember(services, harry, { projectId: band.projectId }, "listener");
    const hits = await find(band.listener, "harbour");
    expect(hits.map(({ kind, title, match }) => ({ kind, title, match }))).toEqual([
      { kind: "song", title: "Harbour", match: "exact" },
      { kind: "project", title: "Harbour lights", match: "beginning" },
      { kind: "person", title: "Harbourn Hill", match: "beginning" },
      { kind: "tag", title: "Harbour mood", match: "beginning" },
      { kind: "version", title: "Harbour_rough-mix.wav", match: "beginning" },
      { kind: "comment", title: "Carla Commenter", match: "words" },
    ]);
    const song = `/projects/${take.projectId}/songs/${take.songId}`;
    expect(hits.map((hit) => hit.href)).toEqual([
      song,
      `/projects/${take.projectId}`,
      `/projects/${take.projectId}?person=${harry.accountId}`,
      `/projects/${take.projectId}?tags=harbour+mood`,
      `${song}?version=${take.versionId}`,
      `${song}?version=${take.versionId}&at=0.1&comment=${comment.id}`,
    ]);
    expect(hits.at(-1)).toMatchObject({ excerpt: "The bell of the harbour is too loud", startSec: 0.1 });
  });

  it("B285: ranks whole names, then beginnings, then words; one's own first; and bounds each group", async () => {
    const add = async (actor: PersonActor, name: string) => {
      await createSong(services, actor, band.projectId, { name });
    };
    await add(band.editor, "Tide");
    for (const name of ["High tide", "Tidelands", "Tide"]) await add(band.owner, name);
    await add(band.editor, "Tidelands");
    expect(await titles(band.owner, "tide", "song")).toEqual(["Tide", "Tide", "Tidelands", "Tidelands", "High tide"]);
    const byOwner = (await find(band.owner, "tide")).filter((hit) => hit.kind === "song").map((hit) => hit.id);
    const byEditor = (await find(band.editor, "tide")).filter((hit) => hit.kind === "song").map((hit) => hit.id);
    expect(byEditor.slice(0, 2)).toEqual([byOwner[1], byOwner[0]]);
    const answer = await searchEverything(services, band.owner, { q: "tide", limit: 2 });
    expect(answer.items).toHaveLength(2);
    expect(answer.more).toEqual(["song"]);
  });

  it("B285: a tag is found by its name on the page, by the current version, once a project", async () => {
    const take = await addTake("One", "one.wav");
    const other = await addTake("Two", "two.wav");
    for (const target of [take, other]) await addTag(services, band.owner, target, { name: "Instrumental" });
    expect(await titles(band.listener, "instrumental", "tag")).toEqual(["Instrumental"]);
    await uploadFile(services, band.owner, take, makeWav(0.3), "one-2.wav");
    await uploadFile(services, band.owner, other, makeWav(0.4), "two-2.wav");
    expect(await titles(band.listener, "instrumental", "tag")).toEqual([]);
    await updateSong(services, band.owner, take, { currentVersionId: take.versionId });
    expect(await titles(band.listener, "instrumental", "tag")).toEqual(["Instrumental"]);
  });

  it("B285: a version is found by its label and its note", async () => {
    const take = await addTake("Labelled", "three.wav");
    await updateVersion(services, band.owner, take, { label: "with strings", note: "The oboe is out." });
    expect((await find(band.listener, "strings")).map(({ kind }) => kind)).toEqual(["version"]);
    expect((await find(band.listener, "oboe")).map(({ kind }) => kind)).toEqual(["version"]);
    await updateVersion(services, band.owner, take, { label: "" });
    expect(await find(band.listener, "strings")).toEqual([]);
  });

  it("B286: finds words of any language, with and without accents, wide or decomposed, and parts of unspaced scripts", async () => {
    const pairs: [string, string][] = [
      ["Für Élise", "fur elise"],
      ["Grosse Straße", "strasse"],
      ["Übermut ÄÖ", "U\u0308BERMUT a\u0308o\u0308"],
      ["Привет, Йод", "иод привет"],
      ["Μουσική", "ΜΟΥΣΙΚΗ"],
      ["私は東京が好き", "東京"],
      ["ｆｕｌｌ ｗｉｄｔｈ", "full width"],
      ["한국노래", "노래"],
      ["🔥 Hot", "🔥"],
      ["Snare/Kick_v2", "kick v2"],
      ["Smørrebrød", "smorrebrod"],
    ];
    for (const [name] of pairs) await addSong(name);
    for (const [name, q] of pairs) expect(await titles(band.listener, q, "song"), q).toContain(name);
    for (const [name] of pairs) expect(await titles(band.listener, name, "song"), name).toContain(name);
    const take = await addTake("Take", "take.wav");
    await say(band.owner, take, "サビの音が小さい");
    await say(band.owner, take, "Die Bässe dröhnen");
    expect((await find(band.listener, "音が")).map((hit) => hit.excerpt)).toEqual(["サビの音が小さい"]);
    expect((await find(band.listener, "basse drohn")).map((hit) => hit.excerpt)).toEqual(["Die Bässe dröhnen"]);
  });

  it("B288: never finds what is not shared with one, of any kind, and addresses of nobody", async () => {
    const take = await addTake("Secretive", "secretive.wav");
    await updateVersion(services, band.owner, take, { note: "secretive" });
    await addTag(services, band.owner, take, { name: "secretive" });
    await say(band.commenter, take, "secretive");
    await updateProject(services, band.owner, band.projectId, { name: "Secretive" });
    expect((await find(band.listener, "secretive")).map((hit) => hit.kind)).toEqual([
      ...["song", "project", "tag", "version", "comment"],
    ]);
    for (const q of ["secretive", "secretve", "secr", "Olga", "olga.owner", band.owner.email, take.songId]) {
      expect(
        (await find(band.stranger, q)).filter((hit) => hit.kind !== "person" || hit.id !== band.stranger.accountId),
      ).toEqual([]);
    }
    expect((await find(band.listener, band.owner.email)).filter((hit) => hit.kind === "person")).toEqual([]);
    expect(await titles(band.listener, "olga", "person")).toEqual(["Olga Owner"]);
    await services.db.membership.deleteMany({ where: { accountId: band.listener.accountId } });
    for (const q of ["secretive", "secretve", "olga"]) expect(await find(band.listener, q)).toEqual([]);
  });

  it("B288: one who was given single songs finds these and their project's name, nothing else", async () => {
    const given = await addTake("Lantern one", "lantern-one.wav");
    const kept = await addTake("Lantern two", "lantern-two.wav");
    for (const take of [given, kept]) {
      await say(band.owner, take, `lantern ${take.songId}`);
      await addTag(services, band.owner, take, { name: `lantern ${take === given ? "given" : "kept"}` });
    }
    await updateProject(services, band.owner, band.projectId, { name: "Lantern" });
    const guest = await createPerson(services, "Gus Guest");
    await addMember(services, guest, { songId: given.songId }, "listener");
    const hits = await find(guest, "lantern");
    expect(hits.map(({ kind, songId }) => ({ kind, songId }))).toEqual([
      { kind: "song", songId: given.songId },
      { kind: "project", songId: null },
      { kind: "tag", songId: given.songId },
      { kind: "version", songId: given.songId },
      { kind: "comment", songId: given.songId },
    ]);
    expect(await titles(guest, "lantrn", "song")).toEqual(["Lantern one"]);
    expect(await titles(band.owner, "gus", "person")).toEqual(["Gus Guest"]);
  });

  it("B288: what is deleted is found no longer, and again when it comes back", async () => {
    const take = await addTake("Meadow", "meadow.wav");
    await addTag(services, band.owner, take, { name: "meadow" });
    const comment = await say(band.owner, take, "meadow");
    await createReply(services, band.owner, { ...take, commentId: comment.id }, { body: "more meadow" });
    const kinds = async () => (await find(band.listener, "meadow")).map((hit) => hit.kind);
    const all = ["song", "tag", "version", "comment", "comment"];
    expect(await kinds()).toEqual(all);
    await deleteVersion(services, band.owner, take);
    expect(await kinds()).toEqual(["song"]);
    await restore(services, band.owner, { itemId: take.versionId });
    expect(await kinds()).toEqual(all);
    await deleteSong(services, band.owner, take);
    expect(await kinds()).toEqual([]);
    await restore(services, band.owner, { itemId: take.songId });
    expect(await kinds()).toEqual(all);
    await deleteProject(services, band.owner, band.projectId);
    expect(await find(band.owner, "meadow")).toEqual([]);
    await restore(services, band.owner, { itemId: band.projectId });
    expect(await kinds()).toEqual(all);
    const { id: tagId } = await services.db.tag.findFirstOrThrow({
      where: { versionId: take.versionId, name: "meadow" },
    });
    await decideTag(services, band.owner, { ...take, tagId }, { state: "dismissed" });
    await deleteComment(services, band.owner, { ...take, commentId: comment.id });
    expect(await kinds()).toEqual(["song", "version"]);
  });

  it("B289: what changes is found by its new words at once, and by its old ones no longer", async () => {
    const take = await addTake("Before", "x.wav");
    const comment = await say(band.owner, take, "too quiet");
    await updateSong(services, band.owner, take, { name: "Afterwards" });
    await updateComment(services, band.owner, { ...take, commentId: comment.id }, { body: "too noisy" });
    await updateVersion(services, band.owner, take, { note: "remastered" });
    expect(await titles(band.listener, "before", "song")).toEqual([]);
    expect(await titles(band.listener, "afterwards", "song")).toEqual(["Afterwards"]);
    expect((await find(band.listener, "quiet")).filter((hit) => hit.kind === "comment")).toEqual([]);
    expect((await find(band.listener, "noisy")).map((hit) => hit.kind)).toEqual(["comment"]);
    expect(await titles(band.listener, "remastered", "version")).toEqual(["x.wav"]);
    const other = await services.db.project.create({ data: { ownerId: band.stranger.accountId, name: "Elsewhere" } });
    await addMember(services, band.stranger, { projectId: other.id }, "owner");
    await services.db.song.update({ where: { id: take.songId }, data: { projectId: other.id } });
    expect(await find(band.listener, "noisy")).toEqual([]);
    expect((await find(band.stranger, "noisy")).map((hit) => hit.kind)).toEqual(["comment"]);
    await services.db.version.delete({ where: { id: take.versionId } });
    expect(await services.db.searchEntry.count({ where: { songId: take.songId } })).toBe(1);
  });

  it("B289: any text is a search: operators, quotes, punctuation alone and endless words do no harm", async () => {
    await addSong(`It's "fine" & (odd) | !not <-> \\ :* %_`);
    for (const q of [
      "'",
      '"',
      "&",
      "a & b",
      "!",
      "foo:*",
      "((",
      "\\",
      "%",
      "_",
      "' OR 1=1 --",
      "<->",
      "in:",
      "…",
      "\t\n",
    ]) {
      await expect(find(band.owner, q), q).resolves.toBeInstanceOf(Array);
    }
    expect(await find(band.owner, "… !? --")).toEqual([]);
    expect(await titles(band.owner, `"fine" & (odd`, "song")).toHaveLength(1);
    expect(await find(band.owner, "z".repeat(200))).toEqual([]);
    const long = await addSong("w".repeat(150));
    expect((await find(band.owner, "w".repeat(150))).map((hit) => hit.id)).toEqual([long.songId]);
    for (const q of ["", "   ", "x".repeat(201), "x".repeat(5000), "a\u0000b"]) {
      expect(searchQuerySchema.safeParse({ q }).error?.issues[0]?.path).toEqual(["q"]);
    }
    expect(searchQuerySchema.safeParse({}).error?.issues[0]?.message).toBe("Write what you look for.");
  });
});
