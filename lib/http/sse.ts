import { encode } from "eventsource-encoder";
import type { Services } from "@/lib/services";

export interface SseMessage {
  id?: string;
  event: string;
  data: string;
}

export interface SseSource {
  messages: AsyncGenerator<SseMessage, void>;
  /** Called once, however the stream ends. */
  close: () => void;
}

const RETRY_MS = 2_000;
const HEARTBEAT_MS = 15_000;
const HIGH_WATER_BYTES = 64 * 1024;

const HEADERS = {
  "content-type": "text/event-stream; charset=utf-8",
  // Both keep proxies from holding events back until a buffer is full.
  "cache-control": "no-cache, no-transform",
  "x-accel-buffering": "no",
};

/**
 * Answers a live stream (WHATWG server-sent events). Messages are taken only as fast as the reader reads; one who reads
 * nothing between two heartbeats is cut and may resume. Ends with the request, the source or the process.
 */
export function streamEvents(services: Services, request: Request, source: SseSource): Response {
  const encoder = new TextEncoder();
  let end: () => void = () => undefined;

  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        let isStalled = false;
        const untrack = services.live.track(() => end());
        const heartbeat = setInterval(() => {
          const isFull = (controller.desiredSize ?? 0) <= 0;
          if (isFull && isStalled) end();
          else if (!isFull) controller.enqueue(encoder.encode(encode({ comment: "" })));
          isStalled = isFull;
        }, HEARTBEAT_MS);
        const onAbort = () => end();
        end = once(() => {
          clearInterval(heartbeat);
          request.signal.removeEventListener("abort", onAbort);
          untrack();
          source.close();
          source.messages.return().catch((err: unknown) => services.log.warn({ err }, "live stream ended badly"));
          closeQuietly(controller);
        });
        request.signal.addEventListener("abort", onAbort);
        if (request.signal.aborted) end();
        else controller.enqueue(encoder.encode(encode({ retry: RETRY_MS })));
      },
      async pull(controller) {
        try {
          const { done, value } = await source.messages.next();
          if (done || !value) end();
          else controller.enqueue(encoder.encode(encode(value)));
        } catch (err) {
          // The reader reconnects and resumes after what it has seen.
          services.log.warn({ err }, "live stream failed");
          end();
        }
      },
      cancel() {
        end();
      },
    },
    new ByteLengthQueuingStrategy({ highWaterMark: HIGH_WATER_BYTES }),
  );
  return new Response(body, { headers: HEADERS });
}

/** A HEAD of a stream must not open one: Next.js would derive it from GET and never end it. */
export function refuseHead(): Response {
  return new Response(null, { status: 405, headers: { allow: "GET" } });
}

function once(work: () => void): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    work();
  };
}

/** A stream that its reader cancelled is closed already and says so by a TypeError. */
function closeQuietly(controller: ReadableStreamDefaultController<Uint8Array>): void {
  try {
    controller.close();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
}
