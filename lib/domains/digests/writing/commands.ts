import { scopeReader } from "@/lib/access/reader-scope";
import type { SystemScope } from "@/lib/access/system-scope";
import { signId } from "@/lib/access/tokens";
import type { Tx } from "@/lib/db/client";
import { keepAsTold } from "@/lib/domains/notifications/commands";
import { isTellingAtOnce } from "@/lib/domains/notifications/due/reads";
import { readDigestNews } from "@/lib/domains/notifications/reads";
import { freezeEmails, rewriteUnsentEmails } from "@/lib/mail/batch-store";
import type { EmailWords } from "@/lib/mail/email-store";
import { renderDigestMail } from "@/lib/mail/render";
import type { Services } from "@/lib/services";
import { buildDigestKey, nameSongSubscription } from "../rules";
import { DIGEST_MAIL_PATIENCE_MS } from "../schema";
import { insertRuns, moveWatermarks, type Reader, type RunRow } from "../store";
import { writeDigest } from "./rules";

/** A digest to be written: whose, of which day, and of what time. */
export interface DigestDraft {
  reader: Reader;
  localDate: string;
  after: Date;
  upTo: Date;
}

/**
 * Writes and freezes digests in the caller's transaction. @returns the mail and how much it tells, by reader; those with
 * nothing to tell are left out.
 */
async function freezeDigests(
  services: Services,
  scope: SystemScope,
  tx: Tx,
  drafts: readonly DigestDraft[],
): Promise<Map<string, { emailId: string; itemCount: number }>> {
  const written = await writeWords(services, scope, tx, drafts);
  const now = services.clock.now();
  const expiresAt = new Date(now.getTime() + DIGEST_MAIL_PATIENCE_MS);
  const mails = drafts.flatMap(({ reader, localDate }) => {
    const words = written.get(reader.id)?.words;
    if (!words) return [];
    const rest = { lane: "bulk", fromAddress: services.config.mail.fromDigest, expiresAt } as const;
    const headers = buildListHeaders(services, signId(services.config.app.authSecret, "unsubscribe", reader.id));
    const to = { accountId: reader.id, toAddress: reader.email, headers };
    return [{ ...words, ...rest, ...to, key: buildDigestKey(reader.id, localDate) }];
  });
  const ids = await freezeEmails(tx, mails, now);
  return new Map(
    mails.flatMap(({ accountId, key }) => {
      const [emailId, itemCount] = [ids.get(key), written.get(accountId)?.itemCount ?? 0];
      return emailId ? [[accountId, { emailId, itemCount }] as const] : [];
    }),
  );
}

/** Writes digests anew that never left. @returns the readers to whom nothing is left to tell. */
export async function refreezeDigests(
  services: Services,
  scope: SystemScope,
  tx: Tx,
  drafts: readonly (DigestDraft & { emailId: string })[],
): Promise<Set<string>> {
  const written = await writeWords(services, scope, tx, drafts);
  const words = drafts.map(({ reader, emailId }) => ({ id: emailId, words: written.get(reader.id)?.words ?? null }));
  await rewriteUnsentEmails(tx, words, services.clock.now());
  return new Set(drafts.filter(({ reader }) => !written.has(reader.id)).map(({ reader }) => reader.id));
}

async function writeWords(
  services: Services,
  scope: SystemScope,
  tx: Tx,
  drafts: readonly DigestDraft[],
): Promise<Map<string, { words: EmailWords; itemCount: number }>> {
  const windows = drafts.map(({ reader, after, upTo }) => ({ scope: scopeReader(scope, reader.id), after, upTo }));
  const news = await readDigestNews(tx, windows);
  const told = windows.map(({ scope: mine, upTo }) => {
    const items = news.get(mine.accountId)?.items ?? [];
    return { scope: mine, upTo, ids: items.map(({ id }) => id) };
  });
  await keepAsTold(tx, told);
  const { authSecret, url: appUrl } = services.config.app;
  const written = new Map<string, { words: EmailWords; itemCount: number }>();
  for (const { reader, upTo } of drafts) {
    const mine = news.get(reader.id);
    if (!mine || mine.items.length === 0) continue;
    const unsubscribeToken = signId(authSecret, "unsubscribe", reader.id);
    const signSong = (songId: string) =>
      signId(authSecret, "unsubscribe-song", nameSongSubscription(reader.id, songId));
    const mail = writeDigest(mine, reader, { appUrl, unsubscribeToken, signSong, now: upTo });
    written.set(reader.id, { words: await renderDigestMail(mail), itemCount: mine.items.length });
  }
  return written;
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

/** Writes the runs of these readers with their mails, and moves their watermarks. */
export async function writeRuns(
  services: Services,
  scope: SystemScope,
  tx: Tx,
  drafts: readonly DigestDraft[],
  now: Date,
): Promise<RunRow[]> {
  const frozen = await freezeDigests(services, scope, tx, drafts);
  const closed: DigestDraft[] = [];
  for (const draft of drafts) {
    // What a mail at once may yet fail to tell is this day's: a later look finds the reader anew.
    const isOpen = !frozen.has(draft.reader.id) && (await isTellingAtOnce(tx, scopeReader(scope, draft.reader.id)));
    if (!isOpen) closed.push(draft);
  }
  await moveWatermarks(
    scope,
    tx,
    closed.map(({ reader }) => reader.id),
    now,
  );
  const runs = closed.map(({ reader, localDate, after, upTo }) => {
    const mail = frozen.get(reader.id);
    const window = { windowFrom: after, windowTo: upTo };
    const state = mail ? ("frozen" as const) : ("empty" as const);
    return {
      accountId: reader.id,
      localDate,
      state,
      emailId: mail?.emailId ?? null,
      itemCount: mail?.itemCount ?? 0,
      ...window,
    };
  });
  return insertRuns(scope, tx, runs, now);
}
