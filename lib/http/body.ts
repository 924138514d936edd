import { NextRequest } from "next/server";
import type { z } from "zod";
import { AppError, type FieldIssue } from "@/lib/core/errors";
import { formatBytes } from "@/lib/core/format-bytes";

const MAX_BODY_BYTES = 256 * 1024;

/** Reads at most 256 KiB of JSON. @throws AppError too_large, invalid_input. */
export async function readJson(request: Request): Promise<unknown> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/json\b/i.test(type)) {
    throw new AppError("invalid_input", "not_json", "Send JSON with the header content-type: application/json.");
  }
  const text = await readText(request);
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new AppError("invalid_input", "bad_json", "The body is not valid JSON.", { cause });
  }
}

/** The same request with its body read, for handlers that are not ours and would read any length. @throws AppError too_large. */
export async function capBody(request: Request, maxBytes: number): Promise<NextRequest> {
  const { url, method, headers, signal } = request;
  const text = await readText(request, maxBytes);
  return new NextRequest(url, { method, headers, signal, ...(text === "" ? {} : { body: text }) });
}

/** The body as it is. @throws AppError too_large as soon as that shows. */
export async function readBytes(request: Request, maxBytes: number): Promise<Uint8Array> {
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes) throw tooLarge(maxBytes);
  if (!request.body) return new Uint8Array();
  const reader = request.body.getReader();
  const chunks: Uint8Array[] = [];
  let total = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(chunks);
    total += value.byteLength;
    if (total > maxBytes) {
      await reader.cancel();
      throw tooLarge(maxBytes);
    }
    chunks.push(value);
  }
}

/** The body as it came, 256 KiB of it at most unless more is said. @throws AppError too_large. */
export async function readText(request: Request, maxBytes = MAX_BODY_BYTES): Promise<string> {
  return new TextDecoder().decode(await readBytes(request, maxBytes));
}

function tooLarge(maxBytes: number): AppError {
  const sentence = `This is more than ${formatBytes(maxBytes)}. Send less at once.`;
  return new AppError("too_large", "body_too_large", sentence);
}

/** Parses input at the edge. @throws AppError invalid_input naming every field. */
export function parseInput<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const result = schema.safeParse(input);
  const fields = result.success
    ? findUnkeepable(result.data)
    : result.error.issues.map((issue) => ({ field: fieldOf(issue), message: issue.message }));
  if (result.success && fields.length === 0) return result.data;
  const first = fields[0];
  const detail = first ? `${first.field}: ${first.message}` : "This input can't be used.";
  throw new AppError("invalid_input", "bad_field", detail, { fields });
}

/** PostgreSQL keeps no NUL, and half of a surrogate pair would be changed in silence. */
const UNKEEPABLE = /\0|\p{Cs}/u;

/** Texts that can't be kept as they are. Walks parsed input, whose depth the schema bounds. */
function findUnkeepable(value: unknown, path: string[] = []): FieldIssue[] {
  if (typeof value === "string") {
    const message = "Leave out control characters and broken signs.";
    return UNKEEPABLE.test(value) ? [{ field: path.join(".") || "body", message }] : [];
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => findUnkeepable(item, [...path, key]));
}

function fieldOf(issue: z.core.$ZodIssue): string {
  const path = issue.path.map(String);
  if (issue.code === "unrecognized_keys") path.push(...issue.keys.slice(0, 1));
  return path.join(".") || "body";
}
