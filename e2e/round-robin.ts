import http from "node:http";
import type { AddressInfo } from "node:net";

export interface RoundRobin {
  url: string;
  /** How many requests each of them answered. */
  counts: Map<string, number>;
  close(): Promise<void>;
}

/** A proxy that gives each request to the next of several servers, and to the one after it when that is away. */
export async function startRoundRobin(port: number, targets: () => readonly string[]): Promise<RoundRobin> {
  const counts = new Map<string, number>();
  let turn = 0;
  const server = http.createServer((request, response) => {
    const all = targets();
    const first = turn++;
    pass(
      request,
      response,
      all.map((_, index) => all[(first + index) % all.length] ?? ""),
      counts,
    );
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    counts,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function pass(
  request: http.IncomingMessage,
  response: http.ServerResponse,
  [target, ...others]: readonly string[],
  counts: Map<string, number>,
): void {
  if (target === undefined) {
    response.writeHead(502).end();
    return;
  }
  const peer = request.socket.remoteAddress ?? "";
  const before = request.headers["x-forwarded-for"];
  const headers = { ...request.headers, "x-forwarded-for": before === undefined ? peer : `${String(before)}, ${peer}` };
  const inner = http.request(new URL(request.url ?? "/", target), { method: request.method, headers });
  let isBegun = false;
  inner.on("response", (answer) => {
    isBegun = true;
    counts.set(target, (counts.get(target) ?? 0) + 1);
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    response.flushHeaders();
    answer.pipe(response);
    answer.on("error", () => response.destroy());
  });
  inner.on("error", () => {
    // Nothing has been sent on of a request without a body: another may have it whole.
    const hasBody = request.headers["content-length"] !== undefined || "transfer-encoding" in request.headers;
    if (!isBegun && !hasBody && !response.destroyed) pass(request, response, others, counts);
    else response.destroy();
  });
  response.on("close", () => inner.destroy());
  request.pipe(inner);
}
