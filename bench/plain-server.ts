import { createReadStream, createWriteStream } from "node:fs";
import { createServer } from "node:http";
import path from "node:path";
import { pipeline } from "node:stream/promises";

/** The yardstick for storage: writes a body to a file and reads it back, with no hashing, no checks and no sync. */
export async function startPlainServer(folder: string): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    response.setHeader("access-control-allow-origin", "*");
    response.setHeader("access-control-allow-methods", "PUT");
    const file = path.join(folder, `plain-${path.basename(request.url ?? "part")}`);
    if (request.method === "GET") {
      pipeline(createReadStream(file), response).catch(() => response.destroy());
      return;
    }
    if (request.method !== "PUT") {
      response.writeHead(204).end();
      return;
    }
    pipeline(request, createWriteStream(file)).then(
      () => response.end(),
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
