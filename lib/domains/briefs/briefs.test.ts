import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createId } from "@/lib/core/ids";
import { readSongActivity } from "@/lib/domains/activity/deeds/reads";
import { openSongStream } from "@/lib/domains/activity/reads";
import { deleteComment, resolveComment, updateComment } from "@/lib/domains/comments/commands";
import { answerOf, BriefWorld, listItems } from "./briefs.fixture";
import { askTurn, cancelTurn, checkItem, deleteBrief, makeBrief, retryTurn } from "./commands";
import { listBriefs, readBrief } from "./reads";
import type { BriefView } from "./schema";

let world: BriefWorld;

beforeAll(async () => {
  world = await BriefWorld.open();
});
afterAll(async () => {
  await world.close();
});
beforeEach(async () => {
  await world.begin();
});

const ask = (brief: BriefView, text: string, idempotencyKey = createId()) =>
  askTurn(world.services, world.other, world.at(brief), { idempotencyKey, text });
const check = (brief: BriefView, itemId: string, isDone: boolean, person = world.other) =>
  checkItem(world.services, person, { ...world.at(brief), itemId }, { isDone });

/** Of two people who want opposite things, and one who wants another. */
async function makeWritten(): Promise<{ brief: BriefView; notes: [string, string, string] }> {
  const a = await world.note(world.band.commenter, "Vocals up", 72);
  const b = await world.note(world.other, "Vocals down", 73);
  const c = await world.note(world.other, "The snare is late", 10);
  const made = await world.make();
  await world.write(made);
  return { brief: await world.read(made), notes: [a, b, c] };
}

describe("a brief", { timeout: 60_000 }, () => {
  it("B373: turns open notes into things to do, with whose they are and where people disagree", async () => {
    const { brief, notes } = await makeWritten();
    expect(brief).toMatchObject({ versionNumber: 1, composers: ["rules"], createdBy: { name: "Carla Commenter" } });
    expect(brief.turns.map(({ number, role, state }) => ({ number, role, state }))).toEqual([
      { number: 1, role: "person", state: "done" },
      { number: 2, role: "assistant", state: "done" },
    ]);
    expect(brief.document?.groups.map((group) => group.title)).toEqual(["Drums", "Vocals"]);
    const [snare, vocals] = listItems(brief);
    expect(snare).toMatchObject({ what: "The snare is late", noteIds: [notes[2]], startSec: 10, conflict: null });
    expect(vocals?.people.map((person) => person.name)).toEqual(["Carla Commenter", "Otto Other"]);
    expect(vocals?.conflict?.sides).toEqual([
      { says: "louder", noteIds: [notes[0]] },
      { says: "quieter", noteIds: [notes[1]] },
    ]);
  });

  it("B373: leaves out what is ticked off, deleted, a reply, or said of another version", async () => {
    const { services, band } = world;
    const open = await world.note(world.other, "Bass up", 5);
    const ticked = await world.note(world.other, "Bass down", 30);
    const deleted = await world.note(world.other, "Guitar up", 60);
    await resolveComment(services, band.editor, { ...band, commentId: ticked }, { isResolved: true });
    await deleteComment(services, world.other, { ...band, commentId: deleted });
    const first = world.target;
    world.target = { ...first, versionId: await world.addVersion(2) };
    await world.note(world.other, "On the second version", 1);
    world.target = first;
    const brief = await world.make();
    await world.write(brief);
    expect(listItems(await world.read(brief)).flatMap((item) => item.noteIds)).toEqual([open]);
  });

  it("B102, B374: is made once by the same key, also with many at once, and asked once", async () => {
    const idempotencyKey = createId();
    const made = await Promise.all(Array.from({ length: 8 }, () => world.make({ idempotencyKey })));
    expect(new Set(made.map((brief) => brief.id)).size).toBe(1);
    const [brief] = made as [BriefView];
    expect(await world.services.db.outbox.count({ where: { data: { equals: { turnId: answerOf(brief).id } } } })).toBe(
      1,
    );
    await world.write(brief);
    const key = createId();
    const asked = await Promise.all([
      ask(brief, "shorter", key),
      ask(brief, "shorter", key),
      ask(brief, "shorter", key),
    ]);
    for (const view of asked) expect(view.turns).toHaveLength(4);
    const elsewhere = { ...world.target, versionId: await world.addVersion(2) };
    const other = makeBrief(world.services, world.band.commenter, elsewhere, { idempotencyKey });
    await expect(other).rejects.toMatchObject({ code: "conflict", reason: "key_reused" });
  });

  it("B102, B374: does not fork: one answer at a time, of many that ask one is first", async () => {
    const { brief } = await makeWritten();
    const results = await Promise.allSettled(["shorter", "longer", "group by time"].map((text) => ask(brief, text)));
    expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(1);
    for (const result of results)
      if (result.status === "rejected") expect(result.reason).toMatchObject({ reason: "brief_busy" });
    const read = await world.read(brief);
    expect(read.turns.map((turn) => turn.number)).toEqual([1, 2, 3, 4]);
    await world.write(read);
    expect((await world.read(brief)).document).toMatchObject({ number: 4, turnId: answerOf(read).id });
  });

  it("B383: keeps what is checked off through changes, by note, for everybody", async () => {
    const { brief, notes } = await makeWritten();
    const [snare, vocals] = listItems(brief);
    if (!snare || !vocals) throw new Error("Two things were to do.");
    const checked = await check(brief, vocals.id, true);
    expect(listItems(checked)[1]).toMatchObject({ isDone: true, doneBy: { name: "Otto Other" } });
    expect((await check(brief, vocals.id, true, world.band.editor)).seq).toBe(checked.seq);
    expect(listItems(await world.read(brief))[1]?.doneBy?.name).toBe("Otto Other");
    const asked = await ask(brief, "group by person");
    await world.write(asked);
    const items = listItems(await world.read(brief, world.band.owner));
    expect(items.filter((item) => item.isDone).map((item) => item.noteIds)).toEqual([[notes[0], notes[1]]]);
    await check(brief, vocals.id, false, world.band.editor);
    expect(listItems(await world.read(brief)).filter((item) => item.isDone)).toEqual([]);
    await expect(check(brief, createId(), true)).rejects.toMatchObject({ code: "not_found" });
    expect(snare.id).toBe(notes[2]);
  });

  it("B384: shows nothing of a note that was deleted; an item that had no other is gone with its words", async () => {
    const { brief, notes } = await makeWritten();
    const { services, band } = world;
    await deleteComment(services, world.other, { ...band, commentId: notes[2] });
    await deleteComment(services, world.other, { ...band, commentId: notes[1] });
    const items = listItems(await world.read(brief));
    expect(items.map((item) => item.noteIds)).toEqual([[notes[0]]]);
    expect(items[0]).toMatchObject({ what: "Vocals up", conflict: null, people: [{ name: "Carla Commenter" }] });
    await updateComment(services, band.commenter, { ...band, commentId: notes[0] }, { body: "Changed" });
    expect(listItems(await world.read(brief))).toHaveLength(1);
  });

  it("B385: is seen by who sees the version, made by who may comment, deleted by its maker or the owner", async () => {
    const { services, band } = world;
    const { brief } = await makeWritten();
    await expect(world.make({}, band.listener)).rejects.toMatchObject({ code: "forbidden" });
    await expect(world.make({}, band.stranger)).rejects.toMatchObject({ code: "not_found" });
    const target = { ...world.at(brief), turnId: answerOf(brief).id };
    for (const deed of [cancelTurn, retryTurn]) {
      await expect(deed(services, band.listener, target)).rejects.toMatchObject({ code: "forbidden" });
    }
    await expect(deleteBrief(services, band.editor, world.at(brief))).rejects.toMatchObject({
      reason: "not_own_brief",
    });
    await world.addVersion(2);
    const current = { accountId: band.listener.accountId };
    await services.db.membership.updateMany({ where: current, data: { canSeeVersions: false } });
    await expect(world.read(brief)).rejects.toMatchObject({ code: "not_found" });
    await expect(listBriefs(services, band.listener, world.target)).rejects.toMatchObject({ code: "not_found" });
    await deleteBrief(services, band.commenter, world.at(brief));
    await expect(readBrief(services, band.owner, world.at(brief))).rejects.toMatchObject({ code: "not_found" });
    const other = await world.make();
    await deleteBrief(services, band.owner, world.at(other));
    expect(await services.db.briefTurn.count({ where: { briefId: { in: [brief.id, other.id] } } })).toBe(0);
    expect(await services.db.comment.count({ where: { versionId: world.target.versionId } })).toBe(3);
  });

  it("B385: tells the song's stream of each change, and nobody of a version that they don't see", async () => {
    const { services, band } = world;
    await world.note(world.other, "Bass up", 5);
    const head = (await services.db.song.findUniqueOrThrow({ where: { id: band.songId } })).eventSeq;
    const brief = await world.make();
    await world.write(brief);
    const [item] = listItems(await world.read(brief));
    await check(brief, item?.id ?? "", true);
    await deleteBrief(services, band.owner, world.at(brief));
    const rows = await services.db.songEvent.findMany({ where: { songId: band.songId, seq: { gt: head } } });
    expect(rows.map((row) => row.type)).toEqual(Array.from({ length: 4 }, () => "brief.changed"));
    expect(rows[0]?.payload).toEqual({ briefId: brief.id, versionId: brief.versionId, seq: 0 });
    await world.addVersion(2);
    const hidden = { accountId: band.listener.accountId };
    await services.db.membership.updateMany({ where: hidden, data: { canSeeVersions: false } });
    const stream = await openSongStream(services, band.listener, band, head);
    const first = stream.events.next();
    const silent = new Promise((resolve) => setTimeout(() => resolve("silent"), 300));
    expect(await Promise.race([first, silent])).toBe("silent");
    stream.leave();
  });

  it("B305, B306: is told of in the song's activity while it is there, leading to the list beside the sound", async () => {
    const [brief] = [await world.make(), await world.make()];
    const { items } = await readSongActivity(world.services, world.band.listener, world.target, { limit: 50 });
    const told = items.filter(({ kind }) => kind === "brief.made");
    expect(told).toHaveLength(2);
    const { projectId, songId, versionId } = world.at(brief);
    const href = `/projects/${projectId}/songs/${songId}?version=${versionId}&rail=brief`;
    expect(told[0]).toMatchObject({ versionNumber: 1, doer: { name: "Carla Commenter" }, excerpt: null, href });
    await deleteBrief(world.services, world.band.commenter, world.at(brief));
    const left = await readSongActivity(world.services, world.band.owner, world.target, { limit: 50 });
    expect(left.items.filter(({ kind }) => kind === "brief.made")).toHaveLength(1);
  });

  it("lists the newest first", async () => {
    const made = [await world.make(), await world.make(), await world.make()];
    const { items } = await listBriefs(world.services, world.band.listener, world.target);
    expect(items.map((brief) => brief.id)).toEqual(made.map((brief) => brief.id).reverse());
  });
});
