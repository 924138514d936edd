import { encode } from "eventsource-encoder";
import type { PersonActor } from "@/lib/access/actor";
import type { Services } from "@/lib/services";
import { readNetworkAddress } from "./network-address";

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

interface StreamContext {
  services: Services;
  request: Request;
  actor: PersonActor | null;
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

/** The last word to one who was too slow: what came since is to be read anew, or resumed from what was seen. */
const CUT = encode({ event: "cut", data: "{}" });

/**
 * Answers a live stream of whatever `open` opens, within what a person and a network may hold open.
 * @throws AppError rate_limited, and what `open` throws.
 */
export async function openEvents(context: StreamContext, open: () => Promise<SseSource>): Promise<Response> {
  const { services, request, actor } = context;
  const address = readNetworkAddress(request.headers, services.config.app.trustedProxies);
  const giveBack = services.live.admit({ person: actor?.accountId ?? null, address });
  try {
    const source = await open();
    const close = () => {
      giveBack();
      source.close();
    };
    return streamEvents(services, request, { messages: source.messages, close });
  } catch (error) {
    giveBack();
    throw error;
  }
}

/**
 * Answers a live stream (WHATWG server-sent events). Messages are taken only as fast as the reader reads; one who reads
 * nothing between two heartbeats is cut, is told so, and may resume. Ends with the request, the source or the process, which
 * says when to come back.
 */
export function streamEvents(services: Services, request: Request, source: SseSource): Response {
  const encoder = new TextEncoder();
  let isEnded = false;
  let end: (lastWords?: string) => void = () => undefined;

  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        let isStalled = false;
        const say = (text: string) => controller.enqueue(encoder.encode(text));
        const untrack = services.live.track((retryMs) => end(retryMs === undefined ? "" : encode({ retry: retryMs })));
        const heartbeat = setInterval(() => {
          const isFull = (controller.desiredSize ?? 0) <= 0;
          if (isFull && isStalled) {
            services.live.noteStream("cut");
            end(CUT);
          } else if (!isFull) say(encode({ comment: "" }));
          isStalled = isFull;
        }, HEARTBEAT_MS);
        const onAbort = () => end();
        end = (lastWords = "") => {
          if (isEnded) return;
          isEnded = true;
          clearInterval(heartbeat);
          request.signal.removeEventListener("abort", onAbort);
          untrack();
          source.close();
          source.messages.return().catch((err: unknown) => services.log.warn({ err }, "live stream ended badly"));
          closeQuietly(controller, () => {
            if (lastWords !== "") say(lastWords);
          });
        };
        request.signal.addEventListener("abort", onAbort);
        if (request.signal.aborted) end();
        else say(encode({ retry: RETRY_MS }));
      },
      async pull(controller) {
        try {
          const { done, value } = await source.messages.next();
          // Its reader may have left while it was made.
          if (isEnded) return;
          if (done || !value) return end();
          services.live.noteStream("told");
          controller.enqueue(encoder.encode(encode(value)));
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

/** A stream that its reader cancelled is closed already and says so by a TypeError. */
function closeQuietly(controller: ReadableStreamDefaultController<Uint8Array>, sayLast: () => void): void {
  try {
    sayLast();
    controller.close();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
}
