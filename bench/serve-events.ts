import { createServer, type ServerResponse } from "node:http";

/** The yardstick for live streams, a process of its own: tells what is posted to it to all who listen, and knows nothing else. */
const listeners = new Set<ServerResponse>();

const server = createServer((request, response) => {
  if (request.method === "POST") {
    let body = "";
    request.setEncoding("utf8").on("data", (chunk: string) => {
      body += chunk;
    });
    request.on("end", () => {
      for (const listener of listeners) listener.write(`event: told\ndata: ${body}\n\n`);
      response.end();
    });
    return;
  }
  response.writeHead(200, { "content-type": "text/event-stream" }).write('event: ready\ndata: {"cursor":"0"}\n\n');
  listeners.add(response);
  response.on("close", () => listeners.delete(response));
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  process.send?.({ port: typeof address === "object" && address ? address.port : 0 });
});
