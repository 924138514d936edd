import { AppError } from "@/lib/core/errors";
import { transact } from "@/lib/db/client";
import { isForgotten } from "@/lib/mail/forget-store";
import { type MailReport, readBareAddress, readReport } from "@/lib/mail/report";
import { isOurMail, keepReport } from "@/lib/mail/report-store";
import { suppressAddress } from "@/lib/mail/suppression-store";
import { isWebhookGenuine, type WebhookProof } from "@/lib/mail/webhook-signature";
import type { Services } from "@/lib/services";

/**
 * Takes what the provider tells of a mail. The same told twice, late or in another order comes to the same; what is of
 * no kind that is known here, or of another sender on the same account, is taken and changes nothing.
 * @throws AppError unavailable/webhooks_off, unauthenticated/bad_signature, invalid_input.
 */
export async function takeMailWebhook(
  services: Services,
  webhook: { proof: WebhookProof; body: string },
): Promise<void> {
  requireGenuine(services, webhook);
  const report = readReport(parseBody(webhook.body));
  if (!report || !(await isOurs(services, report))) return;
  const now = services.clock.now();
  const isNew = await transact(services.db, async (tx) => {
    if (await isForgotten(tx, report.providerId)) return false;
    if (!(await keepReport(tx, webhook.proof.id ?? "", report, now))) return false;
    const reason = chooseReason(report);
    const { toAddress: address, detail, happenedAt: since } = report;
    if (reason) await suppressAddress(tx, { address, reason, detail, since }, now);
    return true;
  });
  if (isNew) services.log.info({ kind: report.kind, providerId: report.providerId }, "the provider told of a mail");
}

function requireGenuine(services: Services, { proof, body }: { proof: WebhookProof; body: string }): void {
  const secret = services.config.mail.webhookSecret;
  if (secret === null) {
    const cure = "Delivery reports are not taken: RESEND_WEBHOOK_SECRET is not set.";
    throw new AppError("unavailable", "webhooks_off", cure);
  }
  if (isWebhookGenuine(secret, proof, body, services.clock.now())) return;
  const cure =
    "This report is not signed by the mail provider, or is older than five minutes. Check the webhook's secret.";
  throw new AppError("unauthenticated", "bad_signature", cure);
}

function parseBody(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch (cause) {
    throw new AppError("invalid_input", "bad_json", "The body is not valid JSON.", { cause });
  }
}

/** Webhooks are the provider account's, which may send for others, too. Our own record of a mail may still be under way. */
async function isOurs(services: Services, report: MailReport): Promise<boolean> {
  const { from, fromDigest } = services.config.mail;
  if ([from, fromDigest].map(readBareAddress).includes(report.fromAddress)) return true;
  return isOurMail(services.db, report.providerId);
}

function chooseReason(report: MailReport): "bounced" | "complained" | null {
  if (report.kind === "complained") return "complained";
  return report.kind === "bounced" && report.isForGood ? "bounced" : null;
}
