import { scopeReader } from "@/lib/access/reader-scope";
import type { SystemScope } from "@/lib/access/system-scope";
import { signId } from "@/lib/access/tokens";
import { type Tx, transact } from "@/lib/db/client";
import { keepAsMailed } from "@/lib/domains/notifications/commands";
import { claimDue } from "@/lib/domains/notifications/due/commands";
import { type DueRow, readDue } from "@/lib/domains/notifications/due/reads";
import { type DigestNotice, readUrgentNews } from "@/lib/domains/notifications/reads";
import { isStopped } from "@/lib/mail/control-store";
import { type Delivery, deliverEmail } from "@/lib/mail/deliver";
import { freezeEmail, postponeEmail, rewriteUnsentEmail, wasHandedOver } from "@/lib/mail/email-store";
import { type RenderedMail, renderDigestMail } from "@/lib/mail/render";
import type { Services } from "@/lib/services";
import { lockReader, type Reader } from "../store";
import { buildListHeaders } from "../writing/commands";
import { listKinds, writeAtOnce } from "../writing/rules";
import {
  APART_MS,
  AT_ONCE_PATIENCE_MS,
  buildAtOnceKey,
  findFreshSince,
  isQuiet,
  LONGEST_WAIT_MS,
  nameSubscription,
  QUIET_LOOK_MS,
  type QuietWish,
  SETTLE_MS,
} from "./rules";
import { listWaitingAtOnce, type WaitingMail } from "./store";

const BATCH = 200;

/**
 * Sends what readers want to hear at once: first what was written and had to wait, then what is due. From state alone, so
 * that minutes that were missed leave no trace; what came too long ago is left to the digest. @returns how many went out.
 */
export async function sendAtOnce(services: Services, scope: SystemScope): Promise<number> {
  if (await isStopped(services.db, "bulk")) return 0;
  const now = services.clock.now();
  let sentCount = 0;
  for (const mail of await listWaitingAtOnce(scope, services.db, now, BATCH)) {
    const isWorthSending = await transact(services.db, (tx) => refreshMail(services, scope, tx, mail));
    const delivery = isWorthSending ? await deliverEmail(services, mail.emailId) : null;
    if (delivery === "sent") sentCount += 1;
    if (mustPause(delivery)) return sentCount;
  }
  const options = { isQuiet: (wish: QuietWish) => isQuiet(wish, now), limit: BATCH };
  for (const due of await readDue(services, scope, pickPace(now), options)) {
    const emailId = await transact(services.db, (tx) => writeDue(services, scope, tx, due));
    const delivery = emailId === null ? null : await deliverEmail(services, emailId);
    if (delivery === "sent") sentCount += 1;
    if (mustPause(delivery)) return sentCount;
  }
  return sentCount;
}

/** The next one would be told the same. */
function mustPause(delivery: Delivery | null): boolean {
  return delivery === "pending" || delivery === "deferred";
}

function pickPace(now: Date) {
  const ago = (ms: number) => new Date(now.getTime() - ms);
  return { settledBefore: ago(SETTLE_MS), waitingSince: ago(LONGEST_WAIT_MS), mailedBefore: ago(APART_MS) };
}

/** Writes and freezes the mail that is due to a reader about a place; null when there is none to send. */
async function writeDue(services: Services, scope: SystemScope, tx: Tx, due: DueRow): Promise<string | null> {
  const now = services.clock.now();
  const reader = await lockReader(scope, tx, due.readerId);
  if (reader && isQuiet(reader, now)) return null;
  const account = scopeReader(scope, due.readerId);
  const after = findFreshSince(reader ?? due, now);
  const news = reader?.isVerified ? await readUrgentNews(tx, account, { targetId: due.targetId, after }) : [];
  const newest = news.at(-1);
  const isOurs = await claimDue(tx, account, due.targetId, newest ? now : null);
  if (!isOurs) return null;
  if (!reader || !newest) {
    if (due.newestAt < after)
      services.log.info({ accountId: due.readerId }, "a mail at once came too late; the digest tells it");
    return null;
  }
  const emailId = await freezeEmail(
    tx,
    {
      ...(await writeWords(services, reader, news)),
      key: buildAtOnceKey(reader.id, newest.id),
      lane: "bulk",
      accountId: reader.id,
      toAddress: reader.email,
      fromAddress: services.config.mail.fromDigest,
      headers: buildListHeaders(services, signSubscription(services, reader.id, news)),
      expiresAt: new Date(now.getTime() + AT_ONCE_PATIENCE_MS),
    },
    now,
  );
  await keepAsMailed(
    tx,
    account,
    news.map((item) => item.id),
    emailId,
  );
  return emailId;
}

/** Writes a mail that waits anew, unless the provider may have it already. @returns false when it is not sent now, or no more. */
async function refreshMail(services: Services, scope: SystemScope, tx: Tx, mail: WaitingMail): Promise<boolean> {
  const now = services.clock.now();
  const reader = await lockReader(scope, tx, mail.accountId);
  if (!reader) return false;
  if (isQuiet(reader, now)) {
    await postponeEmail(tx, mail.emailId, new Date(now.getTime() + QUIET_LOOK_MS));
    return false;
  }
  if (await wasHandedOver(tx, mail.emailId)) return true;
  const account = scopeReader(scope, reader.id);
  const news = await readUrgentNews(tx, account, { mailId: mail.emailId });
  await keepAsMailed(
    tx,
    account,
    news.map((item) => item.id),
    mail.emailId,
  );
  const words = news.length > 0 ? await writeWords(services, reader, news) : null;
  await rewriteUnsentEmail(tx, mail.emailId, words, now);
  return words !== null;
}

function writeWords(services: Services, reader: Reader, news: DigestNotice[]): Promise<RenderedMail> {
  const links = {
    appUrl: services.config.app.url,
    unsubscribeToken: signSubscription(services, reader.id, news),
    signSong: null,
    now: services.clock.now(),
  };
  return renderDigestMail(writeAtOnce(news, reader, links));
}

function signSubscription({ config }: Services, accountId: string, news: DigestNotice[]): string {
  return signId(config.app.authSecret, "unsubscribe-kinds", nameSubscription(accountId, listKinds(news)));
}
