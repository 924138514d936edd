import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { PersonActor } from "@/lib/access/actor";
import { systemScope } from "@/lib/access/system-scope";
import { updateComment } from "@/lib/domains/comments/commands";
import { type Band, createBand } from "@/lib/domains/projects/band.fixture";
import { addTag } from "@/lib/domains/tags/commands";
import type { Services } from "@/lib/services";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { forgetWords } from "./commands";
import type { SearchKind } from "./schema";
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

const find = (actor: PersonActor, q: string) => findAll(services, actor, q);
const titles = (actor: PersonActor, q: string, kind: SearchKind) => findTitles(services, actor, q, kind);
const addTake = (name: string, fileName: string) => addTakeTo(services, band, name, fileName);
const say = (actor: PersonActor, take: Take, body: string) => sayOn(services, actor, take, body);

describe("typing errors", () => {
  it("B287: finds typing errors when nothing else fits", async () => {
    const take = await addTake("Nocturne", "a.wav");
    await say(band.owner, take, "reverberation on the vocals");
    await addSongTo(services, band, "Daylight");
    expect(await titles(band.listener, "noctrune", "song")).toEqual(["Nocturne"]);
    expect(await titles(band.listener, "dayligth", "song")).toEqual(["Daylight"]);
    expect(await titles(band.listener, "Carla Comenter", "person")).toEqual(["Carla Commenter"]);
    const comments = (await find(band.listener, "reverbaration")).filter((hit) => hit.kind === "comment");
    expect(comments).toMatchObject([{ excerpt: "reverberation on the vocals", match: "nearly" }]);
    expect(await find(band.listener, "qqqqxxxx")).toEqual([]);
  });

  it("B287: finds typing errors in each word of several, and a beginning beside them", async () => {
    const take = await addTake("Take", "take.wav");
    await say(band.owner, take, "The saxophone drowns the accordion");
    await say(band.owner, take, "The saxophone is fine");
    const excerpts = async (q: string) => (await find(band.listener, q)).map((hit) => hit.excerpt);
    expect(await excerpts("saxohpone acordion")).toEqual(["The saxophone drowns the accordion"]);
    expect(await excerpts("saxohpone dr")).toEqual(["The saxophone drowns the accordion"]);
    expect(await excerpts("saxohpone qqqqxxxx")).toEqual([]);
  });

  it("B287: two that write a new word at once don't wait for each other", async () => {
    const projects = await Promise.all([createBand(services), createBand(services)]);
    const rename = (project: Band, name: string, then: () => Promise<unknown>) =>
      services.db.$transaction(async (tx) => {
        await tx.project.update({ where: { id: project.projectId }, data: { name } });
        await then();
      });
    const [first, second] = projects;
    await rename(first, "zyzzyva quokka", () => rename(second, "quokka zyzzyva", () => Promise.resolve()));
    expect(await titles(first.owner, "zyzyva", "project")).toEqual(["zyzzyva quokka"]);
    expect(await titles(second.owner, "quoka", "project")).toEqual(["quokka zyzzyva"]);
  });

  it("B287: forgets a word that nothing has any more, and keeps what still occurs, in whatever kind of thing", async () => {
    const take = await addTake("Glockenspiel", "theremin.wav");
    await addTag(services, band.owner, take, { name: "marimba" });
    const comment = await say(band.owner, take, "more vibraphone, less celesta");
    const listed = async () => {
      const words = await services.db.searchWord.findMany({ select: { word: true } });
      const ours = ["glockenspiel", "theremin", "marimba", "vibraphone", "celesta"];
      return ours.filter((word) => words.some((each) => each.word === word));
    };
    const forgetAll = async () => {
      const runs = Math.ceil((await services.db.searchWord.count()) / 500);
      for (let run = 0; run < runs; run++) await forgetWords(services, systemScope);
    };
    await forgetAll();
    expect(await listed()).toHaveLength(5);
    await updateComment(services, band.owner, { ...take, commentId: comment.id }, { body: "more vibraphone" });
    await forgetAll();
    expect(await listed()).toEqual(["glockenspiel", "theremin", "marimba", "vibraphone"]);
    await say(band.owner, take, "celesta again");
    expect((await find(band.listener, "celetsa")).map((hit) => hit.excerpt)).toEqual(["celesta again"]);
  });
});
