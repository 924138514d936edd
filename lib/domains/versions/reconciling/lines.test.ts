import { afterEach, beforeEach, expect, it } from "vitest";
import { systemScope } from "@/lib/access/system-scope";
import { VERSION_MEASURED } from "@/lib/core/queue-events";
import { type Band, createBand, makeWav, uploadFile } from "@/lib/domains/projects/band.fixture";
import type { Services } from "@/lib/services";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { finishAnalysis, measureVersion, previewVersion } from "../analysis/commands";
import { readVersion } from "../reads";
import { putBackLeft } from "./commands";

const MINUTE_MS = 60_000;
let stack: TestStack;
let services: Services;
let band: Band;

beforeEach(async () => {
  stack = await startTestStack();
  services = stack.services;
  band = await createBand(services);
});
afterEach(() => stack.close());

async function upload() {
  const { version } = await uploadFile(services, band.editor, band, makeWav(0.3));
  return { projectId: band.projectId, songId: band.songId, versionId: version?.id ?? "" };
}

const putBack = () => putBackLeft(services, systemScope);

async function uploadMeasured() {
  const target = await upload();
  await measureVersion(services, systemScope, target);
  return target;
}

async function preview(target: { versionId: string }) {
  await previewVersion(services, systemScope, target);
  await finishAnalysis(services, systemScope, target);
}

const countPreviewEvents = (versionId: string) =>
  services.db.outbox.count({ where: { name: VERSION_MEASURED, data: { path: ["versionId"], equals: versionId } } });

/** Sound is measured and encoded by real workers. */
const SLOW = { timeout: 60_000 };

it("B230: what waits in a long line for its preview is not taken for left, however long that is", SLOW, async () => {
  const line = [];
  for (let place = 0; place < 6; place += 1) line.push(await uploadMeasured());
  const last = await uploadMeasured();
  for (const earlier of line) {
    stack.clock.advance(31 * MINUTE_MS);
    await preview(earlier);
    stack.clock.advance(5 * MINUTE_MS);
    expect(await putBack()).toEqual({ putBack: 0, givenUp: 0 });
  }
  expect((await readVersion(services, band.owner, last)).analysis).toMatchObject({ state: "running", hasPeaks: true });
  await preview(last);
  expect((await readVersion(services, band.owner, last)).analysis.state).toBe("done");
});

it(
  "B230: a preview whose event was lost is asked for anew once the line stands still, counted, and given up at last",
  SLOW,
  async () => {
    const lost = await uploadMeasured();
    stack.clock.advance(29 * MINUTE_MS);
    expect(await putBack()).toEqual({ putBack: 0, givenUp: 0 });
    for (let round = 1; round <= 5; round += 1) {
      stack.clock.advance(31 * MINUTE_MS);
      expect(await putBack()).toEqual({ putBack: 1, givenUp: 0 });
      expect(await countPreviewEvents(lost.versionId)).toBe(round);
    }
    stack.clock.advance(31 * MINUTE_MS);
    expect(await putBack()).toEqual({ putBack: 0, givenUp: 1 });
    expect((await readVersion(services, band.owner, lost)).analysis.reason).toBe("nobody_finished");
  },
);

it("B230: a preview that others passed by in a line that moves is asked for anew", SLOW, async () => {
  const lost = await uploadMeasured();
  stack.clock.advance(15 * MINUTE_MS);
  const later = [await uploadMeasured(), await uploadMeasured()];
  stack.clock.advance(20 * MINUTE_MS);
  for (const target of later) await preview(target);
  expect(await putBack()).toEqual({ putBack: 1, givenUp: 0 });
  expect(await countPreviewEvents(lost.versionId)).toBe(1);
  await preview(lost);
});

it(
  "B230: an encoder that died in the midst of a preview is missed after its lease, also while the line moves",
  SLOW,
  async () => {
    const [dying, other] = [await uploadMeasured(), await uploadMeasured()];
    const storage = { ...services.storage, putFile: () => Promise.reject(new Error("killed")) };
    await expect(previewVersion({ ...services, storage }, systemScope, dying)).rejects.toThrow("killed");
    stack.clock.advance(11 * MINUTE_MS);
    await preview(other);
    expect(await putBack()).toEqual({ putBack: 1, givenUp: 0 });
    expect(await countPreviewEvents(dying.versionId)).toBe(1);
    await preview(dying);
  },
);

it("B230: what waits in a long line to be measured is not taken for left either", SLOW, async () => {
  const line = [];
  for (let place = 0; place < 6; place += 1) line.push(await upload());
  const last = await upload();
  for (const earlier of line) {
    stack.clock.advance(31 * MINUTE_MS);
    await measureVersion(services, systemScope, earlier);
    await preview(earlier);
    expect(await putBack()).toEqual({ putBack: 0, givenUp: 0 });
  }
  await measureVersion(services, systemScope, last);
  expect((await readVersion(services, band.owner, last)).analysis.hasPeaks).toBe(true);
});
