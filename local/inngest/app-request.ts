import { type IncomingHttpHeaders, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { limits } from "./limits";

export interface AppAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

/** unreachable: the app took no connection, so nothing ran. cut: it took the request and ended without an answer. */
export type AppOutcome =
  | { kind: "answered"; answer: AppAnswer }
  | { kind: "unreachable"; reason: string }
  | { kind: "cut"; reason: string };

interface AppRequest {
  method: "GET" | "POST" | "PUT";
  url: string;
  headers: Record<string, string>;
  body: string;
  signal: AbortSignal;
  timeoutMs: number;
}

/**
 * One request on a connection of its own: a reused one that breaks can't tell whether the app saw the request. The
 * global fetch is no choice here, since it gives up on a step that takes longer than five minutes.
 */
export function requestApp({ method, url, headers, body, signal, timeoutMs }: AppRequest): Promise<AppOutcome> {
  return new Promise((resolve) => {
    let isConnected = false;
    const fail = (reason: string) => resolve({ kind: isConnected ? "cut" : "unreachable", reason });
    const send = url.startsWith("https:") ? requestHttps : requestHttp;
    const length = String(Buffer.byteLength(body));
    const outgoing = send(url, { method, agent: false, signal, headers: { ...headers, "content-length": length } });
    outgoing.setTimeout(timeoutMs, () => outgoing.destroy(new Error("no answer in time")));
    outgoing.on("socket", (socket) => socket.once("connect", () => (isConnected = true)));
    outgoing.on("error", (error: NodeJS.ErrnoException) => fail(error.code ?? error.message));
    outgoing.on("response", (response) => {
      const chunks: Buffer[] = [];
      let sizeBytes = 0;
      response.on("data", (chunk: Buffer) => {
        sizeBytes += chunk.length;
        chunks.push(chunk);
        if (sizeBytes > limits.replyBytes) outgoing.destroy(new Error("the answer is too large"));
      });
      response.on("error", (error) => fail(error.message));
      response.on("end", () => {
        const text = Buffer.concat(chunks).toString("utf8");
        resolve({ kind: "answered", answer: { status: response.statusCode ?? 0, headers: response.headers, text } });
      });
    });
    outgoing.end(body);
  });
}
