import { createServer, type ServerResponse } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { endStalledReaders } from "./end-stalled";

const STALLED_MS = 500;

/** Sends more than any buffer on the way takes, then a beat now and then, until its reader is gone. */
const server = createServer((request, response) => {
  response.writeHead(200, { "content-type": "text/event-stream" });
  if (request.url?.includes("full")) response.write(Buffer.alloc(64 * 1024 * 1024, "x"));
  const beat = setInterval(() => response.writableNeedDrain || response.write(":\n\n"), STALLED_MS / 4);
  response.on("close", () => clearInterval(beat));
  responses.push(response);
});
const responses: ServerResponse[] = [];

beforeAll(async () => {
  endStalledReaders(STALLED_MS);
  server.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** Asks for a path and reads nothing, or everything. Answers the server's side of it. */
async function ask(path: string, isReading: boolean): Promise<ServerResponse> {
  const before = responses.length;
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  socket.on("error", () => undefined);
  if (isReading) socket.resume();
  socket.write(`GET ${path} HTTP/1.1\r\nhost: localhost\r\n\r\n`);
  await expect.poll(() => responses.length).toBe(before + 1);
  return responses[before] as ServerResponse;
}

it("B402: who takes not one byte of a live stream is let go, with its socket; who reads, and any other answer, stays", async () => {
  const stalled = await ask("/api/live?topics=full", false);
  const reading = await ask("/api/live?topics=notices", true);
  const other = await ask("/api/exports/full", false);
  await expect.poll(() => stalled.destroyed, { timeout: 10 * STALLED_MS }).toBe(true);
  await new Promise((resolve) => setTimeout(resolve, 3 * STALLED_MS));
  expect(stalled.socket?.destroyed ?? true).toBe(true);
  expect([reading.destroyed, other.destroyed]).toEqual([false, false]);
});
