import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { PersonActor } from "@/lib/access/actor";
import { readProjectActivity } from "@/lib/domains/activity/deeds/reads";
import { readNotifications } from "@/lib/domains/notifications/reads";
import {
  addMember,
  type Band,
  createBand,
  createPerson,
  makeWav,
  uploadFile,
} from "@/lib/domains/projects/band.fixture";
import { createShare, removeShare } from "@/lib/domains/shares/commands";
import { readShares } from "@/lib/domains/shares/reads";
import { createDyingServices } from "@/lib/testing/dying-services";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { deleteProject, setAiConsent, updateProject } from "../commands";
import { readProject } from "../reads";
import { endOffer, offerProject, takeProject } from "./commands";

let stack: TestStack;
let band: Band;

beforeAll(async () => {
  stack = await startTestStack({
    env: {
      ...{ SEGNO_ACCOUNT_QUOTA_GIB: "1", MAIL_DAILY_LIMIT: "1000" },
      ...{ AI_BASE_URL: "http://127.0.0.1:9/v1", AI_API_KEY: "key", AI_MODEL: "small-1" },
    },
  });
});
afterAll(() => stack.close());
beforeEach(async () => {
  band = await createBand(stack.services);
});

const offerTo = (person: PersonActor, by = band.owner) =>
  offerProject(stack.services, by, band.projectId, { accountId: person.accountId });
const take = (person: PersonActor) => takeProject(stack.services, person, band.projectId);
const end = (person: PersonActor) => endOffer(stack.services, person, band.projectId);
const see = (person: PersonActor) => readProject(stack.services, person, band.projectId);
const noticesOf = async (person: PersonActor) =>
  (await readNotifications(stack.services, person, { limit: 10 })).items.map(({ kind }) => kind);
const leave = async (person: PersonActor, songId?: string) => {
  const target = { projectId: band.projectId, ...(songId ? { songId } : {}) };
  const { members } = await readShares(stack.services, person, target);
  const shareId = members.find((member) => member.person.id === person.accountId)?.membershipId ?? "";
  await removeShare(stack.services, person, { projectId: band.projectId, shareId });
};
const ownersOf = async (projectId: string) => {
  const { db } = stack.services;
  const { ownerId } = await db.project.findUniqueOrThrow({ where: { id: projectId }, select: { ownerId: true } });
  const rows = await db.membership.findMany({ where: { projectId, role: "owner" }, select: { accountId: true } });
  return { ownerId, members: rows.map(({ accountId }) => accountId) };
};

describe("leaving", () => {
  it("B345: ends one's own way in, to a project and to a single song, and says so to those who stay", async () => {
    await leave(band.listener);
    await expect(see(band.listener)).rejects.toMatchObject({ code: "not_found" });
    const guest = await createPerson(stack.services, "Gil Guest");
    await addMember(stack.services, guest, { songId: band.songId }, "commenter");
    await leave(guest, band.songId);
    await expect(see(guest)).rejects.toMatchObject({ code: "not_found" });
    const { items } = await readProjectActivity(stack.services, band.owner, band.projectId, { limit: 10 });
    expect(items.slice(0, 2)).toMatchObject([
      { kind: "member.left", doer: { name: "Gil Guest" }, songId: band.songId },
      { kind: "member.left", doer: { name: "Lars Listener" }, songId: null },
    ]);
  });

  it("B345: an owner stays, and is told the cure", async () => {
    await expect(leave(band.owner)).rejects.toMatchObject({
      ...{ code: "conflict", reason: "owner_stays" },
      message: expect.stringContaining("Hand it to somebody else first") as string,
    });
    await offerTo(band.editor);
    await take(band.editor);
    await leave(band.owner);
    expect(await ownersOf(band.projectId)).toEqual({
      ownerId: band.editor.accountId,
      members: [band.editor.accountId],
    });
  });

  it("B345: pressed twice and at once it is one leaving", async () => {
    const { members } = await readShares(stack.services, band.editor, { projectId: band.projectId });
    const shareId = members.find(({ person }) => person.id === band.editor.accountId)?.membershipId ?? "";
    const press = () => removeShare(stack.services, band.editor, { projectId: band.projectId, shareId });
    await Promise.allSettled(Array.from({ length: 4 }, press));
    const { items } = await readProjectActivity(stack.services, band.owner, band.projectId, { limit: 50 });
    expect(items.filter(({ kind }) => kind === "member.left")).toHaveLength(1);
  });
});

describe("handing a project over", () => {
  it("B346: changes nothing until who was asked accepts; then they own it, and the owner before edits", async () => {
    const offered = await offerTo(band.commenter);
    expect(offered.handover).toMatchObject({ to: { id: band.commenter.accountId }, canTake: false });
    expect(await see(band.commenter)).toMatchObject({ role: "commenter", handover: { canTake: true } });
    expect((await see(band.editor)).handover).toBeNull();
    expect(await noticesOf(band.commenter)).toEqual(["project.offered"]);
    expect(await take(band.commenter)).toMatchObject({ role: "owner", handover: null });
    expect(await see(band.owner)).toMatchObject({ role: "editor", handover: null });
    expect(await noticesOf(band.owner)).toContain("project.taken");
    expect(await ownersOf(band.projectId)).toEqual({
      ownerId: band.commenter.accountId,
      members: [band.commenter.accountId],
    });
    await updateProject(stack.services, band.owner, band.projectId, { name: "Still editing" });
    await expect(deleteProject(stack.services, band.owner, band.projectId)).rejects.toMatchObject({
      code: "forbidden",
    });
    const { items } = await readProjectActivity(stack.services, band.owner, band.projectId, { limit: 1 });
    expect(items).toMatchObject([{ kind: "project.renamed" }]);
  });

  it("B346: is asked by the owner alone, of members alone, and answered by who was asked alone", async () => {
    await expect(offerTo(band.commenter, band.editor)).rejects.toMatchObject({ code: "forbidden" });
    await expect(offerTo(band.owner)).rejects.toMatchObject({ reason: "own_project" });
    const guest = await createPerson(stack.services, "Gil Guest");
    await addMember(stack.services, guest, { songId: band.songId }, "editor");
    for (const nobody of [band.stranger, guest])
      await expect(offerTo(nobody)).rejects.toMatchObject({ reason: "no_member", fields: [{ field: "accountId" }] });
    await offerTo(band.listener);
    for (const other of [band.editor, guest]) {
      await expect(take(other)).rejects.toMatchObject({ reason: "offer_over" });
      await expect(end(other)).rejects.toMatchObject({ reason: "not_asked" });
    }
    await expect(take(band.stranger)).rejects.toMatchObject({ code: "not_found" });
    const unverified = { ...band.listener, isVerified: false };
    await expect(take(unverified)).rejects.toMatchObject({ reason: "unverified" });
  });

  it("B346: is taken back, declined, or over when who was asked leaves; then it can't be accepted", async () => {
    await offerTo(band.editor);
    await end(band.owner);
    await expect(take(band.editor)).rejects.toMatchObject({ code: "gone", reason: "offer_over" });
    await offerTo(band.editor);
    await end(band.editor);
    expect(await noticesOf(band.owner)).toEqual(["project.declined"]);
    await offerTo(band.editor);
    await leave(band.editor);
    expect((await see(band.owner)).handover).toBeNull();
    await createShare(stack.services, band.owner, {
      projectId: band.projectId,
      email: band.editor.email,
      role: "editor",
    });
    await expect(take(band.editor)).rejects.toMatchObject({ reason: "offer_over" });
  });

  it("B346: accepted, declined and taken back at once comes to one owner, whoever was first", async () => {
    for (let round = 0; round < 4; round++) {
      const other = await createBand(stack.services);
      const { services } = stack;
      await offerProject(services, other.owner, other.projectId, { accountId: other.editor.accountId });
      await Promise.allSettled([
        takeProject(services, other.editor, other.projectId),
        endOffer(services, other.owner, other.projectId),
        takeProject(services, other.editor, other.projectId),
        offerProject(services, other.owner, other.projectId, { accountId: other.listener.accountId }),
        endOffer(services, other.editor, other.projectId),
      ]);
      const { ownerId, members } = await ownersOf(other.projectId);
      expect(members).toEqual([ownerId]);
      expect([other.owner.accountId, other.editor.accountId]).toContain(ownerId);
    }
  });

  it("B346: accepted while who was asked is leaving leaves a project that has an owner who is in it", async () => {
    for (let round = 0; round < 4; round++) {
      const other = await createBand(stack.services);
      const { services } = stack;
      await offerProject(services, other.owner, other.projectId, { accountId: other.editor.accountId });
      const { members: before } = await readShares(services, other.editor, { projectId: other.projectId });
      const shareId = before.find(({ person }) => person.id === other.editor.accountId)?.membershipId ?? "";
      await Promise.allSettled([
        takeProject(services, other.editor, other.projectId),
        removeShare(services, other.editor, { projectId: other.projectId, shareId }),
      ]);
      const { ownerId, members } = await ownersOf(other.projectId);
      expect(members).toEqual([ownerId]);
    }
  });

  it("B346: killed at any step it has happened or not; the next try does the rest", async () => {
    for (const moment of ["before", "after"] as const) {
      for (let step = 1; ; step++) {
        const other = await createBand(stack.services);
        await offerProject(stack.services, other.owner, other.projectId, { accountId: other.editor.accountId });
        const dying = createDyingServices(stack.services, step, moment);
        const work = takeProject(dying.services, other.editor, other.projectId).then(() => "done" as const);
        const ended = await Promise.race([work, dying.died]);
        const { ownerId, members } = await ownersOf(other.projectId);
        expect(members).toEqual([ownerId]);
        if (ended === "done") break;
        expect((await takeProject(stack.services, other.editor, other.projectId)).role).toBe("owner");
      }
    }
  });

  it("B346: takes the room along, not without room for it, and asks for a model's consent anew", async () => {
    await uploadFile(stack.services, band.owner, band, makeWav(0.2));
    await setAiConsent(stack.services, band.owner, band.projectId, {
      ...{ isOn: true, host: "127.0.0.1:9", getsSound: false },
    });
    const full = await createBand(stack.services);
    const row = await stack.services.db.upload.findFirstOrThrow({ where: { projectId: band.projectId } });
    const file = { id: full.songId, songId: full.songId, projectId: full.projectId, createdById: full.owner.accountId };
    const size = { idempotencyKey: full.songId, objectKey: full.songId, sizeBytes: BigInt(1024 ** 3 - 10) };
    await stack.services.db.upload.create({ data: { ...row, ...file, ...size } });
    await addMember(stack.services, full.owner, { projectId: band.projectId }, "editor");
    await offerTo(full.owner);
    await expect(take(full.owner)).rejects.toMatchObject({ code: "conflict", reason: "owner_full" });
    expect(await ownersOf(band.projectId)).toMatchObject({ ownerId: band.owner.accountId });
    expect(await see(full.owner)).toMatchObject({ role: "editor", handover: { canTake: true }, ai: { isOn: true } });
    await stack.services.db.upload.delete({ where: { id: full.songId } });
    expect(await take(full.owner)).toMatchObject({ role: "owner", ai: { isOn: false } });
  });
});
