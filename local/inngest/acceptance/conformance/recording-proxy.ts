import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

export interface Exchange {
  method: string;
  path: string;
  body: string;
  status: number;
  isFinal: boolean;
  reply: string;
}

const hopHeaders = ["host", "connection", "content-length", "transfer-encoding", "expect", "keep-alive"];

async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

/** Passes requests on as they are, notes them with their replies in the order in which these came, and changes nothing. */
export async function startProxy(target: string, onExchange: (exchange: Exchange) => void, port = 0) {
  const server = createServer((request, response) => {
    void (async () => {
      const body = await readAll(request);
      const headers = Object.entries(request.headers).flatMap(([name, value]) =>
        hopHeaders.includes(name) || value === undefined ? [] : [[name, String(value)] as [string, string]],
      );
      const { method = "GET", url = "/" } = request;
      const sent = method === "GET" || method === "HEAD" ? {} : { body };
      const answer = await fetch(new URL(url, target), { method, headers, ...sent });
      const reply = await answer.text();
      const isFinal = answer.headers.get("x-inngest-no-retry") === "true";
      onExchange({ method, path: url, body, status: answer.status, isFinal, reply });
      const kept = [...answer.headers].filter(([name]) => !hopHeaders.includes(name) && name !== "content-encoding");
      response.writeHead(answer.status, Object.fromEntries(kept)).end(reply);
    })().catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
