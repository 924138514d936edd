import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PersonActor } from "@/lib/access/actor";
import { systemScope } from "@/lib/access/system-scope";
import { createId } from "@/lib/core/ids";
import { type Band, beginFile, createBand, makeWav, sendParts } from "@/lib/domains/projects/band.fixture";
import { completeUpload } from "@/lib/domains/uploads/finishing/commands";
import { sweepUploads } from "@/lib/domains/uploads/sweeping/commands";
import { failAnalysis, finishAnalysis, measureVersion, previewVersion } from "@/lib/domains/versions/analysis/commands";
import { withTrace } from "@/lib/log/trace";
import type { Services } from "@/lib/services";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { relayOutbox } from "../commands";
import { changeFailures } from "../failing/commands";
import { readStory } from "./reads";

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

const tell = async (id: string) =>
  (await readStory(services, admin, { id })).steps.map(({ how, what }) => `${how}: ${what}`);

async function upload(): Promise<{ uploadId: string; versionId: string; begun: string; completed: string }> {
  const [begun, completed, wav] = [createId(), createId(), makeWav(0.2)];
  const file = await withTrace({ requestId: begun }, () => beginFile(services, band.editor, band, wav));
  stack.clock.advance(1000);
  await sendParts(services, band.editor, file, wav);
  const target = { ...band, uploadId: file.id };
  const { version } = await withTrace({ requestId: completed }, () => completeUpload(services, band.editor, target));
  return { uploadId: file.id, versionId: version?.id ?? "", begun, completed };
}

describe("B436: an upload's story", () => {
  it("is found by its own id, its version's and both requests', and tells every step, its request and who heard", async () => {
    const { uploadId, versionId, begun, completed } = await upload();
    stack.clock.advance(1000);
    await relayOutbox(services, systemScope, () => Promise.resolve());
    for (const step of [measureVersion, previewVersion, finishAnalysis]) {
      stack.clock.advance(1000);
      await step(services, systemScope, { versionId });
    }
    const story = await readStory(services, admin, { id: uploadId });
    for (const id of [versionId, begun, completed]) expect(await readStory(services, admin, { id })).toEqual(story);
    const steps = story.steps.map(({ how, what }) => `${how}: ${what}`);
    expect(steps.filter((step) => !step.includes("Open pages"))).toEqual([
      "done: Begun",
      "done: Completed, became version 1",
      "done: Event version/uploaded reached the queue",
      "done: Measuring began",
      "done: Measured, and can be heard",
      "done: Tags",
    ]);
    expect(steps).toContain("done: Open pages were told: version.analyzed");
    expect(story.steps[0]).toMatchObject({ requestId: begun, detail: expect.stringContaining("in one part") });
    expect(story.steps[1]?.requestId).toBe(completed);
    expect(story.heard.map(({ name }) => name).toSorted()).toEqual(["Carla Commenter", "Lars Listener", "Olga Owner"]);
  });

  it("names what waits, and since when", async () => {
    const { versionId } = await upload();
    const waits = await readStory(services, admin, { id: versionId });
    const event = waits.steps.find(({ what }) => what === "Event version/uploaded was never sent");
    expect(event).toMatchObject({ how: "waits", at: stack.clock.now().toISOString() });
    await expect(relayOutbox(services, systemScope, () => Promise.reject(new Error("no route")))).rejects.toThrow();
    const tried = await readStory(services, admin, { id: versionId });
    expect(tried.steps.find(({ what }) => what.includes("never sent"))?.detail).toContain("no route");
    expect(await tell(versionId)).toContain("waits: Waits in line: measuring");
    stack.clock.advance(60 * 60_000);
    const late = (await readStory(services, admin, { id: versionId })).steps.find(({ what }) =>
      what.includes("in line"),
    );
    expect(late?.detail).toContain("Nobody is known to work on it");
  });

  it("names what is missing, what failed, and what administrators did", async () => {
    const { versionId } = await upload();
    await services.db.outbox.deleteMany();
    expect(await tell(versionId)).toContain("missing: No event for the queue is known");
    await failAnalysis(
      services,
      systemScope,
      { versionId },
      { reason: "damaged", message: "The file ends too early." },
    );
    const failed = (await readStory(services, admin, { id: versionId })).steps.find(({ how }) => how === "failed");
    expect(failed).toMatchObject({ what: "The analysis failed", detail: "The file ends too early." });
    await changeFailures(services, admin, { action: "retry", kind: "analysis", id: versionId });
    expect(await tell(versionId)).toContain("done: An administrator: work.retried");
  });

  it("of one that nobody went on with tells that, and of an id of nothing that there is none", async () => {
    const { id } = await beginFile(services, band.editor, band, makeWav(0.1));
    expect((await tell(id)).at(-1)).toBe("waits: Waits for parts");
    stack.clock.advance(49 * 60 * 60_000);
    await sweepUploads(services, systemScope);
    expect((await tell(id)).at(-1)).toBe("failed: Given up: nobody went on");
    await expect(readStory(services, admin, { id: createId() })).rejects.toMatchObject({ reason: "no_story" });
    const nobody = { ...admin, isAdmin: false };
    await expect(readStory(services, nobody, { id })).rejects.toMatchObject({ reason: "not_admin" });
  });
});
