import { Resend } from "resend";
import {
  type BatchAnswer,
  type BatchOutcome,
  classifyRefusal,
  matchItems,
  type Outcome,
  type RefusedOutcome,
  readPause,
} from "./outcome";

/** What a mail is when it leaves: the same bytes at every try. */
export interface OutgoingMail {
  /** 1–256 characters; the provider takes one mail a key, for a day. */
  key: string;
  from: string;
  to: string;
  subject: string;
  html: string;
  text: string;
  headers: Record<string, string>;
}

export interface MailProvider {
  /** Never throws: every way it can end is an outcome. */
  send(mail: OutgoingMail): Promise<Outcome>;
  /** Up to `MAX_BATCH` mails in one call under a key of its own; again with the same mails it is the same call. Never throws. */
  sendBatch(key: string, mails: OutgoingMail[]): Promise<BatchOutcome>;
}

/** As many as the provider takes in one call. */
export const MAX_BATCH = 100;
const SEND_TIMEOUT_MS = 15_000;
const BATCH_TIMEOUT_MS = 45_000;

/** The only place that makes a client of Resend's API. */
export function openMailProvider(config: { apiKey: string; baseUrl: string }): MailProvider {
  const resend = new Resend(config.apiKey, { baseUrl: config.baseUrl });
  return {
    send: async ({ key, ...mail }) => {
      const headers = { "Idempotency-Key": key };
      const answer = await post<{ id?: string } | null>(resend, "/emails", mail, headers, SEND_TIMEOUT_MS);
      if ("kind" in answer) return answer;
      if (!answer.data?.id) return { ...UNKNOWN, reason: "unreadable_answer" };
      return { kind: "sent", providerId: answer.data.id, pauseSec: readPause(answer.headers) };
    },
    sendBatch: async (key, mails) => {
      // "permissive": one mail that can't be used is named in the answer, and the others are taken.
      const headers = { "Idempotency-Key": key, "x-batch-validation": "permissive" };
      const body = mails.map(({ key: _, ...mail }) => mail);
      const answer = await post<BatchAnswer | null>(resend, "/emails/batch", body, headers, BATCH_TIMEOUT_MS);
      if ("kind" in answer) return answer;
      const items = matchItems(answer.data ?? {}, mails.length);
      if (!items) return { ...UNKNOWN, reason: "unreadable_answer" };
      return { kind: "taken", items, pauseSec: readPause(answer.headers) };
    },
  };
}

/** Whether anything was taken is not known, and the key makes asking again safe. */
const UNKNOWN = { kind: "retry", afterSec: 60, isUncertain: true, isForAll: false } as const;

async function post<T>(
  resend: Resend,
  route: string,
  body: unknown,
  headers: Record<string, string>,
  timeoutMs: number,
): Promise<{ data: T; headers: Record<string, string> } | RefusedOutcome> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const answer = await resend.post<T>(route, body, { headers, signal });
    if (answer.error) return classifyRefusal(answer.error, answer.headers ?? {});
    return { data: answer.data, headers: answer.headers ?? {} };
  } catch (cause) {
    // The client lets nothing but the end of our patience through.
    return { ...UNKNOWN, reason: signal.aborted ? "timeout" : describe(cause) };
  }
}

function describe(cause: unknown): string {
  return cause instanceof Error ? cause.name : "unknown";
}
