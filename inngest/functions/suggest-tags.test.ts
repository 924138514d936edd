import { mkdtemp, rm } from "node:fs/promises";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { serve } from "inngest/node";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import * as chat from "@/lib/ai/testing/chat-server";
import { type Band, createBand, makeWav, uploadFile } from "@/lib/domains/projects/band.fixture";
import { setAiConsent } from "@/lib/domains/projects/commands";
import { requestTags } from "@/lib/domains/tags/suggesting/commands";
import { readVersion } from "@/lib/domains/versions/reads";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { startInngest } from "@/local/inngest/server";
import { createQueueClient, type QueueContext } from "../client";
import { relayOnce } from "../relay";
import { buildAnalyzeVersion } from "./analyze-version";
import { buildSuggestTags } from "./suggest-tags";

const WAIT = { timeout: 60_000, interval: 50 };
let stack: TestStack;
let band: Band;
let queue: QueueContext;
let server: Awaited<ReturnType<typeof startInngest>>;
let model: chat.ChatServer;
let app: http.Server;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "segno-queue-"));
  model = await chat.startChatServer();
  let handler: http.RequestListener = (_, response) => response.writeHead(503).end();
  app = http.createServer((request, response) => handler(request, response));
  await new Promise<void>((resolve) => app.listen(0, "127.0.0.1", resolve));
  const serveUrl = `http://127.0.0.1:${(app.address() as AddressInfo).port}/api/inngest`;
  const keys = { eventKey: "test-event-key", signingKey: `signkey-prod-${"ab".repeat(32)}` };
  server = await startInngest({ folder, host: "127.0.0.1", port: 0, serveUrls: [serveUrl], ...keys });
  const ai = { AI_BASE_URL: model.url, AI_API_KEY: chat.CHAT_KEY, AI_MODEL: "small-1" };
  stack = await startTestStack({ env: { INNGEST_BASE_URL: server.url, ...ai } });
  const { services } = stack;
  queue = { services, inngest: createQueueClient(services) };
  const functions = [buildAnalyzeVersion(queue), buildSuggestTags(queue)];
  handler = serve({ client: queue.inngest, functions, servePath: "/api/inngest" });
  await server.sync();
});

afterAll(async () => {
  await server.close();
  app.closeAllConnections();
  await new Promise((resolve) => app.close(resolve));
  await stack.close();
  await model.close();
  await rm(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  band = await createBand(stack.services);
  model.requests.length = 0;
});

const warm = chat.suggests({ id: "mood:warm", confidence: 0.8 });
const allow = () => {
  const consent = { isOn: true, host: new URL(model.url).host, getsSound: false } as const;
  return setAiConsent(stack.services, band.owner, band.projectId, consent);
};

async function upload() {
  const { version } = await uploadFile(stack.services, band.editor, band, makeWav(1));
  await relayOnce(queue);
  const target = { projectId: band.projectId, songId: band.songId, versionId: version?.id ?? "" };
  return { target, read: () => readVersion(stack.services, band.listener, target) };
}

const names = (version: Awaited<ReturnType<typeof readVersion>>) =>
  version.tags.filter((tag) => tag.state === "suggested").map((tag) => tag.name);

/** Workers are started, at a lower priority than what else runs. */
describe("a version's way to a model", { timeout: 60_000 }, () => {
  it("B227: from upload over measuring to suggestions, told live, and once however often the queue brings it", async () => {
    await allow();
    model.behave(warm);
    const { target, read } = await upload();
    await expect.poll(async () => (await read()).tagRequest.state, WAIT).toBe("done");
    expect(names(await read())).toEqual(["mood:warm"]);
    await queue.inngest.send({ name: "version/measured", data: { versionId: target.versionId } });
    await server.settled();
    expect(model.requests).toHaveLength(1);
    const events = await stack.services.db.songEvent.findMany({
      where: { songId: band.songId, type: "version.tagged" },
      orderBy: { seq: "asc" },
    });
    expect(events.map(({ payload }) => (payload as { version: { tagRequest: unknown } }).version.tagRequest)).toEqual([
      { state: "waiting", reason: null, message: null },
      { state: "done", reason: null, message: null },
    ]);
  });

  it("B221: goes nowhere where the owner did not allow it, and fails nothing", async () => {
    const before = server.stats().totals;
    const { read } = await upload();
    await expect.poll(async () => (await read()).analysis.hasPeaks, WAIT).toBe(true);
    await server.settled();
    expect((await read()).tagRequest.state).toBe("none");
    expect(model.requests).toEqual([]);
    expect(server.stats().totals.failed).toBe(before.failed);
  });

  it("B225: is tried again at the time that the endpoint names, and begins where it stopped", async () => {
    await allow();
    model.behave(chat.fails(429, { "retry-after": "1" }), chat.fails(503, { "retry-after": "1" }), warm);
    const { read } = await upload();
    await expect.poll(async () => (await read()).tagRequest.state, WAIT).toBe("done");
    expect(names(await read())).toEqual(["mood:warm"]);
    expect(model.requests).toHaveLength(3);
  });

  it("B225: ends after two more tries, at once where they are in vain, and can be begun anew", async () => {
    await allow();
    model.behave(chat.fails(500, { "retry-after": "1" }));
    const { target, read } = await upload();
    await expect.poll(async () => (await read()).tagRequest.state, WAIT).toBe("failed");
    expect((await read()).tagRequest).toMatchObject({
      reason: "ai_down",
      message: expect.stringContaining("Try again"),
    });
    expect(model.requests).toHaveLength(3);

    model.behave(chat.fails(403));
    await requestTags(stack.services, band.editor, target);
    await relayOnce(queue);
    await expect.poll(async () => (await read()).tagRequest.reason, WAIT).toBe("ai_key_refused");
    await server.settled();
    expect(model.requests).toHaveLength(4);

    model.behave(warm);
    await requestTags(stack.services, band.editor, target);
    await relayOnce(queue);
    await expect.poll(async () => (await read()).tagRequest.state, WAIT).toBe("done");
    expect(names(await read())).toEqual(["mood:warm"]);
  });
});
