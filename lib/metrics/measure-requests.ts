import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Metrics } from "./metrics";
import type { NameRoute } from "./route-names";

const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);
const STARTED = "http.server.request.start";

/**
 * Notes each request of this process with the pattern of its address, when its connection is done with it: also one that its
 * reader gave up, as "cut". `isStream` leaves live streams out, whose length says nothing of how fast we are. The channel is
 * Node's own (nodejs.org/api/diagnostics_channel.html, HTTP). Answers how to stop.
 */
export function measureRequests(
  metrics: Metrics,
  nameRoute: NameRoute,
  isStream: (path: string) => boolean,
): () => void {
  const onStart = (message: unknown) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    const path = request.url?.split("?")[0] ?? "";
    if (isStream(path)) return;
    const method = METHODS.has(request.method ?? "") ? (request.method ?? "") : "other";
    const startedAt = performance.now();
    response.once("close", () => {
      const status = response.writableFinished ? String(response.statusCode) : "cut";
      metrics.noteRequest({ route: nameRoute(path), method, status }, (performance.now() - startedAt) / 1_000);
    });
  };
  subscribe(STARTED, onStart);
  return () => void unsubscribe(STARTED, onStart);
}
