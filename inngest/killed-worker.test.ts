import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Config } from "@/lib/config/config";
import { createComment } from "@/lib/domains/comments/commands";
import { exportComments } from "@/lib/domains/exports/commands";
import { type Band, createBand, makeWav, uploadFile } from "@/lib/domains/projects/band.fixture";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { startInngest } from "@/local/inngest/server";
import { createQueueClient } from "./client";
import { relayOnce } from "./relay";

const KEYS = { eventKey: "test-event-key", signingKey: `signkey-prod-${"ab".repeat(32)}` };
const HOST = "127.0.0.1";
/** What a worker may take to be missed, and its work to go on elsewhere. */
const RESUMED_WITHIN_MS = 30_000;
const WAIT = { timeout: 90_000, interval: 100 };
const TAKES = 4;

/** Processes are stopped and killed as they come, so the time is the real one. */
const realClock = { now: () => new Date(), set: () => undefined, advance: () => undefined };
const workers = new Map<number, ChildProcess>();
let ports: number[];
let folder: string;
let queue: Awaited<ReturnType<typeof startInngest>>;
let stack: TestStack;
let band: Band;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "segno-killed-"));
  ports = [await findPort(), await findPort()];
  const serveUrls = ports.map((port) => `http://${HOST}:${port}/api/inngest`);
  // Asked for silence each second: the same as with five, in a fifth of the time.
  queue = await startInngest({ folder, host: HOST, port: 0, serveUrls, probeEveryMs: 1000, ...KEYS });
  stack = await startTestStack({ clock: realClock, env: { INNGEST_BASE_URL: queue.url } });
  band = await createBand(stack.services);
  await Promise.all(ports.map(startWorker));
  await queue.sync();
}, 120_000);
afterAll(async () => {
  for (const worker of workers.values()) worker.kill("SIGKILL");
  await queue.close();
  await stack.close();
  await rm(folder, { recursive: true, force: true });
});

async function findPort(): Promise<number> {
  const server = createServer().listen(0, HOST);
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address ? address.port : 0;
}

/** As whoever supervises it starts it again: at the same address. */
async function startWorker(port: number): Promise<void> {
  const worker = fork(path.resolve("lib/testing/worker-process.ts"), {
    execArgv: ["--import", "tsx"],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  workers.set(port, worker);
  worker.send({ env: toEnv(stack.config, queue.url), port });
  await once(worker, "message");
}

function toEnv(config: Config, queueUrl: string): Record<string, string> {
  const { app, s3, mail, database } = config;
  return {
    ...{ APP_URL: app.url, AUTH_SECRET: app.authSecret, DATABASE_URL: database.url },
    ...{ S3_ENDPOINT: s3.endpoint, S3_PUBLIC_ENDPOINT: s3.endpoint, S3_REGION: s3.region, S3_BUCKET: s3.bucket },
    ...{ S3_ACCESS_KEY_ID: s3.accessKeyId, S3_SECRET_ACCESS_KEY: s3.secretAccessKey, LOG_LEVEL: "silent" },
    ...{ INNGEST_BASE_URL: queueUrl, INNGEST_EVENT_KEY: KEYS.eventKey, INNGEST_SIGNING_KEY: KEYS.signingKey },
    ...{ RESEND_API_KEY: mail.apiKey, RESEND_BASE_URL: mail.baseUrl, MAIL_FROM: mail.from },
  };
}

/** Takes and a file of notes, all at once. @returns ids of the versions. */
async function load(): Promise<string[]> {
  const { services } = stack;
  const ids: string[] = [];
  for (let i = 0; i < TAKES; i += 1) {
    const { version } = await uploadFile(services, band.editor, band, makeWav(1 + i / 10, 300 + i));
    ids.push(version?.id ?? "");
  }
  const target = { projectId: band.projectId, songId: band.songId, versionId: ids[0] ?? "" };
  await createComment(services, band.commenter, target, {
    versionId: ids[0] ?? "",
    body: "Louder",
    startSec: 1,
    endSec: null,
  });
  await exportComments(services, band.owner, target, { format: "midi" });
  await relayOnce({ services, inngest: createQueueClient(services) });
  return ids;
}

const countDone = (ids: string[]) =>
  stack.services.db.analysis.count({ where: { versionId: { in: ids }, state: "done" } });

/** Waits until some work is under way at a worker. */
async function waitUntilBusy(port: number): Promise<void> {
  await expect.poll(() => isBusy(port), { timeout: 30_000, interval: 5 }).toBe(true);
}

const isBusy = (port: number) => queue.stats().running.some(({ appUrl }) => appUrl.includes(`:${port}/`));

/** Each effect is there, and there once. */
async function expectEachOnce(ids: string[]): Promise<void> {
  const { db } = stack.services;
  const analyses = await db.analysis.findMany({ where: { versionId: { in: ids } } });
  expect(analyses.map(({ state }) => state)).toEqual(ids.map(() => "done"));
  expect(analyses.every(({ previewObject, hasPeaks }) => hasPeaks && previewObject !== null)).toBe(true);
  const events = await db.songEvent.findMany({ where: { songId: band.songId, type: "version.analyzed" } });
  const told = events.map(({ payload }) => (payload as { version: { id: string } }).version.id);
  const finished = ids.map((id) => told.filter((one) => one === id).length);
  // One when it is measured, one when it can be heard.
  expect(new Set(finished)).toEqual(new Set([finished[0]]));
  const notices = await db.notification.groupBy({ by: ["readerId", "sourceKey"], _count: true });
  expect(Math.max(...notices.map(({ _count }) => _count))).toBe(1);
  expect(queue.stats().totals.failed).toBe(0);
}

describe("workers that stand still or die under load", { timeout: 240_000 }, () => {
  it("B116: one that is stopped in the middle is missed; its work goes on at another, and what it says later counts nothing", async () => {
    const [stopped = 0, other = 0] = ports;
    const ids = await load();
    await waitUntilBusy(stopped);
    workers.get(stopped)?.kill("SIGSTOP");
    const stoppedAt = Date.now();
    await expect.poll(() => isBusy(stopped), WAIT).toBe(false);
    await waitUntilBusy(other);
    expect(Date.now() - stoppedAt).toBeLessThan(RESUMED_WITHIN_MS);
    await expect.poll(() => countDone(ids), WAIT).toBe(ids.length);
    workers.get(stopped)?.kill("SIGCONT");
    await expect.poll(() => stack.services.db.export.count({ where: { state: "completed" } }), WAIT).toBe(1);
    await queue.settled();
    await expectEachOnce(ids);
  });

  it("B117: all that are killed at once leave nothing lost and nothing doubled; work goes on as soon as they are back", async () => {
    const [one = 0, other = 0] = ports;
    const ids = await load();
    await waitUntilBusy(other);
    for (const worker of workers.values()) worker.kill("SIGKILL");
    await Promise.all([one, other].map(startWorker));
    const backAt = Date.now();
    await waitUntilBusy(one);
    expect(Date.now() - backAt).toBeLessThan(RESUMED_WITHIN_MS);
    await expect.poll(() => countDone(ids), WAIT).toBe(ids.length);
    await expect.poll(() => stack.services.db.export.count({ where: { state: "completed" } }), WAIT).toBe(2);
    await queue.settled();
    await expectEachOnce(ids);
  });
});
