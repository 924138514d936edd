import type http from "node:http";
import type { Behaviour, ChatRequest } from "./chat-server";

const USAGE = { prompt_tokens: 900, completion_tokens: 120, total_tokens: 1020 };

/** Cut into pieces of so many UTF-16 units, which may lie within a character. */
export function cut(answer: unknown, length = 7): string[] {
  const text = typeof answer === "string" ? answer : JSON.stringify(answer);
  return text.match(new RegExp(`[^]{1,${length}}`, "g")) ?? [];
}

interface Pace {
  everyMs?: number;
  finishReason?: string;
  /** Before each piece; may hold it back. */
  before?: (place: number) => Promise<void> | void;
}

/** Says these pieces as a stream of chat completions, one a chunk, and ends it as the protocol does. */
export function streams(pieces: readonly string[], pace: Pace = {}): Behaviour {
  return (request, response) => {
    void tell(request, response, pieces, pace).then(() => {
      write(response, { choices: [{ index: 0, delta: {}, finish_reason: pace.finishReason ?? "stop" }] }, request);
      write(response, { choices: [], usage: USAGE }, request);
      response.end("data: [DONE]\n\n");
    });
  };
}

/** Says these pieces and nothing more, for ever. */
export function streamsThenStalls(pieces: readonly string[]): Behaviour {
  return (request, response) => void tell(request, response, pieces, {});
}

/** Says these pieces; then the line is cut within the next one. */
export function streamsThenDies(pieces: readonly string[]): Behaviour {
  return (request, response) => {
    void tell(request, response, pieces, {}).then(() => {
      response.write('data: {"choices":[{"index":0,"delta":{"cont', () => response.destroy());
    });
  };
}

/** Chunks that no protocol knows. */
export const streamsGarbage: Behaviour = (_, response) => {
  response.writeHead(200, { "content-type": "text/event-stream" });
  response.end("data: {{{{\n\ndata: <html>\n\n");
};

async function tell(request: ChatRequest, response: http.ServerResponse, pieces: readonly string[], pace: Pace) {
  response.writeHead(200, { "content-type": "text/event-stream" });
  for (const [place, content] of pieces.entries()) {
    await pace.before?.(place);
    if (pace.everyMs !== undefined) await new Promise((resolve) => setTimeout(resolve, pace.everyMs));
    if (response.destroyed) return;
    write(response, { choices: [{ index: 0, delta: { role: "assistant", content }, finish_reason: null }] }, request);
  }
}

function write(response: http.ServerResponse, chunk: object, { model }: ChatRequest): void {
  const head = { id: "chatcmpl-1", object: "chat.completion.chunk", created: 1_760_000_000, model };
  response.write(`data: ${JSON.stringify({ ...head, ...chunk })}\n\n`);
}
