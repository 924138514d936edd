import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { PersonActor } from "@/lib/access/actor";
import { createId } from "@/lib/core/ids";
import { makeBrief } from "@/lib/domains/briefs/commands";
import { exportComments } from "@/lib/domains/exports/commands";
import { type Band, createBand, makeWav, uploadFile } from "@/lib/domains/projects/band.fixture";
import { readSong } from "@/lib/domains/songs/reads";
import type { Services } from "@/lib/services";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { changeFailures } from "./commands";
import { readFailures } from "./reads";
import type { FailureKind } from "./schema";

let stack: TestStack;
let services: Services;
let band: Band;
let admin: PersonActor;
let target: { projectId: string; songId: string; versionId: string };

beforeAll(async () => {
  stack = await startTestStack();
  services = stack.services;
});
afterAll(() => stack.close());
beforeEach(async () => {
  await services.db.project.deleteMany();
  await services.db.email.deleteMany();
  band = await createBand(services);
  admin = { ...band.owner, isAdmin: true };
  await uploadFile(services, band.editor, band, makeWav(0.2));
  const song = await readSong(services, band.owner, band);
  target = { projectId: band.projectId, songId: band.songId, versionId: song.versions[0]?.id ?? "" };
});

const failed = () => ({
  state: "failed" as const,
  reason: "broken",
  message: "It broke.",
  finishedAt: stack.clock.now(),
});
const list = async (kind: FailureKind) =>
  (await readFailures(services, admin)).items.filter((one) => one.kind === kind);
const actsOn = (targetId: string) =>
  services.db.auditEntry.findMany({ where: { targetId }, orderBy: { id: "asc" }, select: { act: true } });

async function failAnalysis(): Promise<string> {
  await services.db.analysis.updateMany({ where: { versionId: target.versionId }, data: failed() });
  return target.versionId;
}

async function failExport(format: "reaper" | "midi"): Promise<string> {
  const { id } = await exportComments(services, band.owner, target, { format });
  await services.db.export.update({ where: { id }, data: { ...failed(), activeKey: null } });
  return id;
}

describe("B434: failed work", () => {
  it("is one list: what, of what, why and since when, of things that are still there", async () => {
    await failAnalysis();
    const exportId = await failExport("reaper");
    await services.db.tagRequest.create({
      data: { versionId: target.versionId, waitingSince: stack.clock.now(), ...failed() },
    });
    const key = { idempotencyKey: createId() };
    const { turns } = await makeBrief(services, band.owner, target, key);
    const { finishedAt: endedAt, ...rest } = failed();
    await services.db.briefTurn.update({ where: { id: turns[1]?.id ?? "" }, data: { ...rest, endedAt } });
    await services.db.email.create({
      data: {
        ...{ lane: "transactional", key: createId(), toAddress: "a@example.com", fromAddress: "b@example.com" },
        ...{ subject: "Verify", html: "", text: "", headers: {}, state: "failed", reason: "bounced" },
        ...{ nextAttemptAt: stack.clock.now(), expiresAt: stack.clock.now(), createdAt: stack.clock.now() },
      },
    });
    const { items, counts } = await readFailures(services, admin);
    expect(counts).toEqual({ analysis: 1, tags: 1, export: 1, brief: 1, mail: 1 });
    expect(new Set(items.map(({ kind }) => kind)).size).toBe(5);
    expect(items.find(({ id }) => id === exportId)).toEqual({
      ...{ kind: "export", id: exportId, title: "First song, version 1", reason: "broken", message: "It broke." },
      failedAt: stack.clock.now().toISOString(),
    });
    await services.db.song.update({ where: { id: band.songId }, data: { deletedAt: stack.clock.now() } });
    expect((await readFailures(services, admin)).counts).toMatchObject({ analysis: 0, tags: 0, brief: 0 });
  });

  it("is begun anew once, however many press at once, with its event and its act", async () => {
    const id = await failAnalysis();
    const before = await services.db.outbox.count();
    const press = () => changeFailures(services, admin, { action: "retry", kind: "analysis", id });
    const answers = await Promise.allSettled([press(), press(), press()]);
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await services.db.outbox.count()).toBe(before + 1);
    expect(await services.db.analysis.findFirst({ where: { versionId: id } })).toMatchObject({
      state: "waiting",
      reason: null,
    });
    expect(await actsOn(id)).toEqual([{ act: "work.retried" }]);
    expect(await list("analysis")).toEqual([]);
    await expect(press()).rejects.toMatchObject({ code: "not_found" });
  });

  it("is begun anew for answers and exports as by those who asked", async () => {
    const exportId = await failExport("reaper");
    await changeFailures(services, admin, { action: "retry", kind: "export", id: exportId });
    const again = await services.db.export.findUniqueOrThrow({ where: { id: exportId } });
    expect(again).toMatchObject({ state: "queued", run: 2, createdById: band.owner.accountId });
    const { turns } = await makeBrief(services, band.owner, target, { idempotencyKey: createId() });
    const id = turns[1]?.id ?? "";
    await services.db.briefTurn.update({ where: { id }, data: { state: "failed", endedAt: stack.clock.now() } });
    await changeFailures(services, admin, { action: "retry", kind: "brief", id });
    expect(await services.db.briefTurn.findUnique({ where: { id } })).toMatchObject({ state: "queued", attempt: 0 });
  });

  it("B131: all of a kind are begun in one go; what may not be is named with the reason", async () => {
    const [one, other] = [await failExport("reaper"), await failExport("midi")];
    // Meanwhile its owner has asked for the same again.
    const { id: active } = await exportComments(services, band.owner, target, { format: "midi" });
    const answer = await changeFailures(services, admin, { action: "retry_all", kind: "export" });
    expect(answer).toMatchObject({ done: 1, refused: [{ id: other, why: expect.stringContaining("begun") }] });
    const states = await services.db.export.findMany({ orderBy: { id: "asc" }, select: { id: true, state: true } });
    expect(states).toEqual([
      { id: one, state: "queued" },
      { id: other, state: "failed" },
      { id: active, state: "queued" },
    ]);
    const acts = await services.db.auditEntry.findMany({ where: { act: "work.all_retried" } });
    expect(acts.at(-1)).toMatchObject({ targetKind: "export", after: { retried: 1, refused: 1 } });
  });

  it("is taken off the list until it fails anew; people see what they saw", async () => {
    const id = await failAnalysis();
    await changeFailures(services, admin, { action: "discard", kind: "analysis", id });
    expect(await list("analysis")).toEqual([]);
    expect(await services.db.analysis.findFirst({ where: { versionId: id } })).toMatchObject({ state: "failed" });
    expect(await actsOn(id)).toEqual([{ act: "work.discarded" }]);
    stack.clock.advance(1000);
    await failAnalysis();
    expect(await list("analysis")).toHaveLength(1);
  });
});
