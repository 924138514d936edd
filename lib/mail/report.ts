import { z } from "zod";

/** What became of a mail after the provider had taken it. */
export type ReportKind = "delivered" | "delayed" | "opened" | "bounced" | "complained" | "failed";

export interface MailReport {
  kind: ReportKind;
  /** The provider's id of the mail. */
  providerId: string;
  fromAddress: string;
  toAddress: string;
  detail: string;
  happenedAt: Date;
  /** The address takes no mail at all, and will not tomorrow. */
  isForGood: boolean;
}

const KINDS: Record<string, ReportKind> = {
  "email.delivered": "delivered",
  "email.delivery_delayed": "delayed",
  "email.opened": "opened",
  "email.bounced": "bounced",
  "email.complained": "complained",
  "email.failed": "failed",
  // The provider keeps a list of its own of addresses that bounced, and did not try.
  "email.suppressed": "bounced",
};

const text = z.string().max(10_000);
const webhookSchema = z.object({
  type: text,
  created_at: z.string().refine((value) => !Number.isNaN(Date.parse(value))),
  data: z.object({
    email_id: text.min(1),
    from: text,
    to: z.union([text.transform((one) => [one]), z.array(text).min(1)]),
    bounce: z.object({ type: text.optional(), subType: text.optional(), message: text.optional() }).optional(),
    failed: z.object({ reason: text.optional() }).optional(),
    suppressed: z.object({ message: text.optional() }).optional(),
  }),
});

const MAX_DETAIL_LENGTH = 300;

/** Reads a webhook's body; null for what tells of no mail of ours, or in a way that is not known yet. */
export function readReport(body: unknown): MailReport | null {
  const parsed = webhookSchema.safeParse(body);
  const kind = parsed.success ? KINDS[parsed.data.type] : undefined;
  if (!parsed.success || !kind) return null;
  const { type, created_at: at, data } = parsed.data;
  const { bounce, failed, suppressed } = data;
  return {
    kind,
    providerId: data.email_id,
    fromAddress: readBareAddress(data.from),
    // Each of our mails goes to one person.
    toAddress: readBareAddress(data.to[0] ?? ""),
    detail: cleanDetail(bounce?.message ?? failed?.reason ?? suppressed?.message ?? ""),
    happenedAt: new Date(at),
    isForGood: type === "email.suppressed" || (kind === "bounced" && bounce?.type?.toLowerCase() === "permanent"),
  };
}

/** "Mara <Mara@Example.com>" → "mara@example.com" */
export function readBareAddress(written: string): string {
  return (/<([^<>]+)>\s*$/.exec(written)?.[1] ?? written).trim().toLowerCase();
}

function cleanDetail(words: string): string {
  const line = words
    .replace(/[\p{Cc}\p{Cs}]+/gu, " ")
    .replace(/\s+/gu, " ")
    .trim();
  return [...line].slice(0, MAX_DETAIL_LENGTH).join("");
}
