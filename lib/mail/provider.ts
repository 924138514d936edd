import { Resend } from "resend";
import { classifyRefusal, type Outcome } from "./outcome";

/** What a mail is when it leaves: the same bytes at every try. */
interface OutgoingMail {
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
}

const SEND_TIMEOUT_MS = 15_000;

/** The only place that makes a client of Resend's API. */
export function openMailProvider(config: { apiKey: string; baseUrl: string }): MailProvider {
  const resend = new Resend(config.apiKey, { baseUrl: config.baseUrl });
  return {
    send: async ({ key, ...mail }) => {
      const signal = AbortSignal.timeout(SEND_TIMEOUT_MS);
      try {
        const answer = await resend.post<{ id: string }>("/emails", mail, {
          headers: { "Idempotency-Key": key },
          signal,
        });
        if (answer.error) return classifyRefusal(answer.error, answer.headers ?? {});
        return { kind: "sent", providerId: answer.data.id };
      } catch (cause) {
        // The client lets nothing but the end of our patience through; whether the mail went out is not known, and the
        // key makes asking again safe.
        const reason = signal.aborted ? "timeout" : describe(cause);
        return { kind: "retry", afterSec: 60, reason, isUncertain: true, isForAll: false };
      }
    },
  };
}

function describe(cause: unknown): string {
  return cause instanceof Error ? cause.name : "unknown";
}
