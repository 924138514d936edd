import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, ServerResponse } from "node:http";

/** Paths that answer server-sent events. */
export const STREAM_PATH = /^\/api\/(live|.*\/(events|stream))$/;

/** Longer than a beat and its repeat: whoever reads gets something in that time. */
const STALLED_MS = 45_000;

/**
 * Lets go of the connection of a reader of live events that takes not one byte for so long. To end its stream is not enough:
 * what it has not read keeps the socket, and with it memory, for ever. The channel is Node's own (nodejs.org/api/diagnostics_channel.html,
 * HTTP); a response's timeout counts bytes that move in either direction.
 */
export function endStalledReaders(stalledMs = STALLED_MS): void {
  subscribe("http.server.request.start", (message) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    if (STREAM_PATH.test(request.url?.split("?")[0] ?? "")) response.setTimeout(stalledMs);
  });
}
