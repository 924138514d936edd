import { ApiError, type ApiProblem, OFFLINE } from "./api-error";

interface RequestOptions {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  body?: unknown;
  /** Sent as they are, in place of `body`. */
  bytes?: Blob;
  signal?: AbortSignal;
}

/** A call without an answer for so long went nowhere: the line is gone, and nobody says so. */
const ANSWER_WITHIN_MS = 120_000;

/** Calls the app's own API with JSON and answers its JSON (undefined for 204). @throws ApiError with words for a person. */
export async function callApi<T>(path: string, options: RequestOptions = {}): Promise<T> {
  const response = await send(path, options);
  if (response.status === 204) return undefined as T;
  const isJson = /json/.test(response.headers.get("content-type") ?? "");
  if (response.ok && isJson) return (await readJson(response)) as T;
  throw new ApiError(isJson ? ((await readJson(response)) as ApiProblem) : unreadable(response.status));
}

async function send(path: string, { method = "GET", body, bytes, signal }: RequestOptions): Promise<Response> {
  const tooLate = AbortSignal.timeout(ANSWER_WITHIN_MS);
  try {
    return await fetch(path, {
      method,
      signal: signal ? AbortSignal.any([signal, tooLate]) : tooLate,
      headers: body === undefined ? {} : { "content-type": "application/json" },
      body: bytes ?? (body === undefined ? undefined : JSON.stringify(body)),
    });
  } catch (error) {
    throw asCut(error);
  }
}

/** The line may break in the middle of an answer, too. */
async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch (error) {
    throw error instanceof SyntaxError ? error : asCut(error);
  }
}

/** What the caller stopped is stopped; all else that a call can meet before it is answered is a broken line. */
function asCut(error: unknown): unknown {
  return error instanceof DOMException && error.name === "AbortError" ? error : new ApiError(OFFLINE);
}

function unreadable(status: number): ApiProblem {
  return {
    status,
    code: "internal",
    reason: "unreadable",
    detail: "The server gave no readable answer. Try again in a moment.",
  };
}
