import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import * as chat from "@/lib/ai/testing/chat-server";
import { cut, streams } from "@/lib/ai/testing/chat-streams";
import { answerOf, BriefWorld, joinWords, listItems } from "@/lib/domains/briefs/briefs.fixture";
import { setAiConsent } from "@/lib/domains/projects/commands";
import { createTestClock } from "@/lib/testing/clock";
import { startTestQueue, type TestQueue } from "@/lib/testing/queue";
import { startTestStack } from "@/lib/testing/services";
import { relayOnce, startRelay } from "../relay";

let queue: TestQueue;
let world: BriefWorld;
let model: chat.ChatServer;

beforeAll(async () => {
  const clock = createTestClock(new Date(Date.now() + 86_400_000));
  model = await chat.startChatServer();
  const ai = { AI_BASE_URL: model.url, AI_API_KEY: chat.CHAT_KEY, AI_MODEL: "small-1" };
  queue = await startTestQueue(clock, (env) => startTestStack({ env: { ...env, ...ai }, clock }));
  world = BriefWorld.on(queue.stack);
});
afterAll(async () => {
  await queue.close();
  await model.close();
});
beforeEach(async () => {
  await world.begin();
});

describe("a brief's way through the queue", { timeout: 60_000 }, () => {
  it("B94, B95, B96: from the first listener over the outbox and the queue to the end of the stream", async () => {
    const noteId = await world.note(world.band.commenter, "Snare is late", 12);
    const relay = startRelay(queue.context);
    const brief = await world.make();
    const stream = await world.listen(brief);
    const told = await stream.ended;
    await relay.stop();
    const types = told.map((message) => message.type).filter((type, i, all) => type !== all[i - 1]);
    expect(types).toEqual(["ready", "token", "document", "done"]);
    expect(told[0]?.data).toMatchObject({ state: "queued", hasGap: false });
    const read = await world.read(brief);
    expect(answerOf(read)).toMatchObject({ state: "done", draft: "", text: joinWords(told) });
    expect(listItems(read).map((item) => item.noteIds)).toEqual([[noteId]]);
  });

  const allow = () => {
    const consent = { isOn: true, host: new URL(model.url).host, getsSound: false, readsNotes: true } as const;
    return setAiConsent(world.services, world.band.owner, world.band.projectId, consent);
  };
  const isEnded = async (brief: Awaited<ReturnType<typeof world.make>>) => {
    queue.stack.clock.advance(1_000);
    return answerOf(await world.read(brief)).endedAt !== null;
  };

  it("B107, B380, S6: is tried again when the model says, and told as failed after two more tries", async () => {
    await allow();
    await world.note(world.band.commenter, "Snare is late", 12);
    const answer = {
      summary: "Late.",
      groups: [{ title: "D", items: [{ what: "Move it", notes: ["n1"], conflict: null }] }],
    };
    const busy = chat.fails(503, { "retry-after": "1" });
    model.behave(busy, busy, streams(cut(answer)));
    const relay = startRelay(queue.context);
    const brief = await world.make();
    const stream = await world.listen(brief);
    await expect.poll(() => isEnded(brief), { timeout: 30_000, interval: 100 }).toBe(true);
    const told = await stream.ended;
    expect(told.filter((message) => message.type === "restart")).toHaveLength(2);
    expect(told.at(-1)).toMatchObject({ type: "done", data: { turn: { text: "Late.\n" } } });
    model.behave(busy);
    const other = await world.make();
    const lost = await world.listen(other);
    await expect.poll(() => isEnded(other), { timeout: 30_000, interval: 100 }).toBe(true);
    await relay.stop();
    const failure = { reason: "ai_down", canRetry: true, retryAfterSec: 1 };
    expect((await lost.ended).at(-1)).toMatchObject({ type: "failed", data: { turn: { failure } } });
  });

  it("B95: leaves by itself after five seconds when nobody listens", async () => {
    const brief = await world.make();
    await relayOnce(queue.context);
    await queue.server().settled();
    expect(answerOf(await world.read(brief)).state).toBe("queued");
    queue.stack.clock.advance(5_000);
    await relayOnce(queue.context);
    await expect.poll(async () => answerOf(await world.read(brief)).state, { timeout: 20_000 }).toBe("done");
  });
});
