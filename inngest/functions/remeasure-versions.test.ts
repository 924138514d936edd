import { afterAll, beforeAll, expect, it } from "vitest";
import { ANALYZER_VERSION } from "@/lib/audio/audio-analysis";
import { type Band, createBand, makeWav, uploadFile } from "@/lib/domains/projects/band.fixture";
import { changeRemeasuring } from "@/lib/domains/versions/remeasuring/commands";
import { readRemeasuring } from "@/lib/domains/versions/remeasuring/reads";
import { createTestClock } from "@/lib/testing/clock";
import { startTestQueue, type TestQueue } from "@/lib/testing/queue";
import { startTestStack } from "@/lib/testing/services";
import { relayOnce } from "../relay";

const DAY_MS = 86_400_000;
const OLD = "0.1.0";
const WAIT = { timeout: 60_000, interval: 50 };
const clock = createTestClock(new Date((Math.floor(Date.now() / DAY_MS) + 1) * DAY_MS));
let queue: TestQueue;
let band: Band;

beforeAll(async () => {
  queue = await startTestQueue(clock, (env) => startTestStack({ clock, env }));
  band = await createBand(queue.stack.services);
});
afterAll(() => queue.close());

it("B241, B242: measures all again through the queue; an app that is asleep in the midst, and a queue that restarts, lose nothing", {
  timeout: 120_000,
}, async () => {
  const { services } = queue.stack;
  const admin = { ...band.stranger, isAdmin: true };
  const countDone = (engine: string) => services.db.analysis.count({ where: { engine, state: "done" } });
  for (let n = 1; n <= 4; n += 1) await uploadFile(services, band.editor, band, makeWav(0.3));
  await relayOnce(queue.context);
  await expect.poll(() => countDone(ANALYZER_VERSION), WAIT).toBe(4);
  await services.db.analysis.updateMany({ data: { engine: OLD } });

  await changeRemeasuring(services, admin, { action: "start" });
  await relayOnce(queue.context);
  await expect.poll(() => countDone(ANALYZER_VERSION), WAIT).toBeGreaterThan(0);
  queue.setAsleep(true);
  await queue.closeServer();
  await queue.reopenServer();
  queue.setAsleep(false);
  const read = async () => {
    // The stand-in waits by the test's clock before it tries again.
    clock.advance(1000);
    return (await readRemeasuring(services, admin)).state;
  };
  await expect.poll(read, WAIT).toBe("done");
  expect(await readRemeasuring(services, admin)).toMatchObject({ total: 4, measured: 4, failed: 0, left: 0 });
  expect([await countDone(ANALYZER_VERSION), await countDone(OLD)]).toEqual([4, 4]);
});
