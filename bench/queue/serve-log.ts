import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createId } from "@/lib/core/ids";
import { openEventLog } from "@/lib/event-log/log";

/** The reference: a plain Node server that keeps each body in an event log and answers when it is durable, and no more. */
const log = await openEventLog(process.argv[2] ?? "");
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const data = Buffer.concat(chunks).toString("utf8");
    void log.append([{ id: createId(), type: "kept", data }]).then(() => response.end("{}"));
  });
});
server.listen(0, "127.0.0.1", () => {
  process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
});
process.once("disconnect", () => process.exit(0));
