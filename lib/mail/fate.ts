import type { EmailState } from "./email-store";
import type { ReportKind } from "./report";

/** How a mail fares, as far as is known: our own state of it, then what the provider told later. */
export type MailFate = EmailState | "delivered" | "opened" | "bounced" | "complained";

/** What says most comes first; the order in which it was told says nothing. */
const WEIGHTIEST: readonly Exclude<ReportKind, "delayed">[] = [
  "bounced",
  "complained",
  "opened",
  "delivered",
  "failed",
];

/** One word for everything known of a mail. */
export function decideFate(
  email: { state: EmailState; reason: string | null },
  told: ReadonlySet<ReportKind> | undefined,
): MailFate {
  if (email.reason === "suppressed_bounced") return "bounced";
  if (email.state !== "sent") return email.state;
  return WEIGHTIEST.find((kind) => told?.has(kind)) ?? "sent";
}
