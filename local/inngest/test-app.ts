import { randomBytes, randomInt } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { Inngest, type InngestFunction } from "inngest";
import { serve } from "inngest/node";

/** Keys that the server under test and the app share. */
export const testKeys = {
  eventKey: "test-event-key",
  signingKey: `signkey-prod-${randomBytes(32).toString("hex")}`,
};

const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** The real SDK's client in signed cloud mode. */
export function createClient(
  baseUrl: string,
  hasCheckpointing = true,
  as: { id?: string; eventKey: string; signingKey: string } = testKeys,
): Inngest {
  const checkpointing = hasCheckpointing ? {} : { checkpointing: false };
  return new Inngest({ id: "app", isDev: false, baseUrl, logger: quiet, ...as, ...checkpointing });
}

export interface TestApp {
  serveUrl: string;
  close(): Promise<void>;
}

interface Served {
  path: string;
  client: Inngest;
  functions: InngestFunction.Any[];
}

/** Serves functions over HTTP with the real SDK. `port` 0 takes a free one. */
export function serveFunctions(client: Inngest, functions: InngestFunction.Any[], port = 0): Promise<TestApp> {
  return serveClients([{ path: "/api/inngest", client, functions }], port);
}

/** The same for several clients, each at its path; `serveUrl` is the first one's. */
export async function serveClients(served: Served[], port = 0): Promise<TestApp> {
  const handlers = served.map(({ path: servePath, client, functions }) => ({
    servePath,
    handle: serve({ client, functions, servePath, enableUnauthedSync: false }),
  }));
  const server = createServer((request, response) => {
    const found = handlers.find(({ servePath }) => request.url?.startsWith(servePath));
    if (found === undefined) response.writeHead(404).end();
    else void found.handle(request, response);
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const { port: bound } = server.address() as AddressInfo;
  return {
    serveUrl: `http://127.0.0.1:${bound}${served[0]?.path ?? ""}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A port that was free a moment ago: below the ports that systems give to connections and to those who ask for any, so that nobody takes it in between. */
export async function findFreePort(): Promise<number> {
  const server = createServer();
  const port = randomInt(18_000, 30_000);
  const isFree = await new Promise<boolean>((resolve) => {
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => resolve(true));
  });
  if (!isFree) return findFreePort();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export async function makeFolder(): Promise<{ folder: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), "inngest-"));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Waits until a condition holds. */
export async function waitUntil(isTrue: () => boolean | Promise<boolean>, timeoutMs = 10_000): Promise<void> {
  const startedMs = performance.now();
  while (!(await isTrue())) {
    if (performance.now() - startedMs > timeoutMs) throw new Error("The condition did not come true in time.");
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** A clock that a test moves. */
export class MovableClock {
  #offsetMs = 0;

  now(): Date {
    return new Date(Date.now() + this.#offsetMs);
  }

  move(byMs: number): void {
    this.#offsetMs += byMs;
  }
}
