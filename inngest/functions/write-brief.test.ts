import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { answerOf, BriefWorld, joinWords, listItems } from "@/lib/domains/briefs/briefs.fixture";
import { createTestClock } from "@/lib/testing/clock";
import { startTestQueue, type TestQueue } from "@/lib/testing/queue";
import { startTestStack } from "@/lib/testing/services";
import { relayOnce, startRelay } from "../relay";

let queue: TestQueue;
let world: BriefWorld;

beforeAll(async () => {
  const clock = createTestClock(new Date(Date.now() + 86_400_000));
  queue = await startTestQueue(clock, (env) => startTestStack({ env, clock }));
  world = BriefWorld.on(queue.stack);
});
afterAll(async () => {
  await queue.close();
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
