import { count, httpUrl, sender, text, webhookSecret } from "./formats";
import type { Variable } from "./variable";

/** Of the mail provider, and of how much may be sent. */
export const MAIL_VARIABLES = {
  RESEND_API_KEY: { group: "mail", schema: text, role: "required", isSecret: true, description: "Resend's API key." },
  RESEND_BASE_URL: {
    group: "mail",
    schema: httpUrl,
    role: "optional",
    fallback: "https://api.resend.com",
    description: "Resend's API.",
  },
  RESEND_WEBHOOK_SECRET: {
    group: "mail",
    schema: webhookSecret,
    role: "optional",
    isSecret: true,
    description:
      "Proves that a delivery report to /api/mail/webhooks comes from Resend; without it reports are refused.",
  },
  MAIL_FROM: {
    group: "mail",
    schema: sender,
    role: "required",
    description: "Sender of account and sharing mail.",
    example: "Segno <hello@segno.example>",
  },
  MAIL_FROM_DIGEST: {
    group: "mail",
    schema: sender,
    role: "optional",
    description: "Sender of digests, when another.",
    example: "Segno digest <digest@segno.example>",
  },
  MAIL_DAILY_LIMIT: {
    group: "mail",
    schema: count,
    role: "setting",
    fallback: "100",
    description:
      "Mails a UTC day that the account at Resend may send; administrators can say another number. 0: no mail goes, whatever they say.",
  },
  MAIL_RESERVED: {
    group: "mail",
    schema: count,
    role: "setting",
    description: "How many of them digests may never use. Unset: a fifth of the limit.",
    example: "20",
  },
  MAIL_HOURLY_LIMIT: {
    group: "mail",
    schema: count,
    role: "setting",
    description:
      "More digests in one hour stop them until an administrator lets them go on. Four times the usual hour does so, too.",
    example: "500",
  },
} as const satisfies Record<string, Variable>;
