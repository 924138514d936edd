import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { PersonActor } from "@/lib/access/actor";
import { systemScope } from "@/lib/access/system-scope";
import { ANALYZER_VERSION } from "@/lib/audio/audio-analysis";
import { AppError } from "@/lib/core/errors";
import { createId } from "@/lib/core/ids";
import { REMEASURE_REQUESTED } from "@/lib/core/queue-events";
import { type Band, createBand, makeWav, uploadFile } from "@/lib/domains/projects/band.fixture";
import { addTag, decideTag } from "@/lib/domains/tags/commands";
import type { Services } from "@/lib/services";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { finishAnalysis, measureVersion, previewVersion } from "../analysis/commands";
import { deleteVersion, retryAnalysis } from "../commands";
import { readVersion } from "../reads";
import { changeRemeasuring, putBackRemeasuring, remeasureNext } from "./commands";
import { readRemeasuring } from "./reads";

const OLD = "0.1.0";
let stack: TestStack;
let services: Services;
let band: Band;
let admin: PersonActor;

beforeAll(async () => {
  stack = await startTestStack();
  services = stack.services;
});
afterAll(() => stack.close());
beforeEach(async () => {
  await services.db.remeasuring.deleteMany();
  await services.db.project.updateMany({ data: { deletedAt: services.clock.now() } });
  band = await createBand(services);
  admin = { ...band.stranger, isAdmin: true };
});

/** A version that an older engine measured, with figures that no engine would give today. */
async function measureOld() {
  const { version } = await uploadFile(services, band.editor, band, makeWav(0.5));
  const versionId = version?.id ?? "";
  for (const run of [measureVersion, previewVersion, finishAnalysis]) await run(services, systemScope, { versionId });
  const where = { versionId_engine: { versionId, engine: ANALYZER_VERSION } };
  const { facts } = await services.db.analysis.findUniqueOrThrow({ where });
  const old = { ...(facts as object), analyzerVersion: OLD };
  await services.db.analysis.update({ where, data: { engine: OLD, facts: old } });
  return { projectId: band.projectId, songId: band.songId, versionId };
}

type Target = Awaited<ReturnType<typeof measureOld>>;

const change = (action: "start" | "pause" | "resume") => changeRemeasuring(services, admin, { action });
const next = () => remeasureNext(services, systemScope);
const engineOf = async (target: Target) =>
  (await readVersion(services, band.listener, target)).analysis.facts?.analyzerVersion;
const countRequests = () => services.db.outbox.count({ where: { name: REMEASURE_REQUESTED } });

describe("measuring everything again", { timeout: 60_000 }, () => {
  it("B240: is an administrator's to begin, and only when there is something to measure", async () => {
    await expect(readRemeasuring(services, null)).rejects.toMatchObject({ code: "unauthenticated" });
    for (const actor of [band.owner, band.stranger]) {
      await expect(readRemeasuring(services, actor)).rejects.toMatchObject({ reason: "not_admin" });
      const begin = changeRemeasuring(services, actor, { action: "start" });
      await expect(begin).rejects.toMatchObject({ code: "forbidden", reason: "not_admin" });
    }
    await expect(change("start")).rejects.toMatchObject({ code: "conflict", reason: "nothing_to_measure" });
    await expect(change("pause")).rejects.toMatchObject({ reason: "not_measuring" });
    await expect(change("resume")).rejects.toMatchObject({ reason: "not_paused" });
    expect(await readRemeasuring(services, admin)).toMatchObject({ state: "idle", left: 0, total: 0 });
    expect(await next()).toBe("stopped");
  });

  it("B241: shows the old figures until the new ones are there; the preview and what people decided stay", async () => {
    const target = await measureOld();
    const before = await readVersion(services, band.listener, target);
    const [dismissed] = before.tags;
    if (!dismissed) throw new Error("A measured version has tags.");
    await decideTag(services, band.editor, { ...target, tagId: dismissed.id }, { state: "dismissed" });
    await addTag(services, band.editor, target, { name: "our own word" });

    expect(await change("start")).toMatchObject({ state: "running", left: 1, total: 1 });
    expect(await readVersion(services, band.listener, target)).toMatchObject({ analysis: { state: "done" } });
    expect(await engineOf(target)).toBe(OLD);
    await expect(retryAnalysis(services, band.editor, target)).rejects.toMatchObject({ reason: "analysis_not_failed" });
    expect(await next()).toBe("measured");
    const after = await readVersion(services, band.listener, target);
    expect(after.analysis).toMatchObject({ state: "done", hasPeaks: true, hasPreview: true });
    expect(after.analysis.facts?.analyzerVersion).toBe(ANALYZER_VERSION);
    expect(after.tags.find(({ id }) => id === dismissed.id)?.state).toBe("dismissed");
    expect(after.tags.find(({ source }) => source === "person")).toMatchObject({ state: "accepted" });
    expect(await next()).toBe("finished");
    expect(await next()).toBe("stopped");
    expect(await readRemeasuring(services, admin)).toMatchObject({ state: "done", left: 0, measured: 1, failed: 0 });
    const last = await services.db.songEvent.findFirst({ where: { songId: band.songId }, orderBy: { seq: "desc" } });
    expect(last?.type).toBe("version.analyzed");
  });

  it("B242: cut off between the files and the figures it begins that one anew; two at once do each once", async () => {
    const targets = [await measureOld(), await measureOld(), await measureOld()];
    await change("start");
    const dying: Services = {
      ...services,
      storage: { ...services.storage, put: () => Promise.reject(new Error("killed")) },
    };
    await expect(remeasureNext(dying, systemScope)).rejects.toThrow("killed");
    expect(await engineOf(targets[0] as Target)).toBe(OLD);
    await Promise.all([next(), next()]);
    while ((await next()) !== "finished");
    for (const target of targets) {
      expect(await engineOf(target)).toBe(ANALYZER_VERSION);
      expect(await services.db.analysis.count({ where: { versionId: target.versionId } })).toBe(2);
    }
    expect(await readRemeasuring(services, admin)).toMatchObject({ total: 3, measured: 3, failed: 0 });
  });

  it("B243: lets new takes go first, and tells so", async () => {
    const old = await measureOld();
    await change("start");
    const { version } = await uploadFile(services, band.editor, band, makeWav(0.5));
    expect(await next()).toBe("yielded");
    expect(await readRemeasuring(services, admin)).toMatchObject({ isYielding: true, measured: 0 });
    expect(await engineOf(old)).toBe(OLD);
    await deleteVersion(services, band.editor, { ...old, versionId: version?.id ?? "" });
    expect(await next()).toBe("measured");
    expect(await engineOf(old)).toBe(ANALYZER_VERSION);
  });

  it("B243: is not held up by what an older engine never came to the end of", async () => {
    const old = await measureOld();
    await services.db.analysis.create({
      data: { id: createId(), versionId: old.versionId, engine: "0.0.1", waitingSince: stack.clock.now() },
    });
    await change("start");
    expect(await readRemeasuring(services, admin)).toMatchObject({ isYielding: false });
    expect(await next()).toBe("measured");
  });

  it("B244: pauses and goes on where it was, with a rate and the time that is left", async () => {
    await measureOld();
    await measureOld();
    await measureOld();
    await change("start");
    await expect(change("start")).rejects.toMatchObject({ reason: "already_measuring" });
    stack.clock.advance(60_000);
    await next();
    expect(await readRemeasuring(services, admin)).toMatchObject({ perMinute: 1, secondsLeft: 120, left: 2 });
    expect(await change("pause")).toMatchObject({ state: "paused", perMinute: null, secondsLeft: null });
    expect(await next()).toBe("stopped");
    stack.clock.advance(3_600_000);
    const requests = await countRequests();
    expect(await change("resume")).toMatchObject({ state: "running", perMinute: null, measured: 1, total: 3 });
    expect(await countRequests()).toBe(requests + 1);
    stack.clock.advance(30_000);
    await next();
    expect(await readRemeasuring(services, admin)).toMatchObject({ perMinute: 2, secondsLeft: 30 });
  });

  it("B245: passes by what can't be measured, which keeps its old figures, and can be begun again for it", async () => {
    const [lost, killer, sound] = [await measureOld(), await measureOld(), await measureOld()];
    await change("start");
    const upload = await services.db.upload.findFirstOrThrow({ where: { version: { id: lost.versionId } } });
    await services.storage.delete(upload.objectKey);
    expect(await next()).toBe("measured");
    const analyze = vi.spyOn(services.audio, "analyze");
    analyze.mockImplementation(() => Promise.reject(new AppError("unavailable", "audio_worker_gone", "It ended.")));
    for (let n = 0; n < 3; n += 1) await expect(next()).rejects.toThrow("It ended.");
    expect(await next()).toBe("measured");
    expect(analyze).toHaveBeenCalledTimes(3);
    analyze.mockRestore();
    expect(await next()).toBe("measured");
    expect(await next()).toBe("finished");
    expect([await engineOf(lost), await engineOf(killer), await engineOf(sound)]).toEqual([OLD, OLD, ANALYZER_VERSION]);
    expect(await readRemeasuring(services, admin)).toMatchObject({ state: "done", measured: 1, failed: 2, left: 2 });
    expect(await change("start")).toMatchObject({ state: "running", total: 2, measured: 0, failed: 0 });
    await next();
    expect(await next()).toBe("measured");
    expect(await engineOf(killer)).toBe(ANALYZER_VERSION);
  });

  it("B246: is given to the queue anew when nobody has carried it on for a quarter of an hour", async () => {
    await measureOld();
    await change("start");
    const requests = await countRequests();
    expect(await putBackRemeasuring(services, systemScope)).toBe(false);
    stack.clock.advance(16 * 60_000);
    const both = await Promise.all([1, 2].map(() => putBackRemeasuring(services, systemScope)));
    expect(both.filter(Boolean)).toEqual([true]);
    expect(await countRequests()).toBe(requests + 1);
    await change("pause");
    stack.clock.advance(16 * 60_000);
    expect(await putBackRemeasuring(services, systemScope)).toBe(false);
  });
});
