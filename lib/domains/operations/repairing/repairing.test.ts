import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PersonActor } from "@/lib/access/actor";
import { systemScope } from "@/lib/access/system-scope";
import { ANALYZER_VERSION } from "@/lib/audio/audio-analysis";
import { buildObjectKey } from "@/lib/core/object-keys";
import { VERSION_MEASURED } from "@/lib/core/queue-events";
import { type Band, beginFile, createBand, makeWav, uploadFile } from "@/lib/domains/projects/band.fixture";
import { sweepUploads } from "@/lib/domains/uploads/sweeping/commands";
import { finishAnalysis, measureVersion, previewVersion } from "@/lib/domains/versions/analysis/commands";
import { readVersion } from "@/lib/domains/versions/reads";
import { putBackLeft } from "@/lib/domains/versions/reconciling/commands";
import { remakeMissingPreviews } from "@/lib/domains/versions/remaking/commands";
import type { Services } from "@/lib/services";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { relayOutbox } from "../commands";
import { changePausing } from "../pausing/commands";
import { countRepairs } from "./commands";
import { readRepairs } from "./reads";
import type { RepairKind } from "./schema";

let stack: TestStack;
let services: Services;
let band: Band;
let admin: PersonActor;

beforeAll(async () => {
  stack = await startTestStack();
  services = stack.services;
  band = await createBand(services);
  admin = { ...band.owner, isAdmin: true };
});
afterAll(() => stack.close());

const countOf = async (kind: RepairKind) =>
  (await readRepairs(services, admin)).items.find((item) => item.kind === kind)?.today ?? 0;

async function analyze(): Promise<{ projectId: string; songId: string; versionId: string; uploadId: string }> {
  const { id: uploadId, version } = await uploadFile(services, band.editor, band, makeWav(0.2));
  const versionId = version?.id ?? "";
  for (const step of [measureVersion, previewVersion, finishAnalysis]) await step(services, systemScope, { versionId });
  return { projectId: band.projectId, songId: band.songId, versionId, uploadId };
}

describe("B438: what mends itself", () => {
  it("is counted by kind and day, by any number at once, and added up for a week", async () => {
    await Promise.all(Array.from({ length: 20 }, () => countRepairs(services, { "upload.expired": 2 })));
    stack.clock.advance(3 * 86_400_000);
    await countRepairs(services, { "upload.expired": 1, "tags.given_up": 0 });
    const { items } = await readRepairs(services, admin);
    const last = { lastAt: stack.clock.now().toISOString(), what: expect.any(String) };
    expect(items).toEqual([{ kind: "upload.expired", today: 1, week: 41, ...last }]);
    stack.clock.advance(8 * 86_400_000);
    expect((await readRepairs(services, admin)).items).toEqual([]);
  });

  it("counts uploads that nobody went on with, workers that were lost, and events that came through later", async () => {
    await beginFile(services, band.editor, band, makeWav(0.1));
    await uploadFile(services, band.editor, band, makeWav(0.1));
    await expect(relayOutbox(services, systemScope, () => Promise.reject(new Error("down")))).rejects.toThrow();
    stack.clock.advance(60_000);
    const waiting = await services.db.outbox.count({ where: { sentAt: null } });
    await relayOutbox(services, systemScope, () => Promise.resolve());
    expect(await countOf("event.sent_again")).toBe(waiting);
    await services.db.analysis.updateMany({ where: { state: "waiting" }, data: { begunAt: stack.clock.now() } });
    stack.clock.advance(25 * 60 * 60_000);
    await putBackLeft(services, systemScope);
    expect(await countOf("analysis.put_back")).toBe(1);
    await sweepUploads(services, systemScope);
    expect(await countOf("upload.expired")).toBe(1);
  });

  it("makes a preview again that storage has lost, once; figures and waveform stay meanwhile", async () => {
    const target = await analyze();
    const where = { versionId: target.versionId, engine: ANALYZER_VERSION };
    const read = () => services.db.analysis.findFirstOrThrow({ where });
    const { previewObject } = await read();
    const key = buildObjectKey(target, previewObject as "preview.m4a");
    expect(await remakeMissingPreviews(services, systemScope)).toBe(0);
    await services.storage.delete(key);
    await changePausing(services, admin, { functionId: "preview-version", isPaused: true });
    expect(await remakeMissingPreviews(services, systemScope)).toBe(0);
    await changePausing(services, admin, { functionId: "preview-version", isPaused: false });

    const found = await Promise.all([1, 2].map(() => remakeMissingPreviews(services, systemScope)));
    expect(found.toSorted()).toEqual([0, 1]);
    expect(await countOf("preview.made_again")).toBe(1);
    const events = await services.db.outbox.findMany({ where: { name: VERSION_MEASURED } });
    expect(events.map(({ data }) => data)).toEqual([{ versionId: target.versionId }]);
    const meanwhile = await readVersion(services, band.listener, target);
    expect(meanwhile.analysis).toMatchObject({ state: "running", facts: { channels: 2 } });

    for (const step of [previewVersion, finishAnalysis])
      await step(services, systemScope, { versionId: target.versionId });
    expect(await services.storage.head(key)).not.toBeNull();
    expect(await read()).toMatchObject({ state: "done", previewObject });
    expect(await remakeMissingPreviews(services, systemScope)).toBe(0);
  });

  it("goes through a library bit by bit, those that were looked at longest ago first", async () => {
    for (let i = 0; i < 3; i++) await analyze();
    await services.db.analysis.updateMany({ data: { previewSeenAt: null } });
    await remakeMissingPreviews(services, systemScope);
    const unseen = { state: "done" as const, previewObject: { not: null }, previewSeenAt: null };
    expect(await services.db.analysis.count({ where: unseen })).toBe(0);
  });
});
