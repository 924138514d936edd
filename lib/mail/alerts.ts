import type { Clock } from "@/lib/core/clock";
import { type Db, transact } from "@/lib/db/client";
import type { Logger } from "@/lib/log/logger";
import { stopLane } from "./control-store";
import { freezeEmail } from "./email-store";
import { writeJournal } from "./journal-store";
import { findNextMailDay, nameMailDay, readMailDay } from "./ledger-store";
import { type MailQuota, readQuota } from "./limit-store";
import { type ActionMail, renderActionMail } from "./render";

/** What telling administrators needs of the services. */
export interface AlertContext {
  db: Db;
  clock: Clock;
  log: Logger;
  config: { mail: MailQuota & { from: string }; app: { url: string; adminEmails: readonly string[] } };
}

interface Alert {
  /** Told once, for ever. */
  key: string;
  kind: "quota_share" | "volume_stop";
  heading: string;
  body: string;
}

const told = new WeakMap<object, Set<string>>();

/**
 * Tells the administrators, once a day and limit each, that half of the day's quota is used, four fifths, and all but what this very
 * mail needs. @returns the mails to send, of the transactional lane.
 */
export async function raiseQuotaAlerts(context: AlertContext, usedToday: number): Promise<string[]> {
  const { db, clock, config } = context;
  const day = nameMailDay(clock.now());
  const quota = await readQuota(db, config.mail);
  const known = told.get(db) ?? new Set<string>();
  told.set(db, known);
  const ids: string[] = [];
  for (const { percent, from } of listThresholds(quota.dailyLimit, config.app.adminEmails.length)) {
    const key = `quota:${day}:${quota.dailyLimit}:${percent}`;
    if (usedToday < from || known.has(key)) continue;
    known.add(key);
    ids.push(...(await raise(context, { key, kind: "quota_share", ...describeQuota(quota, percent, usedToday) })));
  }
  return ids;
}

function listThresholds(limit: number, adminCount: number): { percent: number; from: number }[] {
  if (limit === 0) return [];
  const four = Math.ceil(limit * 0.8);
  return [
    { percent: 50, from: Math.ceil(limit * 0.5) },
    { percent: 80, from: four },
    // The last places are for saying that they are the last; should others take them at this moment, the page says it.
    { percent: 100, from: Math.max(four + 1, limit - adminCount) },
  ];
}

function describeQuota(quota: MailQuota, percent: number, used: number): { heading: string; body: string } {
  const { dailyLimit, reserved } = quota;
  if (percent === 100) {
    return {
      heading: `The day's mails are used up: ${dailyLimit}`,
      body: "Until midnight UTC no mail leaves: no links to verify an address or to set a password, no invites, no digests. What waits leaves then. If the provider lets more be sent, change the limit there.",
    };
  }
  return {
    heading: `${percent} % of the day's mails are used: ${used} of ${dailyLimit}`,
    body: `The last ${reserved} are for account mail alone; digests that find no place wait for the next day (UTC).`,
  };
}

/** One mail too many for this hour: stops the bulk lane and tells the administrators. @returns the mails to send. */
export async function stopForVolume(context: AlertContext): Promise<string[]> {
  const now = context.clock.now();
  const { thisHour, hourCeiling } = await readMailDay(context.db, now);
  return await raise(
    context,
    {
      key: `volume:${now.toISOString()}`,
      kind: "volume_stop",
      heading: `Digests are stopped: ${thisHour} in one hour`,
      body: `That is more than an hour may have today (${hourCeiling}), four times the usual one or what MAIL_HOURLY_LIMIT says. Account mail goes on. Look whether something is wrong; if not, let digests go again.`,
    },
    (tx) => stopLane(tx, "bulk", "volume", now),
  );
}

/** Writes the journal and the mails in one transaction; nothing if it was told before, or `isDue` says no. */
async function raise(
  context: AlertContext,
  alert: Alert,
  isDue: (tx: Parameters<typeof writeJournal>[0]) => Promise<boolean> = async () => true,
): Promise<string[]> {
  const { db, clock, log, config } = context;
  const now = clock.now();
  const { key, kind, heading, body } = alert;
  const mail = await renderActionMail(writeQuotaMail(config.app.url, { heading, body }));
  const ids = await transact(db, async (tx) => {
    if (!(await isDue(tx)) || !(await writeJournal(tx, { kind, key, detail: heading }, now))) return null;
    const frozen: string[] = [];
    for (const toAddress of config.app.adminEmails) {
      const rest = { lane: "transactional", accountId: null, toAddress, fromAddress: config.mail.from } as const;
      const expiresAt = findNextMailDay(now);
      frozen.push(await freezeEmail(tx, { ...mail, ...rest, key: `alert:${key}:${toAddress}`, expiresAt }, now));
    }
    return frozen;
  });
  if (ids) log.warn({ key }, heading);
  return ids ?? [];
}

/** What an administrator reads of mail itself: how much of it is left, or that digests are stopped. */
export function writeQuotaMail(appUrl: string, { heading, body }: Pick<Alert, "heading" | "body">): ActionMail {
  return {
    ...{ subject: `Segno: ${heading}`, heading, body },
    action: { label: "Look at the mail", url: `${appUrl}/operations/mail` },
    note: "You get this as you look after this Segno.",
  };
}
