import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { systemScope } from "@/lib/access/system-scope";
import type { MeasuredTag } from "@/lib/audio/measured-tag";
import { createId } from "@/lib/core/ids";
import { transact } from "@/lib/db/client";
import { type Band, createBand, makeWav, uploadFile } from "@/lib/domains/projects/band.fixture";
import { readVersion } from "@/lib/domains/versions/reads";
import type { Services } from "@/lib/services";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { addTag, decideTag, saveMeasuredTags } from "./commands";
import { listTagWords } from "./reads";
import { MAX_TAGS } from "./schema";

let stack: TestStack;
let services: Services;
let band: Band;
let target: { projectId: string; songId: string; versionId: string };

beforeAll(async () => {
  stack = await startTestStack();
  services = stack.services;
  band = await createBand(services);
});
afterAll(() => stack.close());
beforeEach(async () => {
  const { version } = await uploadFile(services, band.editor, band, makeWav(0.1));
  target = { projectId: band.projectId, songId: band.songId, versionId: version?.id ?? "" };
});

const loud = (lufs: number): MeasuredTag => ({
  ...{ id: "loudness:loud-master", value: lufs },
  evidence: { field: "loudness.integratedLufs", value: lufs },
});
const mono: MeasuredTag = { id: "stereo:mono", evidence: { field: "signal.isDualMono", value: true } };

/** As an analysis saves them: with the version's row locked. */
function measure(tags: MeasuredTag[]): Promise<void> {
  return transact(services.db, async (tx) => {
    await tx.version.update({ where: { id: target.versionId }, data: { durationMs: 100 } });
    await saveMeasuredTags(tx, systemScope, { versionId: target.versionId, tags, now: services.clock.now() });
  });
}
const read = async () => (await readVersion(services, band.listener, target)).tags;
const find = async (name: string) => (await read()).find((tag) => tag.name === name);
const add = (name: string, actor = band.editor) => addTag(services, actor, target, { name });
const decide = (tagId: string, state: "accepted" | "dismissed", actor = band.editor) =>
  decideTag(services, actor, { ...target, tagId }, { state });
const listEvents = () =>
  services.db.songEvent.findMany({ where: { songId: band.songId, type: "version.tagged" }, orderBy: { seq: "asc" } });

async function suggest(name: string): Promise<string> {
  const id = createId();
  const tag = { id, name, source: "ai", confidence: 0.8, evidence: [], state: "suggested" } as const;
  await services.db.tag.create({ data: { ...tag, versionId: target.versionId } });
  return id;
}

describe("a person's tags", () => {
  it("B200: name who added them, are told live, and adding one again changes nothing", async () => {
    const before = (await listEvents()).length;
    await add("Sunday sessions");
    await add("sunday SESSIONS", band.owner);
    expect(await read()).toMatchObject([
      { name: "sunday sessions", label: "Sunday sessions", source: "person", confidence: 1, state: "accepted" },
    ]);
    expect((await find("sunday sessions"))?.decidedBy?.name).toBe("Eddie Editor");
    const events = (await listEvents()).slice(before);
    expect(events).toHaveLength(1);
    expect(events[0]?.payload).toMatchObject({
      version: { id: target.versionId, tags: [{ name: "sunday sessions" }] },
    });
  });

  it("B200: of several who add the same at once, all succeed and the version has it once", async () => {
    const before = (await listEvents()).length;
    const people = [band.editor, band.owner, band.editor, band.owner, band.editor];
    const versions = await Promise.all(people.map((person) => add("Dreamy", person)));
    expect(versions.map((version) => version.tags.map((tag) => tag.name))).toEqual(people.map(() => ["mood:dreamy"]));
    expect(await services.db.tag.count({ where: { versionId: target.versionId } })).toBe(1);
    expect((await listEvents()).length).toBe(before + 1);
  });

  it("B200: are the editors' and the owner's to change", async () => {
    const tag = (await add("Dreamy", band.owner)).tags[0];
    for (const actor of [band.listener, band.commenter]) {
      await expect(add("Sad", actor)).rejects.toMatchObject({ code: "forbidden" });
      await expect(decide(tag?.id ?? "", "dismissed", actor)).rejects.toMatchObject({ code: "forbidden" });
    }
    await expect(add("Sad", band.stranger)).rejects.toMatchObject({ code: "not_found" });
    await expect(decide(createId(), "dismissed")).rejects.toMatchObject({ reason: "tag_not_found" });
  });

  it("end at a number that is named, also when many are added at once", async () => {
    const { versionId } = target;
    await services.db.tag.createMany({
      data: Array.from({ length: MAX_TAGS - 1 }, (_, i) => ({
        ...{ id: createId(), versionId, name: `word ${i}`, source: "person" as const, confidence: 1, evidence: [] },
      })),
    });
    const results = await Promise.allSettled(["one more", "and one", "and another"].map((name) => add(name)));
    expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(1);
    await expect(add("one too many")).rejects.toMatchObject({ reason: "too_many_tags", fields: [{ field: "name" }] });
    expect(await read()).toHaveLength(MAX_TAGS);
  });
});

describe("suggestions", () => {
  it("B201: are accepted or dismissed once, and who did it is told", async () => {
    const [warm, sad] = [await suggest("mood:warm"), await suggest("mood:sad")];
    const before = (await listEvents()).length;
    await decide(warm, "accepted");
    await decide(warm, "accepted");
    await decide(sad, "dismissed", band.owner);
    expect(await find("mood:warm")).toMatchObject({
      state: "accepted",
      source: "ai",
      decidedBy: { name: "Eddie Editor" },
    });
    expect(await find("mood:sad")).toMatchObject({ state: "dismissed", decidedBy: { name: "Olga Owner" } });
    expect((await listEvents()).length).toBe(before + 2);
    await decide(sad, "accepted");
    expect((await find("mood:sad"))?.state).toBe("accepted");
  });

  it("B201: adding by hand what is suggested accepts it", async () => {
    const id = await suggest("mood:warm");
    await add("warm");
    expect(await find("mood:warm")).toMatchObject({ id, state: "accepted", source: "ai", confidence: 0.8 });
  });
});

describe("measuring again", () => {
  it("B202: renews the figures of measured tags, and takes off those that hold no longer", async () => {
    await measure([loud(-8), mono]);
    const before = await read();
    await measure([loud(-7.5)]);
    const after = await read();
    expect(after).toMatchObject([{ name: "loudness:loud-master", value: "-7.5", evidence: [{ value: -7.5 }] }]);
    expect(after[0]?.id).toBe(before.find((tag) => tag.name === "loudness:loud-master")?.id);
  });

  it("B73, B202: revives nothing that was taken off, and never touches what a person added", async () => {
    await measure([loud(-8), mono]);
    await add("Dreamy");
    const own = await find("mood:dreamy");
    await decide((await find("stereo:mono"))?.id ?? "", "dismissed");
    await decide(own?.id ?? "", "dismissed");
    await measure([loud(-7), mono]);
    expect(await find("stereo:mono")).toMatchObject({ state: "dismissed" });
    expect(await find("mood:dreamy")).toMatchObject({ state: "dismissed", source: "person" });
    // Brought back by hand, it is that person's: measuring that no longer finds it leaves it.
    await add("mono", band.owner);
    await measure([]);
    expect(await find("stereo:mono")).toMatchObject({ state: "accepted", source: "person", explanation: "" });
    expect(await find("loudness:loud-master")).toBeUndefined();
  });

  it("B202: while somebody takes a tag off, at any moment, ends with it off", async () => {
    for (let round = 0; round < 10; round++) {
      await services.db.tag.deleteMany({ where: { versionId: target.versionId } });
      await measure([loud(-8), mono]);
      const id = (await find("stereo:mono"))?.id ?? "";
      await Promise.all([
        measure([loud(-7 - round / 10), mono]),
        decide(id, "dismissed"),
        measure([loud(-6 - round / 10), mono]),
        add(`word ${round}`),
      ]);
      expect(await find("stereo:mono")).toMatchObject({ id, state: "dismissed" });
      expect(await read()).toHaveLength(3);
    }
  });
});

describe("the words to complete with", () => {
  it("count the songs whose newest version has them, by what each person may open", async () => {
    await add("Old word");
    const { version } = await uploadFile(services, band.editor, band, makeWav(0.1));
    target = { ...target, versionId: version?.id ?? "" };
    await add("Dreamy");
    const gone = (await add("Taken off")).tags.find((tag) => tag.label === "Taken off");
    await decide(gone?.id ?? "", "dismissed");
    const { items } = await listTagWords(services, band.listener, band.projectId);
    expect(items.filter((word) => word.songCount > 0)).toEqual([
      { name: "mood:dreamy", label: "Dreamy", kind: "mood", songCount: 1 },
    ]);
    expect(items.length).toBeGreaterThan(150);
    const guest = { ...band.stranger };
    await expect(listTagWords(services, guest, band.projectId)).rejects.toMatchObject({ code: "not_found" });
    const other = await services.db.song.create({
      data: { projectId: band.projectId, createdById: band.owner.accountId, name: "Other", updatedAt: new Date() },
    });
    await services.db.membership.create({
      data: { accountId: guest.accountId, songId: other.id, role: "commenter" },
    });
    const seen = await listTagWords(services, guest, band.projectId);
    expect(seen.items.every((word) => word.songCount === 0)).toBe(true);
  });
});
