import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { DomainBook } from "./domains";
import { type EmailInput, parseEmail } from "./email-input";
import { type Exchange, getHeader, readJson, sendJson } from "./exchange";
import { describeRate, describeRefusal, type FaultSwitch } from "./faults";
import { hashBody, type KeyUse, parseKey } from "./idempotency";
import { readLastEvent } from "./mail-index";
import type { Mailbox } from "./mailbox";
import type { Message } from "./message";
import { nameMessage } from "./outcome";
import { ResendError } from "./resend-error";

const MAX_BATCH = 100;

export interface ResendContext {
  mailbox: Mailbox;
  faults: FaultSwitch;
  domains: DomainBook;
  apiKey: string;
  now: () => Date;
  /** Ends a slow fault when the server closes. */
  signal: AbortSignal;
}

interface BatchFault {
  index: number;
  message: string;
}

/** `POST /emails` */
export async function sendEmail(context: ResendContext, exchange: Exchange): Promise<void> {
  requireKey(context, exchange.request);
  const body = await readJson(exchange.request);
  await takeOnce(context, exchange, body, [parseEmail(body)], ([id]) => ({ id }));
}

/** `POST /emails/batch`: all or nothing, or with `x-batch-validation: permissive` all that can be used. */
export async function sendBatch(context: ResendContext, exchange: Exchange): Promise<void> {
  requireKey(context, exchange.request);
  const body = await readJson(exchange.request);
  if (!Array.isArray(body) || body.length === 0 || body.length > MAX_BATCH) {
    throw new ResendError(422, "validation_error", `A batch is a list of 1 to ${MAX_BATCH} emails.`);
  }
  const isPermissive = getHeader(exchange.request, "x-batch-validation") === "permissive";
  const { inputs, errors } = parseBatch(body, isPermissive);
  await takeOnce(context, exchange, body, inputs, (ids) => ({
    data: ids.map((id) => ({ id })),
    ...(isPermissive && { errors }),
  }));
}

function parseBatch(body: unknown[], isPermissive: boolean): { inputs: EmailInput[]; errors: BatchFault[] } {
  const inputs: EmailInput[] = [];
  const errors: BatchFault[] = [];
  for (const [index, item] of body.entries()) {
    try {
      inputs.push(parseEmail(item));
    } catch (error) {
      if (!isPermissive || !(error instanceof ResendError)) throw error;
      errors.push({ index, message: error.message });
    }
  }
  return { inputs, errors };
}

/** `GET /emails/:id` */
export async function getEmail(context: ResendContext, exchange: Exchange, id: string): Promise<void> {
  requireKey(context, exchange.request);
  const message = await context.mailbox.read(id);
  const entry = context.mailbox.index.find(id);
  if (!message || !entry) throw new ResendError(404, "not_found", "Email not found");
  sendJson(exchange, 200, describeEmail(message, readLastEvent(entry)));
}

/** Runs what only the account's owner may ask. */
export function forOwner(context: ResendContext, run: (exchange: Exchange, id: string) => void) {
  return (exchange: Exchange, id: string): void => {
    requireKey(context, exchange.request);
    run(exchange, id);
  };
}

/** @throws ResendError 401 missing_api_key, 403 invalid_api_key. */
function requireKey(context: ResendContext, request: IncomingMessage): void {
  const given = /^Bearer\s+(\S+)\s*$/i.exec(getHeader(request, "authorization") ?? "")?.[1];
  if (given === undefined)
    throw new ResendError(401, "missing_api_key", "Missing API key in the authorization header.");
  const digest = (value: string) => createHash("sha256").update(value).digest();
  if (!timingSafeEqual(digest(given), digest(context.apiKey))) {
    throw new ResendError(403, "invalid_api_key", "API key is invalid.");
  }
}

async function takeOnce(
  context: ResendContext,
  exchange: Exchange,
  body: unknown,
  inputs: EmailInput[],
  describe: (ids: string[]) => unknown,
): Promise<void> {
  for (const input of inputs) context.domains.requireVerified(input.from);
  const key = parseKey(getHeader(exchange.request, "idempotency-key"));
  const use = key === undefined ? undefined : { key, bodyHash: hashBody(exchange.url.pathname, body) };
  const before = use && context.mailbox.keys.begin(use, context.now());
  if (before) return sendJson(exchange, 200, describe(before));
  try {
    await takeWithFaults(context, exchange, inputs, use, describe);
  } finally {
    if (use) context.mailbox.keys.end(use.key);
  }
}

async function takeWithFaults(
  context: ResendContext,
  exchange: Exchange,
  inputs: EmailInput[],
  use: KeyUse | undefined,
  describe: (ids: string[]) => unknown,
): Promise<void> {
  const fault = context.faults.take();
  const refusal = describeRefusal(fault);
  if (refusal) throw refusal;
  if (fault.kind === "slow") await sleep(fault.delayMs, undefined, { signal: context.signal });
  const ids = inputs.length === 0 ? [] : await context.mailbox.accept(inputs, use);
  if (fault.kind === "accept_then_drop") exchange.request.socket.destroy();
  else sendJson(exchange, 200, describe(ids), describeRate(fault));
}

function describeEmail(message: Message, lastEvent: string): object {
  const orNull = (list: string[]) => (list.length === 0 ? null : list);
  return {
    object: "email",
    id: message.id,
    message_id: nameMessage(message.id),
    from: message.from,
    to: message.to,
    cc: orNull(message.cc),
    bcc: orNull(message.bcc),
    reply_to: orNull(message.replyTo),
    subject: message.subject,
    html: message.html,
    text: message.text,
    tags: message.tags,
    topic_id: message.topicId,
    scheduled_at: message.scheduledAt,
    created_at: message.createdAt,
    last_event: lastEvent,
  };
}
