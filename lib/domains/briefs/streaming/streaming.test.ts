import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { systemScope } from "@/lib/access/system-scope";
import * as chat from "@/lib/ai/testing/chat-server";
import { cut, streams, streamsThenStalls } from "@/lib/ai/testing/chat-streams";
import { createId } from "@/lib/core/ids";
import { setAiConsent } from "@/lib/domains/projects/commands";
import { createLogger } from "@/lib/log/logger";
import { buildServices, type Services } from "@/lib/services";
import { answerOf, BriefWorld, joinWords, type Told } from "../briefs.fixture";
import { askTurn, cancelTurn } from "../commands";
import type { BriefView } from "../schema";
import { sweepBriefs } from "../writing/commands";
import { openBriefStream } from "./reads";
import { untilSilent } from "./rules";

let world: BriefWorld;
let model: chat.ChatServer;
let second: Services;

beforeAll(async () => {
  model = await chat.startChatServer();
  world = await BriefWorld.open({ AI_BASE_URL: model.url, AI_API_KEY: chat.CHAT_KEY, AI_MODEL: "small-1" });
  second = buildServices(world.stack.config, { clock: world.stack.clock, log: createLogger("silent") });
});
afterAll(async () => {
  await second.close();
  await world.close();
  await model.close();
});
beforeEach(async () => {
  await world.begin();
  const consent = { isOn: true, host: new URL(model.url).host, getsSound: false, readsNotes: true } as const;
  await setAiConsent(world.services, world.band.owner, world.band.projectId, consent);
});

const SUMMARY = "First the vocals, 🎉 then the Übergang, then everything else that was said of it.";
const answer = {
  summary: SUMMARY,
  groups: [{ title: "All", items: [{ what: "Do it", notes: ["n1"], conflict: null }] }],
};
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** A brief by a model that says its words over half a second. */
async function makeSlow(everyMs = 25, pieces = cut(answer, 5)): Promise<BriefView> {
  await world.note(world.other, "Vocals up", 10);
  model.behave(streams(pieces, { everyMs }));
  return world.make();
}

const typesOf = (told: readonly Told[]) => told.map((message) => message.type);
/** Without the words on the place, which differ by where one began. */
const rest = (told: readonly Told[]) => told.filter((message) => message.type !== "ready");

describe("a brief's stream", { timeout: 60_000 }, () => {
  it("B95, S1, S2: is listened to, and that is confirmed, before the work is let go", async () => {
    await world.note(world.other, "Vocals up", 10);
    const brief = await world.make({ composer: "rules" });
    const order: string[] = [];
    const isHeld = async () => {
      const event = await world.findEvent(brief);
      return event.nextAttemptAt > world.stack.clock.now();
    };
    const live: Services["live"] = {
      ...world.services.live,
      subscribe: async (topic, onHint) => {
        order.push(`asked, held: ${await isHeld()}`);
        const stop = await world.services.live.subscribe(topic, onHint);
        order.push(`confirmed, held: ${await isHeld()}`);
        return stop;
      },
    };
    const stream = await openBriefStream({ ...world.services, live }, world.band.listener, world.at(brief), null);
    order.push(`ready, held: ${await isHeld()}`);
    expect(order).toEqual(["asked, held: true", "confirmed, held: true", "ready, held: false"]);
    stream.leave();
  });

  it("B96, S2: tells everything of a worker that is done before anybody has read a word", async () => {
    await world.note(world.other, "Vocals up", 10);
    const brief = await world.make({ composer: "rules" });
    const stream = await openBriefStream(world.services, world.band.listener, world.at(brief), null);
    await world.write(brief);
    const told: string[] = [];
    for await (const message of stream.messages) told.push(message.type);
    stream.leave();
    expect(told[0]).toBe("ready");
    expect(told.slice(-2)).toEqual(["document", "done"]);
    expect(told).toContain("token");
  });

  it("B103, B109, S3, S5, S6: tells words in order, each once, then the list and one end that is there by then", async () => {
    const brief = await makeSlow();
    const stream = await world.listen(brief);
    const written = world.write(brief);
    const told = await stream.ended;
    expect(answerOf(await world.read(brief)).state).toBe("done");
    await written;
    expect(told.map((message) => message.seq)).toEqual(told.map((_, i) => i));
    expect(typesOf(told).filter((type) => type !== "token")).toEqual(["ready", "document", "done"]);
    expect(told.filter((message) => message.type === "token").length).toBeGreaterThan(3);
    expect(joinWords(told)).toContain(SUMMARY);
    expect(told.at(-1)?.data).toMatchObject({ turn: { state: "done", text: `${SUMMARY}\n` } });
  });

  it("B110, S15: is served by one process while another writes", async () => {
    const brief = await makeSlow();
    const stream = await world.listen(brief);
    expect(await world.write(brief, second)).toBe("done");
    const told = await stream.ended;
    expect(joinWords(told)).toContain(SUMMARY);
    expect(told.at(-1)?.type).toBe("done");
  });

  it("S4: says that an attempt begins anew, and nothing of the one before after that", async () => {
    const brief = await makeSlow(100);
    const stream = await world.listen(brief);
    const first = world.write(brief);
    await expect.poll(() => joinWords(stream.told).length).toBeGreaterThan(10);
    model.behave(streams(cut(answer, 5)));
    expect(await world.write(brief, second)).toBe("done");
    expect(await first).toBe("ended");
    const told = await stream.ended;
    expect(typesOf(told).filter((type) => type === "restart")).toHaveLength(1);
    expect(joinWords(told).startsWith(SUMMARY.slice(0, 20))).toBe(true);
    expect(joinWords(told).split(SUMMARY)).toHaveLength(2);
  });

  it("B104, B109, S10: goes on after any event, and tells the rest, each once", async () => {
    const brief = await makeSlow(10);
    const stream = await world.listen(brief);
    await world.write(brief);
    const log = rest(await stream.ended);
    for (const [i, { seq }] of log.entries()) {
      if (i === log.length - 1) break;
      const again = await world.listen(brief, seq);
      const told = await again.ended;
      expect(rest(told)).toEqual(log.slice(i + 1));
      expect(told[0]?.data).toMatchObject({ resumedFrom: seq, hasGap: false });
    }
    expect(rest(await (await world.listen(brief, 0)).ended)).toEqual(log);
  });

  it("B104, S9, S10: a reader who left in the midst stops nothing, and comes back to what they missed", async () => {
    const brief = await makeSlow();
    const stream = await world.listen(brief);
    const written = world.write(brief);
    await expect.poll(() => stream.told.length).toBeGreaterThan(3);
    stream.leave();
    const before = await stream.ended;
    expect(await written).toBe("done");
    const again = await world.listen(brief, before.at(-1)?.seq ?? 0);
    const all = [...rest(before), ...rest(await again.ended)];
    expect(all.map((message) => message.seq)).toEqual(all.map((_, i) => i + 1));
    expect(joinWords(all)).toContain(SUMMARY);
  });

  it("B104, S11: goes on exactly where a draft that was read ends", async () => {
    const brief = await makeSlow();
    const written = world.write(brief);
    const drafted = await expect
      .poll(async () => answerOf(await world.read(brief)).draft.length, { interval: 30 })
      .toBeGreaterThan(10)
      .then(() => world.read(brief));
    const stream = await world.listen(brief, drafted.seq);
    await written;
    expect(answerOf(drafted).draft + joinWords(await stream.ended)).toContain(SUMMARY);
  });

  it("B105, S11, S12: of an answer that has ended says that end, also when its words are forgotten", async () => {
    const brief = await makeSlow(0);
    await world.write(brief);
    const late = await world.listen(brief);
    expect(typesOf(await late.ended)).toEqual(["ready", "done"]);
    world.stack.clock.advance(11 * 60_000);
    await sweepBriefs(world.services, systemScope);
    const forgotten = await (await world.listen(brief, 1)).ended;
    expect(typesOf(forgotten)).toEqual(["ready", "done"]);
    expect(forgotten[0]?.data).toMatchObject({ hasGap: true, state: "done" });
    expect(forgotten.at(-1)?.data).toMatchObject({ turn: { text: `${SUMMARY}\n` } });
  });

  it("S11: of a later answer does not end with the end of an earlier one", async () => {
    const brief = await makeSlow(0);
    await world.write(brief);
    const wish = { idempotencyKey: createId(), text: "shorter" };
    const asked = await askTurn(world.services, world.other, world.at(brief), wish);
    const stream = await world.listen(brief, 0);
    await world.write(asked);
    const told = await stream.ended;
    expect(told[0]?.data).toMatchObject({ turnId: answerOf(asked).id, hasGap: true });
    expect(told.at(-1)).toMatchObject({ type: "done", data: { turnId: answerOf(asked).id } });
  });

  it("B97, S7: ends by name after silence, has no number then, and goes on when it is opened again", async () => {
    await world.note(world.other, "Vocals up", 10);
    model.behave(streamsThenStalls(cut('{"summary": "Then it says nothing more')));
    const brief = await world.make();
    const written = world.write(brief);
    const stream = await world.listen(brief, null, { idleMs: 600 });
    const told = await stream.ended;
    expect(told.at(-1)).toEqual({ seq: null, type: "idle", data: { turnId: answerOf(brief).id } });
    expect(joinWords(told)).toContain("nothing more");
    const again = await world.listen(brief, told.at(-2)?.seq ?? null);
    await cancelTurn(world.services, world.other, { ...world.at(brief), turnId: answerOf(brief).id });
    await written;
    expect(typesOf(await again.ended)).toEqual(["ready", "cancelled"]);
  });

  it("B97, S7: lets a healthy answer take many times as long as a silence may", async () => {
    // What follows on the last word comes in one piece: at this pace it would be a silence of its own.
    const text = JSON.stringify(answer);
    const end = text.indexOf('"notes"');
    const brief = await makeSlow(100, [...cut(text.slice(0, end), 5), text.slice(end)]);
    const stream = await world.listen(brief, null, { idleMs: 900 });
    const startedAt = performance.now();
    await world.write(brief);
    expect((await stream.ended).at(-1)?.type).toBe("done");
    expect(performance.now() - startedAt).toBeGreaterThan(2_500);
  });

  it("B97, S7: waits anew with each event, and not for longer", async () => {
    async function* every(ms: number, times: number): AsyncGenerator<number, void> {
      for (let i = 0; i < times; i++) {
        await wait(ms);
        yield i;
      }
      await wait(10_000);
    }
    const heard: unknown[] = [];
    for await (const event of untilSilent(every(40, 10), 100)) heard.push(event);
    expect(heard).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, "silent"]);
  });

  it("S16, B100: hears of what was not announced by itself", async () => {
    const brief = await makeSlow(0);
    const stream = await world.listen(brief);
    const real = world.services;
    const silent = new Proxy(real.db, {
      get: (object, name) =>
        name === "$executeRaw" ? () => Promise.reject(new Error("no line")) : (Reflect.get(object, name) as unknown),
    });
    expect(await world.write(brief, { ...real, db: silent })).toBe("done");
    expect((await stream.ended).at(-1)?.type).toBe("done");
  });
});
