import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemScope } from "@/lib/access/system-scope";
import { ANALYZER_VERSION } from "@/lib/audio/audio-analysis";
import { VERSION_UPLOADED } from "@/lib/core/queue-events";
import { createComment } from "@/lib/domains/comments/commands";
import { exportComments } from "@/lib/domains/exports/commands";
import { sweepExports } from "@/lib/domains/exports/sweeping/commands";
import { beat } from "@/lib/domains/operations/beating/commands";
import { readPanel } from "@/lib/domains/operations/indicators/reads";
import { changePausing } from "@/lib/domains/operations/pausing/commands";
import { readPausing } from "@/lib/domains/operations/pausing/reads";
import { PAUSABLE, type PausableFunction, UNPAUSABLE } from "@/lib/domains/operations/pausing/schema";
import { type Band, createBand, makeWav, uploadFile } from "@/lib/domains/projects/band.fixture";
import { putBackLeft } from "@/lib/domains/versions/reconciling/commands";
import { createTestClock } from "@/lib/testing/clock";
import { findTomorrow, passHours } from "@/lib/testing/month-asleep";
import { startTestQueue, type TestQueue } from "@/lib/testing/queue";
import { startTestStack } from "@/lib/testing/services";
import { describeFunctions } from "./consumers";
import { buildFunctions } from "./functions";
import { relayOnce } from "./relay";

const HOUR_MS = 60 * 60_000;
const WAIT = { timeout: 60_000, interval: 50 };
const clock = createTestClock(findTomorrow());
let queue: TestQueue;
let band: Band;

beforeAll(async () => {
  queue = await startTestQueue(clock, (env) => startTestStack({ clock, env }));
  band = await createBand(queue.stack.services);
});
afterAll(() => queue.close());

const change = (functionId: PausableFunction, isPaused: boolean) =>
  changePausing(queue.stack.services, { ...band.owner, isAdmin: true }, { functionId, isPaused });
const heldOf = async (functionId: PausableFunction) => {
  const { functions } = await readPausing(queue.stack.services, { ...band.owner, isAdmin: true });
  return functions.find(({ id }) => id === functionId)?.held;
};
/** Nothing is due any more, nor under way. */
async function settle(): Promise<void> {
  await relayOnce(queue.context);
  const { stats, settled } = queue.server();
  await expect.poll(async () => (await settled(), stats().running.length), WAIT).toBe(0);
}
/** Lets as many seconds pass as somebody who resumes would wait, two at a time. */
async function passSeconds(seconds: number): Promise<void> {
  for (let at = 0; at < seconds; at += 2) {
    clock.advance(2000);
    await queue.server().tick();
    await settle();
  }
}

describe("B435: a function that is paused", { timeout: 300_000 }, () => {
  it("is one of those that may be, and every other says why not", () => {
    const ids = buildFunctions(queue.context).map((fn) => fn.id());
    expect(ids.toSorted()).toEqual([...Object.keys(PAUSABLE), ...Object.keys(UNPAUSABLE)].toSorted());
  });

  it("begins nothing, loses nothing over restarts, and makes what waited within seconds of being resumed, each once", async () => {
    const { services } = queue.stack;
    const { version } = await uploadFile(services, band.editor, band, makeWav(0.3));
    await relayOnce(queue.context);
    const where = { engine: ANALYZER_VERSION, state: "done" as const };
    await expect.poll(() => services.db.analysis.count({ where }), WAIT).toBe(1);
    const target = { projectId: band.projectId, songId: band.songId, versionId: version?.id ?? "" };
    const note = { versionId: target.versionId, body: "Louder", startSec: 0.1, endSec: null };
    await createComment(services, band.commenter, target, note);

    await change("make-export", true);
    const formats = ["reaper", "audition", "midi"] as const;
    for (const format of formats) await exportComments(services, band.owner, target, { format });
    await settle();
    const states = async () =>
      (await services.db.export.findMany({ orderBy: { id: "asc" } })).map(({ state }) => state);
    expect(await states()).toEqual(["queued", "queued", "queued"]);
    expect(await heldOf("make-export")).toBe(3);
    // What is held up is neither waiting nor at work, and the panel says so.
    await beat(services, systemScope, describeFunctions(buildFunctions(queue.context)));
    const { indicators, functions } = await readPanel(services);
    const work = indicators.find(({ id }) => id === "work");
    expect(work).toMatchObject({
      state: "amber",
      summary: expect.stringContaining("paused by an administrator") as string,
    });
    expect(functions.find(({ id }) => id === "make-export")).toMatchObject({ waiting: 0, running: 0 });

    await queue.closeServer();
    await queue.reopenServer();
    await queue.server().sync();
    clock.advance(3 * 24 * HOUR_MS);
    await queue.server().tick();
    await settle();
    expect(await sweepExports(services, systemScope)).toMatchObject({ putBack: 0 });
    expect(await states()).toEqual(["queued", "queued", "queued"]);

    await change("make-export", false);
    await passSeconds(6);
    await expect.poll(states, WAIT).toEqual(["completed", "completed", "completed"]);
    const made = await services.db.export.findMany({ select: { attempt: true, run: true } });
    expect(made).toEqual([1, 1, 1].map((attempt) => ({ attempt, run: 1 })));
    expect(await heldOf("make-export")).toBe(0);
    expect(queue.server().stats().totals.failed).toBe(0);
  });

  it("keeps new takes for as long as it takes; who mends does not take them for lost", async () => {
    const { services } = queue.stack;
    await change("analyze-version", true);
    const { version } = await uploadFile(services, band.editor, band, makeWav(0.4));
    await settle();
    clock.advance(5 * HOUR_MS);
    expect(await putBackLeft(services, systemScope)).toEqual({ putBack: 0, givenUp: 0 });
    const events = await services.db.outbox.findMany({ where: { name: VERSION_UPLOADED } });
    const mine = events.filter(({ data }) => (data as { versionId: string }).versionId === version?.id);
    expect(mine).toHaveLength(1);
    await change("analyze-version", false);
    await passSeconds(4);
    const state = async () =>
      (await services.db.analysis.findFirst({ where: { versionId: version?.id ?? "" } }))?.state ?? "none";
    await expect.poll(state, WAIT).toBe("done");
    expect((await services.db.analysis.findFirst({ where: { versionId: version?.id ?? "" } }))?.putBack).toBe(0);
  });

  it("skips its schedule's ticks and says so; the next tick after it is resumed counts again", async () => {
    const { db } = queue.stack.services;
    await change("plan-digests", true);
    const before = await db.digestTick.count();
    const runsBefore = readPlans()?.completed ?? 0;
    await passHours(queue, 2);
    await settle();
    expect(readPlans()?.completed).toBeGreaterThan(runsBefore);
    expect(await db.digestTick.count()).toBe(before);
    expect(await heldOf("plan-digests")).toBe(0);
    await change("plan-digests", false);
    await settle();
    await passHours(queue, 1);
    await settle();
    expect(await db.digestTick.count()).toBeGreaterThan(before);
  });

  it("writes down who paused and resumed, once each", async () => {
    const { db } = queue.stack.services;
    await change("send-digests", true);
    await change("send-digests", true);
    await change("send-digests", false);
    await change("send-digests", false);
    const acts = await db.auditEntry.findMany({ where: { targetId: "send-digests" }, orderBy: { id: "asc" } });
    expect(acts.map(({ act }) => act)).toEqual(["function.paused", "function.resumed"]);
  });
});

const readPlans = () =>
  queue
    .server()
    .stats()
    .functions.find(({ id }) => id.endsWith("plan-digests"));
