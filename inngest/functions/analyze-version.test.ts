import { mkdtemp, rm } from "node:fs/promises";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { serve } from "inngest/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Band, createBand, makeWav, uploadFile } from "@/lib/domains/projects/band.fixture";
import { retryAnalysis } from "@/lib/domains/versions/commands";
import { readVersion } from "@/lib/domains/versions/reads";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { startInngest } from "@/local/inngest/server";
import { createQueueClient, type QueueContext } from "../client";
import { relayOnce } from "../relay";
import { buildAnalyzeVersion } from "./analyze-version";
import { buildPreviewVersion } from "./preview-version";
import { buildSweepUploads } from "./sweep-uploads";

const WAIT = { timeout: 60_000, interval: 50 };
let stack: TestStack;
let band: Band;
let queue: QueueContext;
let server: Awaited<ReturnType<typeof startInngest>>;
let app: http.Server;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "segno-queue-"));
  let handler: http.RequestListener = (_, response) => response.writeHead(503).end();
  app = http.createServer((request, response) => handler(request, response));
  await new Promise<void>((resolve) => app.listen(0, "127.0.0.1", resolve));
  const serveUrl = `http://127.0.0.1:${(app.address() as AddressInfo).port}/api/inngest`;
  const keys = { eventKey: "test-event-key", signingKey: `signkey-prod-${"ab".repeat(32)}` };
  server = await startInngest({ folder, host: "127.0.0.1", port: 0, serveUrls: [serveUrl], ...keys });
  stack = await startTestStack({ env: { INNGEST_BASE_URL: server.url } });
  const { services } = stack;
  queue = { services, inngest: createQueueClient(services) };
  const functions = [buildAnalyzeVersion(queue), buildPreviewVersion(queue), buildSweepUploads(queue)];
  handler = serve({ client: queue.inngest, functions, servePath: "/api/inngest" });
  await server.sync();
  band = await createBand(services);
});

afterAll(async () => {
  await server.close();
  app.closeAllConnections();
  await new Promise((resolve) => app.close(resolve));
  await stack.close();
  await rm(folder, { recursive: true, force: true });
});

async function upload(bytes: Buffer) {
  const { version } = await uploadFile(stack.services, band.editor, band, bytes);
  return { projectId: band.projectId, songId: band.songId, versionId: version?.id ?? "" };
}

/** Workers are started, at a lower priority than what else runs. */
describe("a version's way through the queue", { timeout: 60_000 }, () => {
  it("B56, B57: from upload over storage, outbox, queue and worker to tags that everybody sees", async () => {
    const target = await upload(makeWav(1));
    await relayOnce(queue);
    const read = () => readVersion(stack.services, band.listener, target);
    await expect.poll(async () => (await read()).analysis.state, WAIT).toBe("done");
    const version = await read();
    expect(version.analysis).toMatchObject({ percent: 100, hasPeaks: true, hasPreview: true });
    expect(version.tags.length).toBeGreaterThan(0);
    expect(server.stats().totals).toMatchObject({ failed: 0 });
  });

  it("B63: a file that can't be read fails its run, is shown with the reason, and may be tried again", async () => {
    const target = await upload(Buffer.concat([makeWav(1).subarray(0, 20), Buffer.alloc(5000, 7)]));
    const read = () => readVersion(stack.services, band.listener, target);
    for (const round of [1, 2]) {
      await relayOnce(queue);
      await expect.poll(() => server.stats().totals.failed, WAIT).toBe(round);
      expect((await read()).analysis).toMatchObject({ state: "failed", message: expect.any(String) });
      if (round === 1) await retryAnalysis(stack.services, band.editor, target);
    }
  });

  it("B68: work asked for while nobody relays is done when somebody does, once however often it is sent", async () => {
    const targets = [await upload(makeWav(0.3)), await upload(makeWav(0.3))];
    // What an earlier test asked for may still be on its way.
    await server.settled();
    const before = server.stats().totals.completed;
    await Promise.all([relayOnce(queue), relayOnce(queue)]);
    await stack.services.db.outbox.updateMany({ data: { sentAt: null, nextAttemptAt: stack.clock.now() } });
    await relayOnce(queue);
    for (const target of targets) {
      const state = async () => (await readVersion(stack.services, band.listener, target)).analysis.state;
      await expect.poll(state, WAIT).toBe("done");
    }
    await server.settled();
    expect(server.stats().totals.completed).toBe(before + 4);
  });
});
