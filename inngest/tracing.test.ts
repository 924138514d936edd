import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createId } from "@/lib/core/ids";
import { type Band, createBand, makeWav } from "@/lib/domains/projects/band.fixture";
import { createLogger } from "@/lib/log/logger";
import { readTrace, withTrace } from "@/lib/log/trace";
import { installServices } from "@/lib/services";
import { createSessionCookie } from "@/lib/testing/actors";
import { type CallRoute, createCaller } from "@/lib/testing/call-route";
import { createTestClock } from "@/lib/testing/clock";
import { startTestQueue, type TestQueue } from "@/lib/testing/queue";
import { loadRoutes } from "@/lib/testing/routes-on-disk";
import { startTestStack } from "@/lib/testing/services";
import { relayOnce } from "./relay";

const WAIT = { timeout: 60_000, interval: 50 };
const lines: Record<string, unknown>[] = [];
const clock = createTestClock(new Date(Date.now() + 86_400_000));
let queue: TestQueue;
let band: Band;
let call: CallRoute;
let uninstall: () => void;

beforeAll(async () => {
  const log = createLogger("info", { write: (line) => lines.push(JSON.parse(line) as Record<string, unknown>) });
  queue = await startTestQueue(clock, (env) => startTestStack({ clock, env, log }));
  const { services, config } = queue.stack;
  uninstall = installServices(services);
  band = await createBand(services);
  call = createCaller(await loadRoutes(), config.app.url);
});
afterAll(async () => {
  uninstall();
  await queue.close();
});

const UPLOADS = "/api/projects/[projectId]/songs/[songId]/uploads";

async function post(path: string, params: Record<string, string>, body?: unknown) {
  const cookie = await createSessionCookie(queue.stack.services, band.editor.accountId);
  const { projectId, songId } = band;
  const answer = await call(`POST ${path}`, { params: { projectId, songId, ...params }, headers: { cookie }, body });
  expect(answer.status, answer.text).toBeLessThan(300);
  return { json: answer.json as Record<string, unknown>, requestId: answer.headers.get("x-request-id") ?? "" };
}

async function upload(wav: Buffer): Promise<{ begun: string; completed: string; uploadId: string }> {
  const file = { fileName: "a.wav", sizeBytes: wav.length, contentType: "audio/wav", idempotencyKey: createId() };
  const begun = await post(UPLOADS, {}, file);
  const uploadId = String(begun.json["id"]);
  const sha256 = createHash("sha256").update(wav).digest("base64");
  const wanted = { parts: [{ number: 1, sizeBytes: wav.length, sha256 }] };
  const signed = await post(`${UPLOADS}/[uploadId]/parts`, { uploadId }, wanted);
  const [part] = signed.json["parts"] as { url: string; headers: Record<string, string> }[];
  await fetch(part?.url ?? "", { method: "PUT", headers: part?.headers ?? {}, body: new Uint8Array(wav) });
  const completed = await post(`${UPLOADS}/[uploadId]/complete`, { uploadId }, {});
  return { begun: begun.requestId, completed: completed.requestId, uploadId };
}

it("B437: one id goes from the request through outbox and queue to the lines of whoever works, and to no other's", {
  timeout: 90_000,
}, async () => {
  const { db } = queue.stack.services;
  const one = await upload(makeWav(0.3));
  const other = await upload(makeWav(0.5));
  await relayOnce(queue.context);
  await expect.poll(() => db.analysis.count({ where: { state: "done" } }), WAIT).toBe(2);
  await expect.poll(() => linesOf(one.completed).length, WAIT).toBe(3);

  expect((await db.upload.findUnique({ where: { id: one.uploadId } }))?.requestId).toBe(one.begun);
  expect(await db.outbox.findMany({ where: { requestId: one.completed }, select: { name: true } })).toEqual([
    { name: "version/uploaded" },
  ]);
  const found = linesOf(one.completed).map(({ functionId, msg }) => `${String(functionId)}: ${String(msg)}`);
  expect(found.toSorted()).toEqual(
    ["analyze-version", "preview-version", "suggest-tags"].map((id) => `${id}: a run has ended`),
  );
  const runs = new Set([one, other].flatMap(({ completed }) => linesOf(completed)).map(({ runId }) => runId));
  expect(runs.size).toBe(6);
});

it("B437: work outside of a request, and beside another one, has no part in it", async () => {
  expect(readTrace()).toEqual({});
  const seen = await Promise.all(
    ["a", "b"].map((requestId) =>
      withTrace({ requestId }, async () => {
        await queue.stack.services.db.$queryRaw`SELECT 1`;
        return readTrace().requestId;
      }),
    ),
  );
  expect(seen).toEqual(["a", "b"]);
});

function linesOf(requestId: string) {
  return lines.filter((line) => line["requestId"] === requestId && line["runId"] !== undefined);
}
