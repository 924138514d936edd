import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { GET } from "@/app/api/live/route";
import { createSlots } from "@/lib/core/slots";
import { transact } from "@/lib/db/client";
import { createApiToken } from "@/lib/domains/accounts/tokens/commands";
import { recordSongEvent } from "@/lib/domains/activity/commands";
import { type Band, createBand } from "@/lib/domains/projects/band.fixture";
import { installServices, type Services } from "@/lib/services";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { createLiveConnection, type LiveEvent, type LiveState } from "./live-connection";
import { pickDelayMs, readRetryAfterMs } from "./live-delays";

let stack: TestStack;
let services: Services;
let uninstall: () => void;
let band: Band;
let token: string;

beforeAll(async () => {
  stack = await startTestStack();
  services = stack.services;
  uninstall = installServices(services);
});
beforeEach(async () => {
  band = await createBand(services);
  token = (await createApiToken(services, band.listener, { name: "test" })).token;
});
afterAll(async () => {
  uninstall();
  await stack.close();
});

const song = () => `song:${band.projectId}:${band.songId}`;

function rename(name: string): Promise<void> {
  return transact(services.db, (tx) => recordSongEvent(tx, band, "song.renamed", { name }, services.clock.now()));
}

type Init = { headers: Record<string, string>; signal: AbortSignal };

/** Calls the route as a browser does, with the reader's token. */
function call(path: string, { headers, signal }: Init): Promise<Response> {
  const request = new Request(`http://127.0.0.1:3000${path}`, {
    headers: { ...headers, authorization: `Bearer ${token}` },
    signal,
  });
  return GET(request, { params: Promise.resolve(undefined) });
}

interface Followed {
  /** Numbers of the song's events, as they came. */
  told: number[];
  names: string[];
  gaps: number;
  states: LiveState[];
  ended: string[];
  connection: ReturnType<typeof createLiveConnection>;
}

/** Keeps what a page would: each number once, as its hook does. */
function follow(request: (path: string, init: Init) => Promise<Response>, from = 0): Followed {
  const followed: Omit<Followed, "connection"> = { told: [], names: [], gaps: 0, states: [], ended: [] };
  const take = (event: LiveEvent) => {
    if (event.kind === "ended") followed.ended.push(event.topic);
    if (event.kind === "ready" && event.hasGap) followed.gaps++;
    if (event.kind !== "told" || event.topic !== song() || Number(event.cursor) <= (followed.told.at(-1) ?? from))
      return;
    followed.told.push(Number(event.cursor));
    followed.names.push((event.data as { name: string }).name);
  };
  const connection = createLiveConnection({ onEvent: take, onState: (state) => followed.states.push(state), request });
  onTestFinished(() => connection.close());
  connection.setTopics(new Map([[song(), String(from)]]));
  return { ...followed, connection };
}

/** The answer up to a byte, and then the line is cut. */
function cutAfter(response: Response, bytes: number): Response {
  let left = bytes;
  const cut = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      controller.enqueue(chunk.subarray(0, left));
      left -= chunk.length;
      if (left <= 0) controller.error(new TypeError("network error"));
    },
  });
  return new Response(response.body?.pipeThrough(cut), { headers: response.headers });
}

describe("the one connection", () => {
  it("B393: cut at every byte of the wire, tells every event once and in order", async () => {
    for (const name of ["one", "𝄋 zwei", "three"]) await rename(name);
    const whole = await call(`/api/live?topics=${song()}@0`, { headers: {}, signal: new AbortController().signal });
    const wire = await readUntil(whole, "three");
    expect(wire.length).toBeGreaterThan(400);
    const cutOnce = async (cut: number) => {
      let isCut = false;
      const followed = follow(async (path, init) => {
        const response = await call(path, init);
        if (isCut) return response;
        isCut = true;
        return cutAfter(response, cut);
      });
      // The way back, without the rest in between.
      const waiting = setInterval(() => followed.connection.retryNow(), 1);
      await expect.poll(() => followed.told.length, { interval: 5, timeout: 20_000 }).toBe(3);
      clearInterval(waiting);
      followed.connection.close();
      expect([cut, followed.told, followed.gaps]).toEqual([cut, [1, 2, 3], 0]);
      expect(followed.names).toEqual(["one", "𝄋 zwei", "three"]);
    };
    const withSlot = createSlots(16);
    await Promise.all(Array.from({ length: wire.length }, (_, i) => withSlot(() => cutOnce(i + 1))));
  }, 180_000);

  it("B393: topics come and go without a gap or a double event", async () => {
    const followed = follow(call);
    const project = `project:${band.projectId}`;
    for (let i = 1; i <= 20; i++) {
      await rename(`n${i}`);
      followed.connection.setTopics(
        new Map([[song(), "0"], ...(i % 2 ? [["notices", null] as const] : [[project, null] as const])]),
      );
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await expect.poll(() => followed.told.length).toBe(20);
    expect(followed.told).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
    expect(followed.gaps).toBe(0);
    expect(followed.states).not.toContain("waiting");
    followed.connection.setTopics(new Map());
    await expect.poll(() => services.live.countStreams()).toBe(0);
  });

  it("B398: comes back when the server stops, when it says, and goes on after what it was told", async () => {
    const followed = follow(call);
    await expect.poll(() => followed.states).toEqual(["live"]);
    await rename("before");
    await expect.poll(() => followed.told).toEqual([1]);
    const own = await startTestStack();
    onTestFinished(() => own.close());
    await services.live.closeAllStreams();
    await expect.poll(() => followed.states.at(-1)).toBe("waiting");
    await rename("while away");
    // What was closed stays closed: another process takes over on the same database.
    const { buildServices } = await import("@/lib/services");
    services = buildServices(stack.config, { log: services.log });
    installServices(services);
    await expect.poll(() => followed.told, { timeout: 5_000 }).toEqual([1, 2]);
    expect(followed.states.at(-1)).toBe("live");
  });

  it("B395: waits as long as a refusal says", async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    let asked = 0;
    follow(() => {
      asked++;
      return Promise.resolve(new Response("{}", { status: 429, headers: { "retry-after": "30" } }));
    });
    await vi.advanceTimersByTimeAsync(29_000);
    expect(asked).toBe(1);
    await vi.advanceTimersByTimeAsync(17_000);
    expect(asked).toBe(2);
  });

  it("B398: leaves a line on which not even beats come", async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    let opened = 0;
    const followed = follow(() => {
      opened++;
      return Promise.resolve(new Response(new ReadableStream()));
    });
    await vi.advanceTimersByTimeAsync(39_000);
    expect(opened).toBe(1);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(opened).toBe(2);
    expect(followed.states).toEqual(["waiting"]);
  });

  it("B398: tries at longer and longer distances, never all browsers at one moment", () => {
    expect([0, 1, 2, 3, 9].map((failures) => pickDelayMs(2_000, failures, () => 0.5))).toEqual([
      2_000, 4_000, 8_000, 16_000, 30_000,
    ]);
    expect(pickDelayMs(9_000, 0, () => 0)).toBe(6_750);
    expect(pickDelayMs(9_000, 0, () => 1)).toBe(11_250);
    expect(readRetryAfterMs(new Headers({ "retry-after": "30" }), () => 1)).toBe(45_000);
    expect(readRetryAfterMs(new Headers())).toBeNull();
  });
});

describe("a proxy in between", () => {
  it("B399: that holds answers back until they are whole, unless told otherwise, is told otherwise", async () => {
    const origin = await listen((request, response) => void answer(request, response));
    const proxy = await listen((request, response) => forward(origin, request, response));
    const followed = follow((path, { headers, signal }) => fetch(`${proxy}${path}`, { headers, signal }));
    await expect.poll(() => followed.states).toEqual(["live"]);
    await rename("through");
    await expect.poll(() => followed.told, { timeout: 3_000 }).toEqual([1]);
    // The same answer without what it says to proxies would be held back.
    const held = await listen(
      (request, response) => void answer(request, response, ["x-accel-buffering", "cache-control"]),
    );
    const heldProxy = await listen((request, response) => forward(held, request, response));
    const silent = follow((path, { headers, signal }) => fetch(`${heldProxy}${path}`, { headers, signal }));
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(silent.states).toEqual([]);
  });
});

async function readUntil(response: Response, word: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  while (!Buffer.concat(chunks).includes(word)) chunks.push((await reader.read()).value ?? new Uint8Array());
  await reader.cancel();
  return Buffer.concat(chunks);
}

async function listen(handle: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer(handle).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function answer(request: IncomingMessage, response: ServerResponse, without: string[] = []): Promise<void> {
  const abort = new AbortController();
  response.on("close", () => abort.abort());
  const answered = await call(request.url ?? "", { headers: {}, signal: abort.signal });
  const headers = [...answered.headers].filter(([name]) => !without.includes(name));
  response.writeHead(answered.status, Object.fromEntries(headers));
  Readable.fromWeb(answered.body as Parameters<typeof Readable.fromWeb>[0])
    .on("error", () => undefined)
    .pipe(response);
}

/** Holds an answer back until it has all of it, as proxies do, but for one that asks not to be. */
function forward(origin: string, request: IncomingMessage, response: ServerResponse): void {
  const upstream = httpRequest(`${origin}${request.url ?? ""}`, { headers: request.headers }, (answered) => {
    const isHeld = answered.headers["x-accel-buffering"] !== "no";
    const chunks: Buffer[] = [];
    if (!isHeld) {
      response.writeHead(answered.statusCode ?? 502, answered.headers);
      answered.pipe(response);
    } else {
      answered.on("data", (chunk: Buffer) => chunks.push(chunk));
      answered.on("end", () =>
        response.writeHead(answered.statusCode ?? 502, answered.headers).end(Buffer.concat(chunks)),
      );
    }
    answered.on("error", () => response.destroy());
  });
  upstream.on("error", () => response.destroy());
  response.on("close", () => upstream.destroy());
  upstream.end();
}
