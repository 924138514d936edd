import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { systemScope } from "@/lib/access/system-scope";
import * as chat from "@/lib/ai/testing/chat-server";
import { makeWav, uploadFile } from "@/lib/domains/projects/band.fixture";
import { deleteVersion } from "@/lib/domains/versions/commands";
import { addTag, decideTag } from "../commands";
import { failOverdueRequests, failTagRequest, requestTags } from "./commands";
import { SuggestWorld, warm } from "./suggest-world.fixture";

const HOUR_MS = 3_600_000;

let world: SuggestWorld;
beforeAll(async () => {
  world = await SuggestWorld.open();
});
afterAll(() => world.close());
beforeEach(() => world.begin());

/** Versions are measured by processes that start at a lower priority. */
const SLOW = { timeout: 60_000 };
const readNames = async () => (await world.readAiTags()).map((tag) => [tag.name, tag.state]);

describe("the suggestions", SLOW, () => {
  beforeEach(() => world.allow());

  it("B227: come once, however often the work is done, with model, confidence and what they rest on", async () => {
    expect([await world.ask(), await world.ask(), await world.save(), await world.save(), await world.ask()]).toEqual([
      ...["done", "done", "done", "ended", "ended"],
    ]);
    expect(world.server.requests).toHaveLength(1);
    expect((await world.read()).tagRequest).toEqual({ state: "done", reason: null, message: null });
    const lufs = (await world.read()).analysis.facts?.integratedLufs;
    const evidence = [
      { field: "ai.model", value: "small-1" },
      { field: "loudness.integratedLufs", value: lufs },
    ];
    expect(await world.readAiTags()).toMatchObject([
      { name: "mood:warm", label: "Warm", confidence: 0.8, state: "suggested", evidence, decidedBy: null },
      { name: "genre:ambient", confidence: 0.6, state: "suggested", evidence: [evidence[0]] },
    ]);
  });

  it("B227: are made of the answer that was kept, without another call, when a step is repeated", async () => {
    await world.ask();
    world.server.behave(chat.suggests({ id: "mood:sad", confidence: 0.9 }));
    await world.ask();
    await world.save();
    expect(await readNames()).toEqual([
      ["mood:warm", "suggested"],
      ["genre:ambient", "suggested"],
    ]);
    expect(world.server.requests).toHaveLength(1);
  });

  it("B76, B227: of a version that was deleted before or in the midst of it end quietly", async () => {
    await world.ask();
    await deleteVersion(world.services, world.band.editor, world.target);
    expect([await world.save(), await world.ask()]).toEqual(["gone", "gone"]);
    expect(await world.services.db.tag.count({ where: { versionId: world.target.versionId, source: "ai" } })).toBe(0);
    await failTagRequest(world.services, systemScope, world.target);
    expect(world.server.requests).toHaveLength(1);
  });

  it("B73, B228: are replaced when a model is asked again; what somebody decided on or added stays", async () => {
    await world.ask();
    await world.save();
    const tags = await world.readAiTags();
    const idOf = (name: string) => tags.find((tag) => tag.name === name)?.id ?? "";
    await decideTag(
      world.services,
      world.band.editor,
      { ...world.target, tagId: idOf("mood:warm") },
      { state: "dismissed" },
    );
    await decideTag(
      world.services,
      world.band.editor,
      { ...world.target, tagId: idOf("genre:ambient") },
      { state: "accepted" },
    );
    await addTag(world.services, world.band.editor, world.target, { name: "Sad" });
    const measured = (await world.read()).tags.filter((tag) => tag.source === "measured");
    const all = ["mood:warm", "genre:ambient", "mood:sad", "mood:calm"].map((id) => ({ id, confidence: 0.9 }));
    for (const answer of [all, all.slice(0, 3)]) {
      await world.again();
      world.server.behave(chat.suggests(...answer));
      expect([await world.ask(), await world.save()]).toEqual(["done", "done"]);
    }
    // "Calm" was only suggested, and is so no longer.
    expect(await readNames()).toEqual([
      ["mood:warm", "dismissed"],
      ["genre:ambient", "accepted"],
    ]);
    expect((await world.readAiTags()).map((tag) => tag.confidence)).toEqual([0.8, 0.6]);
    expect((await world.read()).tags.find((tag) => tag.name === "mood:sad")).toMatchObject({ source: "person" });
    expect((await world.read()).tags.filter((tag) => tag.source === "measured")).toEqual(measured);
  });

  it("B228: while somebody takes one off, at any moment, end with it off", async () => {
    await world.ask();
    await world.save();
    const warmTag = (await world.readAiTags()).find((tag) => tag.name === "mood:warm");
    await world.again();
    await world.ask();
    const off = decideTag(
      world.services,
      world.band.editor,
      { ...world.target, tagId: warmTag?.id ?? "" },
      { state: "dismissed" },
    );
    await Promise.all([world.save(), off]);
    expect((await world.readAiTags()).find((tag) => tag.name === "mood:warm")).toMatchObject({ state: "dismissed" });
  });
});

describe("a question that fails", SLOW, () => {
  beforeEach(() => world.allow());

  it("B225: for good is shown with its reason, and may be asked again by an editor", async () => {
    world.server.behave(chat.fails(401));
    await expect(world.ask()).rejects.toMatchObject({ reason: "ai_key_refused" });
    expect((await world.read()).tagRequest).toMatchObject({
      state: "failed",
      reason: "ai_key_refused",
      message: expect.stringContaining("AI_API_KEY"),
    });
    await expect(requestTags(world.services, world.band.commenter, world.target)).rejects.toMatchObject({
      code: "forbidden",
    });
    expect((await world.again()).tagRequest).toEqual({ state: "waiting", reason: null, message: null });
    await expect(world.again()).rejects.toMatchObject({ reason: "already_asked" });
    world.server.behave(warm);
    expect([await world.ask(), await world.save()]).toEqual(["done", "done"]);
    expect(await readNames()).toHaveLength(2);
  });

  it("B225: for now waits for the next try, and keeps the reason in case there is none", async () => {
    world.server.behave(chat.fails(429, { "retry-after": "5" }));
    await expect(world.ask()).rejects.toMatchObject({ code: "unavailable", retryAfterSec: 5 });
    expect((await world.read()).tagRequest).toMatchObject({ state: "waiting", reason: "ai_busy" });
    await failTagRequest(world.services, systemScope, world.target);
    expect((await world.read()).tagRequest).toMatchObject({ state: "failed", reason: "ai_busy" });
  });

  it("B225: by nobody's doing is told as failed after an hour; one that the queue brings too late is not asked", async () => {
    await world.services.db.tagRequest.deleteMany();
    await world.again();
    world.stack.clock.advance(0.9 * HOUR_MS);
    expect(await failOverdueRequests(world.services, systemScope)).toBe(0);
    world.stack.clock.advance(0.2 * HOUR_MS);
    expect(await failOverdueRequests(world.services, systemScope)).toBe(1);
    expect((await world.read()).tagRequest).toMatchObject({ state: "failed", reason: "no_answer" });
    await world.again();
    expect(await world.ask(world.services, new Date(world.stack.clock.now().getTime() - 7 * HOUR_MS))).toBe("ended");
    expect((await world.read()).tagRequest).toMatchObject({ state: "failed", reason: "too_late" });
    expect(world.server.requests).toEqual([]);
  });

  it("B225: can't be asked again where there is no model, no consent, or nothing measured", async () => {
    await expect(requestTags(world.bare, world.band.editor, world.target)).rejects.toMatchObject({
      reason: "ai_unavailable",
    });
    await world.forbid();
    await expect(world.again()).rejects.toMatchObject({ reason: "ai_off" });
    await world.allow();
    const { version } = await uploadFile(world.services, world.band.editor, world.band, makeWav(0.1));
    const unmeasured = { ...world.target, versionId: version?.id ?? "" };
    await expect(requestTags(world.services, world.band.editor, unmeasured)).rejects.toMatchObject({
      reason: "not_measured",
    });
  });
});
