import { afterAll, beforeAll, expect, it } from "vitest";
import { systemScope } from "@/lib/access/system-scope";
import { type Band, createBand, makeWav, uploadFile } from "@/lib/domains/projects/band.fixture";
import type { Services } from "@/lib/services";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { finishAnalysis, measureVersion, previewVersion } from "../analysis/commands";
import { deleteVersion, retryAnalysis } from "../commands";
import { readVersion } from "../reads";
import { putBackLeft } from "./commands";

const MINUTE_MS = 60_000;
let stack: TestStack;
let services: Services;
let band: Band;

beforeAll(async () => {
  stack = await startTestStack();
  services = stack.services;
  band = await createBand(services);
});
afterAll(() => stack.close());

async function upload() {
  const { version } = await uploadFile(services, band.editor, band, makeWav(0.3));
  return { projectId: band.projectId, songId: band.songId, versionId: version?.id ?? "" };
}

const countEvents = (versionId: string) =>
  services.db.outbox.count({ where: { data: { path: ["versionId"], equals: versionId } } });
const putBack = () => putBackLeft(services, systemScope);

it("B213: work whose event was lost is given to the queue anew, once a lease, however many look", async () => {
  const target = await upload();
  stack.clock.advance(29 * MINUTE_MS);
  expect(await putBack()).toEqual({ putBack: 0, givenUp: 0 });
  stack.clock.advance(2 * MINUTE_MS);
  const rounds = await Promise.all([putBack(), putBack(), putBack()]);
  expect(rounds.reduce((sum, round) => sum + round.putBack, 0)).toBe(1);
  expect(await countEvents(target.versionId)).toBe(2);
  expect((await readVersion(services, band.owner, target)).analysis.state).toBe("waiting");
  expect(await putBack()).toEqual({ putBack: 0, givenUp: 0 });
});

it("B213: what is being worked on keeps its lease, what stopped goes on, and what is done stays done", {
  timeout: 60_000,
}, async () => {
  const target = await upload();
  stack.clock.advance(29 * MINUTE_MS);
  await measureVersion(services, systemScope, target);
  stack.clock.advance(29 * MINUTE_MS);
  await putBack();
  expect(await countEvents(target.versionId)).toBe(1);
  stack.clock.advance(2 * MINUTE_MS);
  await putBack();
  expect(await countEvents(target.versionId)).toBe(2);
  await previewVersion(services, systemScope, target);
  await finishAnalysis(services, systemScope, target);
  stack.clock.advance(24 * 60 * MINUTE_MS);
  await putBack();
  expect(await countEvents(target.versionId)).toBe(2);
});

it("B213: what nobody ever finishes is told as failed, can be tried again, and what was deleted is left alone", async () => {
  const [target, deleted] = [await upload(), await upload()];
  await deleteVersion(services, band.editor, deleted);
  for (let round = 0; round < 5; round += 1) {
    stack.clock.advance(31 * MINUTE_MS);
    await putBack();
  }
  expect(await countEvents(target.versionId)).toBe(6);
  stack.clock.advance(31 * MINUTE_MS);
  await putBack();
  const { analysis } = await readVersion(services, band.owner, target);
  expect(analysis).toMatchObject({ state: "failed", reason: "nobody_finished" });
  expect(await countEvents(deleted.versionId)).toBe(1);
  await retryAnalysis(services, band.editor, target);
  stack.clock.advance(31 * MINUTE_MS);
  await putBack();
  expect(await countEvents(target.versionId)).toBe(8);
});
