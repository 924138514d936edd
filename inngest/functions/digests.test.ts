import { mkdtemp, rm } from "node:fs/promises";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { serve } from "inngest/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createId } from "@/lib/core/ids";
import { READERS_DUE } from "@/lib/core/queue-events";
import { createTestPerson, type TestPerson } from "@/lib/testing/actors";
import { createTestClock } from "@/lib/testing/clock";
import { readMailbox } from "@/lib/testing/mailbox";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { startInngest } from "@/local/inngest/server";
import { createQueueClient, type QueueContext } from "../client";
import { buildPlanDigests } from "./plan-digests";
import { buildSendDigests } from "./send-digests";

const HOUR_MS = 60 * 60 * 1000;
const WAIT = { timeout: 15_000, interval: 50 };
const DAY_MS = 24 * HOUR_MS;
/** Tomorrow or later: the queue's client stamps events with the real time, which must not lie ahead of the test's. */
const firstDay = (Math.floor(Date.now() / DAY_MS) + 1) * DAY_MS;
const clock = createTestClock(new Date(firstDay + 7.5 * HOUR_MS));
let stack: TestStack;
let queue: QueueContext;
let server: Awaited<ReturnType<typeof startInngest>>;
let app: http.Server;
let folder: string;
let readers: TestPerson[];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "segno-queue-"));
  let handler: http.RequestListener = (_, response) => response.writeHead(503).end();
  app = http.createServer((request, response) => handler(request, response));
  await new Promise<void>((resolve) => app.listen(0, "127.0.0.1", resolve));
  const serveUrl = `http://127.0.0.1:${(app.address() as AddressInfo).port}/api/inngest`;
  const keys = { eventKey: "test-event-key", signingKey: `signkey-prod-${"ab".repeat(32)}` };
  server = await startInngest({ folder, host: "127.0.0.1", port: 0, serveUrls: [serveUrl], clock, ...keys });
  stack = await startTestStack({ clock, env: { INNGEST_BASE_URL: server.url } });
  const { services } = stack;
  queue = { services, inngest: createQueueClient(services) };
  const functions = [buildPlanDigests(queue), buildSendDigests(queue)];
  handler = serve({ client: queue.inngest, functions, servePath: "/api/inngest" });
  await server.sync();
  readers = await Promise.all(["Mara", "Ines", "Otto"].map((name) => createTestPerson(services, name)));
});

afterAll(async () => {
  await server.close();
  app.closeAllConnections();
  await new Promise((resolve) => app.close(resolve));
  await stack.close();
  await rm(folder, { recursive: true, force: true });
});

async function tellEverybody(): Promise<void> {
  clock.advance(1000);
  const data = readers.map(({ accountId }) => ({
    ...{ id: createId(), readerId: accountId, kind: "share.received", sourceKey: `test:${createId()}`, payload: {} },
    createdAt: clock.now(),
  }));
  await stack.services.db.notification.createMany({ data });
}

async function passHours(hours: number): Promise<void> {
  for (let hour = 0; hour < hours; hour++) {
    clock.advance(HOUR_MS);
    await server.tick();
  }
}

const countMails = async () => (await readMailbox(stack)).length;

describe("digests through the queue", () => {
  it("B36, B40: one tick gives each reader with news one turn and one mail", async () => {
    await tellEverybody();
    clock.set(new Date(firstDay + 8 * HOUR_MS + 1000));
    await server.tick();
    await expect.poll(countMails, WAIT).toBe(3);
    await passHours(3);
    await server.settled();
    expect(await countMails()).toBe(3);
    expect(server.stats().totals.failed).toBe(0);
  });

  it("B38, B51: a month of dead workers, then everybody gets one at most", { timeout: 60_000 }, async () => {
    const before = await countMails();
    server.pause();
    for (let day = 0; day < 30; day++) {
      await tellEverybody();
      await passHours(24);
    }
    await tellEverybody();
    server.resume();
    await server.settled();
    await expect.poll(countMails, WAIT).toBe(before + 3);
    // The rest of the day brings ticks, but no further mail.
    await passHours(6);
    await server.settled();
    expect(await countMails()).toBe(before + 3);
    expect(server.stats().totals.failed).toBe(0);
  });

  it("B37: a turn that waited too long sends nothing; one that can't be read is not tried again", async () => {
    const before = await countMails();
    await tellEverybody();
    const failedBefore = server.stats().totals.failed;
    const accountId = readers[0]?.accountId ?? "";
    const expiresAt = clock.now().toISOString();
    await queue.inngest.send([
      {
        name: READERS_DUE,
        data: { readers: [{ accountId, localDate: clock.now().toISOString().slice(0, 10) }], expiresAt },
      },
      { name: READERS_DUE, data: { readers: [{ accountId: "nobody" }] } },
    ]);
    await expect.poll(() => server.stats().totals.failed, WAIT).toBe(failedBefore + 1);
    await server.settled();
    expect(await countMails()).toBe(before);
  });
});
