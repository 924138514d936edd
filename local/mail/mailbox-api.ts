import { type Exchange, getHeader, readJson, sendJson } from "./exchange";
import { type FaultSwitch, faultsSchema } from "./faults";
import type { Mailbox, Message } from "./mailbox";
import { ResendError } from "./resend-error";

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 500;

/** `GET /api/messages?to=&q=&limit=`: whole messages, newest first. */
export async function listMessages(mailbox: Mailbox, exchange: Exchange): Promise<void> {
  const { searchParams } = exchange.url;
  const limit = parseLimit(searchParams.get("limit"));
  const to = searchParams.get("to") ?? undefined;
  const found = mailbox.list({ to, query: searchParams.get("q") ?? undefined, limit });
  const messages: Message[] = [];
  for (const { id } of found) {
    const message = await mailbox.read(id);
    if (message) messages.push(message);
  }
  sendJson(exchange, 200, messages);
}

function parseLimit(given: string | null): number {
  const limit = given === null ? DEFAULT_LIMIT : Number(given);
  if (Number.isInteger(limit) && limit >= 1 && limit <= MAX_LIMIT) return limit;
  throw new ResendError(422, "invalid_parameter", `Give a \`limit\` from 1 to ${MAX_LIMIT}.`);
}

/** `GET /api/messages/:id` */
export async function getMessage(mailbox: Mailbox, exchange: Exchange, id: string): Promise<void> {
  const message = await mailbox.read(id);
  if (!message) throw new ResendError(404, "not_found", "There is no such message in this mailbox.");
  sendJson(exchange, 200, message);
}

/** `GET /api/faults` and `POST /api/faults`: what sending meets from now on. */
export async function switchFaults(faults: FaultSwitch, exchange: Exchange): Promise<void> {
  if (exchange.request.method === "POST") {
    // A form of a foreign page can't send JSON without asking first, and nobody here answers such a question.
    if (!/^application\/json\b/i.test(getHeader(exchange.request, "content-type") ?? "")) {
      throw new ResendError(415, "validation_error", "Send the faults as application/json.");
    }
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

/** `GET /api/stream`: server-sent events, one for each arrival, so that an open page can look again. */
export function streamArrivals(mailbox: Mailbox, { response }: Exchange): void {
  response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-store" });
  response.write(`retry: 1000\nevent: count\ndata: ${mailbox.count}\n\n`);
  const stop = mailbox.onArrival(() => {
    response.write(`event: count\ndata: ${mailbox.count}\n\n`);
  });
  response.on("close", stop);
}
