import { rm } from "node:fs/promises";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { serve } from "inngest/node";
import { createQueueClient, type QueueContext } from "@/inngest/client";
import { buildFunctions } from "@/inngest/functions";
import { type InngestReport, startInngest } from "@/local/inngest/server";
import type { TestClock } from "./clock";
import type { TestStack } from "./composition";
import { makeScratch } from "./scratch";

type QueueServer = Awaited<ReturnType<typeof startInngest>>;

/** The app's own functions, served over HTTP in signed mode, and the real queue that calls them, on the test's clock. */
export interface TestQueue {
  stack: TestStack;
  context: QueueContext;
  /** The server of this moment: another one after `reopenServer`. */
  server(): QueueServer;
  /** What the servers had to report, oldest first. */
  reports: InngestReport[];
  /** An app that is asleep answers every call with 503, as a proxy before a dead process does. */
  setAsleep(isAsleep: boolean): void;
  closeServer(): Promise<void>;
  /** On the same folder and port. */
  reopenServer(): Promise<void>;
  close(): Promise<void>;
}

const KEYS = { eventKey: "test-event-key", signingKey: `signkey-prod-${"ab".repeat(32)}` };
const HOST = "127.0.0.1";

/**
 * Starts the queue, then the stack that sends to it. Begin the clock tomorrow or later: the queue's client stamps events
 * with the real time, which must not lie ahead of the test's.
 */
export async function startTestQueue(
  clock: TestClock,
  startStack: (env: Record<string, string>) => Promise<TestStack>,
): Promise<TestQueue> {
  const folder = await makeScratch("segno-queue-");
  const reports: InngestReport[] = [];
  let isAsleep = true;
  let serveFunctions: http.RequestListener = (_, response) => response.writeHead(503).end();
  const app = http.createServer((request, response) => {
    if (isAsleep) response.writeHead(503).end();
    else serveFunctions(request, response);
  });
  await new Promise<void>((resolve) => app.listen(0, HOST, resolve));
  const serveUrls = [`http://${HOST}:${(app.address() as AddressInfo).port}/api/inngest`];
  const open = (port: number) =>
    startInngest({
      ...{ folder, host: HOST, port, serveUrls, clock, ...KEYS },
      onReport: (report) => reports.push(report),
    });
  let server = await open(0);
  const port = Number(new URL(server.url).port);
  const stack = await startStack({ INNGEST_BASE_URL: server.url });
  const context = { services: stack.services, inngest: createQueueClient(stack.services) };
  serveFunctions = serve({
    client: context.inngest,
    functions: buildFunctions(context),
    servePath: "/api/inngest",
  });
  isAsleep = false;
  await server.sync();
  return {
    stack,
    context,
    reports,
    server: () => server,
    setAsleep: (value) => {
      isAsleep = value;
    },
    closeServer: () => server.close(),
    reopenServer: async () => {
      server = await open(port);
    },
    close: async () => {
      await server.close();
      app.closeAllConnections();
      await new Promise((resolve) => app.close(resolve));
      await stack.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
