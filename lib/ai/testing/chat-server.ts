import http from "node:http";
import type { AddressInfo } from "node:net";

/** A request as OpenAI's chat completions know it, in the parts that we look at. */
export interface ChatRequest {
  model: string;
  messages: { role: string; content: string | ChatPart[] }[];
  response_format?: { type: string; json_schema?: { name: string; strict: boolean; schema: unknown } };
}

export type ChatPart =
  | { type: "text"; text: string }
  | { type: "input_audio"; input_audio: { data: string; format: string } };

export interface SeenRequest {
  authorization: string | undefined;
  /** The body as it came, and read. */
  raw: string;
  body: ChatRequest;
}

/** How one request is answered. */
export type Behaviour = (request: ChatRequest, response: http.ServerResponse) => void;

export interface ChatServer {
  /** To be set as AI_BASE_URL. */
  url: string;
  requests: SeenRequest[];
  /** What the next requests meet, one each; the last one stays. */
  behave(...behaviours: [Behaviour, ...Behaviour[]]): void;
  close(): Promise<void>;
}

export const CHAT_KEY = "sk-test-0123456789abcdef";
const USAGE = { prompt_tokens: 321, completion_tokens: 45, total_tokens: 366 };

function send(
  response: http.ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
}

function complete(response: http.ServerResponse, model: string, message: object, finishReason = "stop"): void {
  const choice = { index: 0, message: { role: "assistant", content: null, ...message }, finish_reason: finishReason };
  send(response, 200, {
    ...{ id: "chatcmpl-1", object: "chat.completion", created: 1_760_000_000, model },
    ...{ choices: [choice], usage: USAGE },
  });
}

/** Says this text, or this object as JSON. */
export function says(answer: unknown): Behaviour {
  const content = typeof answer === "string" ? answer : JSON.stringify(answer);
  return ({ model }, response) => complete(response, model, { content });
}

export function suggests(...tags: { id: string; confidence: number; basis?: string[] }[]): Behaviour {
  return says({ heard: true, tags: tags.map((tag) => ({ basis: ["sound"], ...tag })) });
}

export const declines: Behaviour = ({ model }, response) => complete(response, model, { refusal: "I can't help." });

export const filters: Behaviour = ({ model }, response) => complete(response, model, { content: "" }, "content_filter");

/** An error as the protocol words it. */
export function fails(status: number, headers: Record<string, string> = {}, message = `Status ${status}.`): Behaviour {
  return (_, response) =>
    send(response, status, { error: { message, type: "error", code: null, param: null } }, headers);
}

export const stalls: Behaviour = () => undefined;

/** Begins an answer and never ends it. */
export const stallsMidAnswer: Behaviour = (_, response) => {
  response.writeHead(200, { "content-type": "application/json" }).write('{"id":"chatcmpl-1",');
};

export const diesMidAnswer: Behaviour = (_, response) => {
  response.writeHead(200, { "content-type": "application/json", "content-length": "5000" });
  response.write('{"id":"chatcmpl-1",', () => response.destroy());
};

/** A proxy's page in place of an answer. */
export const answersWithPage: Behaviour = (_, response) => {
  response.writeHead(200, { "content-type": "text/html" }).end("<h1>Welcome</h1>");
};

export const answersWithoutEnd: Behaviour = (_, response) => {
  response.writeHead(200, { "content-type": "application/json" });
  const block = " ".repeat(65_536);
  const more = () => {
    if (!response.destroyed) response.write(block, () => setImmediate(more));
  };
  more();
};

/** Refuses these forms of answer as an older endpoint does. */
export function knowsOnly(forms: string[], then: Behaviour): Behaviour {
  return (request, response) => {
    const form = request.response_format?.type ?? "text";
    if (forms.includes(form)) then(request, response);
    else fails(400, {}, `'response_format.type' '${form}' is not supported.`)(request, response);
  };
}

/** A real server of the chat completions protocol on a free port: it checks address, key and form, then does as it is told. */
export async function startChatServer(): Promise<ChatServer> {
  const requests: SeenRequest[] = [];
  let script: Behaviour[] = [suggests({ id: "mood:warm", confidence: 0.8 })];
  const server = http.createServer((request, response) => {
    void readText(request).then((raw) => {
      const { authorization } = request.headers;
      if (request.method !== "POST" || request.url !== "/v1/chat/completions")
        return fails(404)({} as ChatRequest, response);
      const body = JSON.parse(raw) as ChatRequest;
      requests.push({ authorization, raw, body });
      if (authorization !== `Bearer ${CHAT_KEY}`) {
        return fails(401, {}, `Incorrect API key provided: ${authorization?.slice(0, 20)}.`)(body, response);
      }
      const [behave, ...rest] = script;
      if (rest.length > 0) script = rest;
      return behave?.(body, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    behave: (...behaviours) => {
      script = behaviours;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function readText(request: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}
