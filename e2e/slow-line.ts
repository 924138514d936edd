import { createServer, connect as open, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

export interface SlowLine {
  url: string;
  /** Bytes that went towards the server, and how often the line was cut. */
  seen: { sentBytes: number; cuts: number };
  close: () => Promise<void>;
}

/** A line to a server that lets so many bytes a second through and is cut, in the midst of whatever is sent, after so many more. */
export async function startSlowLine(
  target: { host: string; port: number },
  { bytesPerSec, cutAfterBytes }: { bytesPerSec: number; cutAfterBytes: number },
): Promise<SlowLine> {
  const sockets = new Set<Socket>();
  const seen = { sentBytes: 0, cuts: 0 };
  let nextCut = cutAfterBytes;
  let freeAtMs = 0;
  const cutAll = () => {
    seen.cuts++;
    nextCut = seen.sentBytes + cutAfterBytes;
    for (const socket of sockets) socket.resetAndDestroy();
  };
  /** All connections share the line: each chunk takes its time of it. */
  const pass = async (chunk: Buffer, server: Socket) => {
    freeAtMs = Math.max(freeAtMs, performance.now()) + (chunk.length / bytesPerSec) * 1000;
    await sleep(freeAtMs - performance.now());
    seen.sentBytes += chunk.length;
    if (seen.sentBytes >= nextCut) cutAll();
    else if (!server.destroyed && !server.write(chunk))
      await new Promise((resolve) => server.once("drain", resolve).once("close", resolve));
  };
  const line = createServer((client) => {
    const server = open(target);
    for (const [socket, other] of [[client, server] as const, [server, client] as const]) {
      sockets.add(socket);
      // A cut line is an error to both ends, which is what it is for.
      socket.on("error", () => other.destroy());
      socket.on("close", () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
    server.pipe(client);
    client.on("data", (chunk: Buffer) => {
      client.pause();
      void pass(chunk, server).then(() => client.resume());
    });
  });
  await new Promise<void>((resolve) => line.listen(0, "127.0.0.1", resolve));
  const address = line.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => line.close(resolve));
    },
  };
}
