import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PersonActor } from "@/lib/access/actor";
import { systemScope } from "@/lib/access/system-scope";
import { queueEventSchemas } from "@/lib/core/queue-events";
import { createBand } from "@/lib/domains/projects/band.fixture";
import { buildServices, type Services } from "@/lib/services";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { beat } from "../beating/commands";
import { recordBegun, recordEnded, recordSent } from "../ledger/commands";
import { readOverview } from "../overview/reads";
import { checkReadiness } from "../reads";
import { readPanel } from "./reads";

const MINUTE_MS = 60_000;
const EVENT = "version/uploaded";
const ALL = { id: "all-work", events: Object.keys(queueEventSchemas), crons: [], startWithinMs: null };
let stack: TestStack;
let services: Services;
let admin: PersonActor;

beforeAll(async () => {
  stack = await startTestStack();
  services = stack.services;
  admin = { ...(await createBand(services)).owner, isAdmin: true };
});
afterAll(() => stack.close());

const run = (id: string, eventId: string) => ({ id, functionId: ALL.id, eventId, cron: null });
const send = (ids: string[]) =>
  recordSent(
    services,
    systemScope,
    ids.map((id) => ({ id, name: EVENT, expiresAt: null })),
  );

describe("the panel", () => {
  it("B420: readiness and the administrators' answer tell the same, of the same moment; strangers get no evidence", async () => {
    await beat(services, systemScope, [ALL]);
    const [readiness, overview] = await Promise.all([checkReadiness(services), readOverview(services, admin)]);
    expect(readiness.checks.map(({ name, state, detail }) => [name, state, detail])).toEqual(
      overview.indicators.map(({ id, state, summary }) => [id, state, summary]),
    );
    const { endpoint } = stack.config.s3;
    expect(JSON.stringify(overview)).toContain(endpoint);
    expect(JSON.stringify(readiness)).not.toContain(endpoint);
    expect(JSON.stringify(readiness)).not.toContain(overview.processes[0]?.host);
    await expect(readOverview(services, { ...admin, isAdmin: false })).rejects.toMatchObject({ code: "forbidden" });
  });

  it("B420: without its database it says so, and of the rest that it can't be told", async () => {
    const config = { ...stack.config, database: { url: "postgres://hidden:hidden@127.0.0.1:9/nowhere" } };
    const broken = buildServices(config, { clock: stack.clock, log: services.log });
    const { indicators } = await readPanel(broken);
    await broken.close();
    const states = Object.fromEntries(indicators.map(({ id, state }) => [id, state]));
    expect(states).toMatchObject({ database: "red", work: "unknown", schedules: "unknown", mail: "unknown" });
    expect(indicators.map(({ id }) => id).toSorted()).toEqual(
      (await readPanel(services)).indicators.map(({ id }) => id).toSorted(),
    );
    expect(JSON.stringify(indicators)).not.toContain("hidden");
  });

  it("B112, B420: an event that no living process consumes is named", async () => {
    await beat(services, systemScope, [{ ...ALL, events: ALL.events.filter((name) => name !== EVENT) }]);
    const find = async () => (await readPanel(services)).indicators.find(({ id }) => id === "consumers");
    expect(await find()).toMatchObject({ state: "red", summary: `No living process takes ${EVENT}.` });
    await beat(services, systemScope, [ALL]);
    expect(await find()).toMatchObject({ state: "green" });
  });

  it("B114: what waits, runs, is done and failed, its rate and what is left come from one snapshot", async () => {
    await services.db.queueEvent.deleteMany();
    await send(Array.from({ length: 30 }, (_, i) => `event-${i}`));
    for (let i = 0; i < 20; i++) {
      await recordBegun(services, systemScope, run(`run-${i}`, `event-${i}`));
      if (i > 0)
        await recordEnded(
          services,
          systemScope,
          run(`run-${i}`, `event-${i}`),
          i === 1 ? new Error("broken") : undefined,
        );
    }
    const read = async () => (await readPanel(services)).functions.find(({ id }) => id === ALL.id);
    expect(await read()).toMatchObject({
      waiting: 10,
      running: 1,
      done: 18,
      failed: 1,
      perMinute: 1.9,
      lastError: "broken",
    });
    expect((await read())?.secondsLeft).toBe(Math.round((10 / 1.9) * 60));
    // Whatever is written while it is read: each event waits, runs or has ended, in every answer.
    let isWriting = true;
    const writing = (async () => {
      for (let i = 20; i < 30; i++) {
        await recordBegun(services, systemScope, run(`run-${i}`, `event-${i}`));
        await recordEnded(services, systemScope, run(`run-${i}`, `event-${i}`));
      }
      isWriting = false;
    })();
    while (isWriting) {
      const { waiting = 0, running = 0, done = 0, failed = 0 } = (await read()) ?? {};
      expect(waiting + running + done + failed).toBe(30);
    }
    await writing;
    expect(await read()).toMatchObject({ waiting: 0, done: 28, secondsLeft: null });
  });

  it("B114: a run that ends twice counts once; an event that newer ones have overtaken by an hour is lost, not waiting", async () => {
    await services.db.queueEvent.deleteMany();
    await services.db.queueRun.deleteMany();
    await send(["lost"]);
    stack.clock.advance(61 * MINUTE_MS);
    await beat(services, systemScope, [ALL]);
    await send(["new"]);
    const read = async () => (await readPanel(services)).functions.find(({ id }) => id === ALL.id);
    expect(await read()).toMatchObject({ waiting: 2 });
    await recordBegun(services, systemScope, run("again", "new"));
    expect(await read()).toMatchObject({ waiting: 0, running: 1 });
    await recordEnded(services, systemScope, run("again", "new"), new Error("first"));
    await recordEnded(services, systemScope, run("again", "new"));
    expect(await read()).toMatchObject({ failed: 1, done: 0, lastError: "first" });
    // Its beginning could not be written.
    await recordEnded(services, systemScope, run("late", "new"));
    expect(await read()).toMatchObject({ failed: 1, done: 1, running: 0 });
  });
});
