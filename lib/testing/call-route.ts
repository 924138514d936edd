import { type Method, type RouteOnDisk } from "./routes-on-disk";

export interface RouteCall {
  /** Of the path's brackets. */
  params?: Record<string, string | string[]>;
  query?: Record<string, string>;
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as it is, in place of `body`. */
  rawBody?: RequestInit["body"];
  /** A personal access token. */
  token?: string | null;
  headers?: Record<string, string>;
}

export interface RouteAnswer {
  status: number;
  headers: Headers;
  text: string;
  /** The parsed body; null when it is no JSON. */
  json: unknown;
}

export type CallRoute = (operation: string, call?: RouteCall) => Promise<RouteAnswer>;

/**
 * Calls exported handlers in process, as the framework would, on the services that are installed.
 * `operation` is spelt as in `nameOperations`.
 */
export function createCaller(routes: RouteOnDisk[], appUrl: string): CallRoute {
  const byPath = new Map(routes.map((route) => [route.path, route]));
  return async (operation, call = {}) => {
    const [method = "", routePath = ""] = operation.split(" ");
    const handler = byPath.get(routePath)?.handlers[method as Method];
    if (!handler) throw new Error(`No route answers ${operation}.`);
    // A live stream ends when its reader leaves, so every reader does.
    const reader = new AbortController();
    const request = buildRequest(method, new URL(fillPath(routePath, call), appUrl), call, reader.signal);
    const response = await handler(request, { params: Promise.resolve(call.params ?? {}) });
    return readAnswer(response, reader);
  };
}

function fillPath(routePath: string, { params = {}, query = {} }: RouteCall): string {
  const path = routePath.replaceAll(/\[(\w+)\]/g, (_, name: string) => encodeURIComponent(String(params[name] ?? "")));
  const search = new URLSearchParams(query).toString();
  return search ? `${path}?${search}` : path;
}

function buildRequest(method: string, url: URL, call: RouteCall, signal: AbortSignal): Request {
  const headers = new Headers(call.headers);
  if (call.token) headers.set("authorization", `Bearer ${call.token}`);
  // What a browser says of a page's own call; without it a change by anybody without a token is refused.
  else if (!headers.has("origin")) headers.set("origin", url.origin);
  const body = call.rawBody ?? (call.body === undefined ? null : JSON.stringify(call.body));
  if (body !== null && !headers.has("content-type")) headers.set("content-type", "application/json");
  const stream = body instanceof ReadableStream ? { duplex: "half" } : {};
  return new Request(url, { method, headers, body, signal, ...stream });
}

async function readAnswer(response: Response, reader: AbortController): Promise<RouteAnswer> {
  const { status, headers } = response;
  const type = headers.get("content-type") ?? "";
  const text = type.startsWith("text/event-stream") ? await readFirstChunk(response) : await response.text();
  reader.abort();
  return { status, headers, text, json: /[/+]json\b/.test(type) ? (JSON.parse(text) as unknown) : null };
}

async function readFirstChunk(response: Response): Promise<string> {
  const chunks = response.body?.getReader();
  const first = await chunks?.read();
  await chunks?.cancel();
  return new TextDecoder().decode(first?.value);
}
