import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";

/**
 * Appends to each request's `x-forwarded-for` the address that really connected, as a proxy does, before the framework sees
 * the request: the framework sets the header only when it is missing, so without this a visitor could write it alone.
 * The channel is Node's own (nodejs.org/api/diagnostics_channel.html, HTTP) and is told of a request before its handler.
 */
export function recordPeers(): void {
  subscribe("http.server.request.start", (message) => {
    const { request } = message as { request: IncomingMessage };
    const { headers, socket } = request;
    const before = headers["x-forwarded-for"];
    const peer = socket.remoteAddress ?? "unknown";
    headers["x-forwarded-for"] = before === undefined ? peer : `${String(before)}, ${peer}`;
  });
}
