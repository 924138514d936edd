import { scopeReader } from "@/lib/access/reader-scope";
import type { SystemScope } from "@/lib/access/system-scope";
import { signId } from "@/lib/access/tokens";
import type { Tx } from "@/lib/db/client";
import { keepAsTold } from "@/lib/domains/notifications/commands";
import { readDigestNews } from "@/lib/domains/notifications/reads";
import { type EmailWords, freezeEmail, rewriteUnsentEmail, wasHandedOver } from "@/lib/mail/email-store";
import { renderDigestMail } from "@/lib/mail/render";
import type { Services } from "@/lib/services";
import { buildDigestKey } from "../rules";
import { DIGEST_MAIL_PATIENCE_MS } from "../schema";
import type { Reader, RunRow } from "../store";
import { writeDigest } from "./rules";

interface Window {
  after: Date;
  upTo: Date;
}

/** Writes and freezes the digest of a window in the caller's transaction; null when there is nothing to tell. */
export async function freezeDigest(
  services: Services,
  scope: SystemScope,
  tx: Tx,
  reader: Reader,
  localDate: string,
  window: Window,
): Promise<{ emailId: string; itemCount: number } | null> {
  const written = await writeWords(services, scope, tx, reader, window);
  if (!written) return null;
  const now = services.clock.now();
  const emailId = await freezeEmail(
    tx,
    {
      ...written.words,
      key: buildDigestKey(reader.id, localDate),
      lane: "bulk",
      accountId: reader.id,
      toAddress: reader.email,
      fromAddress: services.config.mail.fromDigest,
      headers: buildListHeaders(services, signId(services.config.app.authSecret, "unsubscribe", reader.id)),
      expiresAt: new Date(now.getTime() + DIGEST_MAIL_PATIENCE_MS),
    },
    now,
  );
  return { emailId, itemCount: written.itemCount };
}

/** Writes a waiting digest anew, unless the provider may have it already. @returns false when nothing is left to tell. */
export async function refreezeDigest(
  services: Services,
  scope: SystemScope,
  tx: Tx,
  reader: Reader,
  run: RunRow,
  window: Window,
): Promise<boolean> {
  if (run.emailId === null) return false;
  if (await wasHandedOver(tx, run.emailId)) return true;
  const written = await writeWords(services, scope, tx, reader, window);
  await rewriteUnsentEmail(tx, run.emailId, written?.words ?? null, services.clock.now());
  return written !== null;
}

async function writeWords(
  services: Services,
  scope: SystemScope,
  tx: Tx,
  reader: Reader,
  window: Window,
): Promise<{ words: EmailWords; itemCount: number } | null> {
  const account = scopeReader(scope, reader.id);
  const news = await readDigestNews(tx, account, window);
  if (news.items.length === 0) return null;
  const ids = news.items.map((item) => item.id);
  await keepAsTold(tx, account, ids, window.upTo);
  const mail = writeDigest(news, reader, {
    appUrl: services.config.app.url,
    unsubscribeToken: signId(services.config.app.authSecret, "unsubscribe", reader.id),
    now: window.upTo,
  });
  return { words: await renderDigestMail(mail), itemCount: news.items.length };
}

/** One click to hear no more (RFC 2369, RFC 8058) and the list's name (RFC 2919). */
export function buildListHeaders({ config }: Services, token: string): Record<string, string> {
  const { url } = config.app;
  return {
    "List-Unsubscribe": `<${url}/api/unsubscribe?token=${token}>`,
    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    "List-Id": `Segno digest <digest.${new URL(url).hostname}>`,
  };
}
