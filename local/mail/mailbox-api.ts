import { z } from "zod";
import { type Exchange, getHeader, readJson, sendJson } from "./exchange";
import { type FaultSwitch, faultsSchema } from "./faults";
import { readLastEvent } from "./mail-index";
import type { Mailbox } from "./mailbox";
import type { Message } from "./message";
import { ResendError } from "./resend-error";

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 500;

/** `GET /api/messages?to=&q=&limit=`: whole messages, newest first. */
export async function listMessages(mailbox: Mailbox, exchange: Exchange): Promise<void> {
  const { searchParams } = exchange.url;
  const limit = parseLimit(searchParams.get("limit"));
  const to = searchParams.get("to") ?? undefined;
  const found = mailbox.index.list({ to, query: searchParams.get("q") ?? undefined, limit });
  const messages: ShownMessage[] = [];
  for (const { id } of found) {
    const message = await readShown(mailbox, id);
    if (message) messages.push(message);
  }
  sendJson(exchange, 200, messages);
}

/** A message and Resend's `last_event` of it. */
type ShownMessage = Message & { lastEvent: string };

async function readShown(mailbox: Mailbox, id: string): Promise<ShownMessage | undefined> {
  const message = await mailbox.read(id);
  const entry = mailbox.index.find(id);
  return message && entry && { ...message, lastEvent: readLastEvent(entry) };
}

function parseLimit(given: string | null): number {
  const limit = given === null ? DEFAULT_LIMIT : Number(given);
  if (Number.isInteger(limit) && limit >= 1 && limit <= MAX_LIMIT) return limit;
  throw new ResendError(422, "invalid_parameter", `Give a \`limit\` from 1 to ${MAX_LIMIT}.`);
}

/** `GET /api/messages/:id` */
export async function getMessage(mailbox: Mailbox, exchange: Exchange, id: string): Promise<void> {
  const message = await readShown(mailbox, id);
  if (!message) throw new ResendError(404, "not_found", "There is no such message in this mailbox.");
  sendJson(exchange, 200, message);
}

const decisionSchema = z.strictObject({ kind: z.enum(["bounced", "complained"]) });

/** `POST /api/messages/:id/outcome`: a delivered mail bounces, or its reader complains. */
export async function decideOutcome(mailbox: Mailbox, exchange: Exchange, id: string): Promise<void> {
  requireJson(exchange);
  const parsed = decisionSchema.safeParse(await readJson(exchange.request));
  if (!parsed.success) throw new ResendError(422, "validation_error", "`kind` is bounced or complained.");
  await mailbox.decide(id, parsed.data.kind);
  await getMessage(mailbox, exchange, id);
}

/** A form of a foreign page can't send JSON without asking first, and nobody here answers such a question. */
function requireJson({ request }: Exchange): void {
  if (/^application\/json\b/i.test(getHeader(request, "content-type") ?? "")) return;
  throw new ResendError(415, "validation_error", "Send the body as application/json.");
}

/** `GET /api/faults` and `POST /api/faults`: what sending meets from now on. */
export async function switchFaults(faults: FaultSwitch, exchange: Exchange): Promise<void> {
  if (exchange.request.method === "POST") {
    requireJson(exchange);
    const parsed = faultsSchema.safeParse(await readJson(exchange.request));
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      throw new ResendError(
        422,
        "validation_error",
        `Invalid \`${issue?.path.join(".") || "kind"}\`: ${issue?.message}.`,
      );
    }
    faults.set(parsed.data);
  }
  sendJson(exchange, 200, faults.current);
}

/** `GET /api/stream`: server-sent events, one for each change, so that an open page can look again. */
export function streamChanges(mailbox: Mailbox, { response }: Exchange): void {
  response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-store" });
  response.write(`retry: 1000\nevent: change\ndata: ${mailbox.revision}\n\n`);
  const stop = mailbox.onChange(() => {
    response.write(`event: change\ndata: ${mailbox.revision}\n\n`);
  });
  response.on("close", stop);
}
