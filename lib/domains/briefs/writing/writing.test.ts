import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { systemScope } from "@/lib/access/system-scope";
import * as chat from "@/lib/ai/testing/chat-server";
import { cut, streams, streamsThenStalls } from "@/lib/ai/testing/chat-streams";
import { setAiConsent } from "@/lib/domains/projects/commands";
import { deleteVersion } from "@/lib/domains/versions/commands";
import type { Services } from "@/lib/services";
import { createDyingServices } from "@/lib/testing/dying-services";
import { answerOf, BriefWorld, joinWords, listItems } from "../briefs.fixture";
import { cancelTurn, deleteBrief, retryTurn } from "../commands";
import type { BriefView } from "../schema";
import { sweepBriefs, writeBrief } from "./commands";

let world: BriefWorld;
let model: chat.ChatServer;

beforeAll(async () => {
  model = await chat.startChatServer();
  world = await BriefWorld.open({ AI_BASE_URL: model.url, AI_API_KEY: chat.CHAT_KEY, AI_MODEL: "small-1" });
});
afterAll(async () => {
  await world.close();
  await model.close();
});
beforeEach(async () => {
  await world.begin();
  model.requests.length = 0;
});

const db = () => world.services.db;
const allow = (readsNotes: boolean) => {
  const consent = { isOn: true, host: new URL(model.url).host, getsSound: false, readsNotes } as const;
  return setAiConsent(world.services, world.band.owner, world.band.projectId, consent);
};
const listEvents = (brief: BriefView) =>
  db().briefEvent.findMany({ where: { briefId: brief.id }, orderBy: { seq: "asc" } });

/** What must hold however the work was interrupted. */
async function expectWrittenOnce(brief: BriefView): Promise<void> {
  const read = await world.read(brief);
  expect(read.turns.map((turn) => [turn.number, turn.state])).toEqual([
    [1, "done"],
    [2, "done"],
  ]);
  expect(listItems(read)).toHaveLength(2);
  const events = await listEvents(brief);
  expect(events.map((event) => event.seq)).toEqual(events.map((_, i) => i + 1));
  const types = events.map((event) => event.type);
  expect(types.slice(-2)).toEqual(["document", "done"]);
  expect(types.filter((type) => type === "done" || type === "document")).toHaveLength(2);
  const told = events.map(({ seq, type, payload }) => ({ seq, type, data: payload as Record<string, unknown> }));
  expect(joinWords(told)).toBe(answerOf(read).text);
}

/** Two notes that make two items. */
async function makeTwo(): Promise<BriefView> {
  await world.note(world.band.commenter, "Vocals up 🎉", 10);
  await world.note(world.other, "Snare is late", 40);
  return world.make();
}

/** The same services, of which the `step`th statement fails, within transactions, too. */
function createFailing(real: Services, step: number): { services: Services; count: () => number } {
  let count = 0;
  const wrap = <T extends object>(target: T): T =>
    new Proxy(target, {
      get: (object, name) => {
        const value: unknown = Reflect.get(object, name);
        if (typeof value === "object" && value !== null) return wrap(value);
        if (typeof value !== "function") return value;
        const call = value as (...given: unknown[]) => unknown;
        return (...given: unknown[]) => {
          count += 1;
          if (count === step) return Promise.reject(new Error(`Statement ${step} fails.`));
          if (name !== "$transaction") return call.apply(object, given);
          const [work, ...options] = given as [(tx: object) => unknown];
          return call.call(object, (tx: object) => work(wrap(tx)), ...options);
        };
      },
    });
  return { services: { ...real, db: wrap(real.db) }, count: () => count };
}

describe("an answer that is written", { timeout: 120_000 }, () => {
  it("B99, B101, B102, B111: is there once, whichever statement of the work failed", async () => {
    let step = 1;
    for (; step < 100; step++) {
      const brief = await makeTwo();
      const { services, count } = createFailing(world.services, step);
      const first = await world.write(brief, services).catch(() => "failed");
      await world.write(brief);
      await expectWrittenOnce(brief);
      if (count() < step) {
        expect(first).toBe("done");
        break;
      }
    }
    expect(step).toBeGreaterThan(15);
  });

  it("B99, B101, B111: is there once, wherever the process was killed", async () => {
    const first = await makeTwo();
    const whole = createDyingServices(world.services, 1_000, "before");
    await world.write(first, whole.services);
    await expectWrittenOnce(first);
    for (let step = 1; step <= whole.count(); step++) {
      for (const moment of ["before", "after"] as const) {
        const brief = await makeTwo();
        const { services, died } = createDyingServices(world.services, step, moment);
        await Promise.race([died, world.write(brief, services)]);
        await world.write(brief);
        await expectWrittenOnce(brief);
      }
    }
  });

  it("B101: is not written again by a repeat, nor by two at once", async () => {
    const brief = await makeTwo();
    const outcomes = await Promise.allSettled([world.write(brief), world.write(brief), world.write(brief)]);
    expect(outcomes.filter((one) => one.status === "fulfilled" && one.value === "done")).toHaveLength(1);
    const events = (await listEvents(brief)).length;
    expect(await world.write(brief)).toBe("ended");
    expect(await listEvents(brief)).toHaveLength(events);
    await expectWrittenOnce(brief);
  });

  it("B100: that can't be announced is logged, not written again, and seen by whoever looks", async () => {
    const brief = await makeTwo();
    const warned: string[] = [];
    const real = world.services;
    const silent = new Proxy(real.db, {
      get: (object, name) =>
        name === "$executeRaw" ? () => Promise.reject(new Error("no line")) : (Reflect.get(object, name) as unknown),
    });
    const log = Object.assign(Object.create(real.log) as typeof real.log, {
      warn: (_: unknown, message: string) => void warned.push(message),
    });
    expect(await world.write(brief, { ...real, db: silent, log })).toBe("done");
    expect(warned).toEqual([expect.stringContaining("not announced")]);
    expect(await world.write(brief)).toBe("ended");
    await expectWrittenOnce(brief);
    const stream = await world.listen(brief);
    expect((await stream.ended).map((message) => message.type)).toEqual(["ready", "done"]);
  });

  it("B381: ends at once when somebody stops it, and tells no word after", async () => {
    await allow(true);
    await world.note(world.other, "Vocals up", 10);
    model.behave(streamsThenStalls(cut('{"summary": "It goes on and on')));
    const brief = await world.make();
    const stream = await world.listen(brief);
    const written = world.write(brief);
    await expect.poll(() => joinWords(stream.told)).toContain("on and on");
    const startedAt = performance.now();
    const target = { ...world.at(brief), turnId: answerOf(brief).id };
    const stopped = await cancelTurn(world.services, world.other, target);
    expect(await written).toBe("ended");
    // Long before the model would have been given up.
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    expect(answerOf(stopped)).toMatchObject({ state: "cancelled", text: "", draft: "" });
    expect((await stream.ended).at(-1)?.type).toBe("cancelled");
    expect((await cancelTurn(world.services, world.other, target)).seq).toBe(stopped.seq);
    expect(await world.write(brief)).toBe("ended");
    model.behave(
      streams(
        cut({ summary: "Now.", groups: [{ title: "V", items: [{ what: "Up", notes: ["n1"], conflict: null }] }] }),
      ),
    );
    const again = await retryTurn(world.services, world.other, target);
    expect(again.turns).toHaveLength(2);
    expect(answerOf(again)).toMatchObject({ id: target.turnId, state: "queued" });
    expect(await world.write(again)).toBe("done");
    expect(answerOf(await world.read(brief))).toMatchObject({ state: "done", text: "Now.\n" });
  });

  it("B381: of a brief that was deleted, or whose version was, is not written", async () => {
    const brief = await makeTwo();
    await deleteBrief(world.services, world.band.owner, world.at(brief));
    expect(await world.write(brief)).toBe("ended");
    const other = await world.make();
    await deleteVersion(world.services, world.band.owner, world.target);
    expect(await world.write(other)).toBe("ended");
    const turn = await db().briefTurn.findUniqueOrThrow({ where: { id: answerOf(other).id } });
    expect(turn).toMatchObject({ state: "failed", reason: "version_gone" });
  });
});

describe("what nobody works on any more", () => {
  it("B382: is told as failed after half an hour, and words are forgotten when their answer has ended for long", async () => {
    const lost = await makeTwo();
    const done = await world.make();
    await world.write(done);
    expect(await sweepBriefs(world.services, systemScope)).toEqual({ failed: 0, forgotten: 0 });
    world.stack.clock.advance(31 * 60_000);
    const swept = await sweepBriefs(world.services, systemScope);
    expect(swept.failed).toBeGreaterThanOrEqual(1);
    expect(answerOf(await world.read(lost)).failure).toMatchObject({ reason: "no_answer" });
    expect(await listEvents(done)).toEqual([]);
    expect(await writeBrief(world.services, systemScope, { turnId: answerOf(lost).id })).toBe("ended");
  });
});
