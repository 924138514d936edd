import type { Tx } from "@/lib/db/client";
import { freezeEmail } from "@/lib/mail/email-store";
import { renderActionMail } from "@/lib/mail/render";
import type { Services } from "@/lib/services";
import { alertKindSchema } from "../../indicators/schema";
import { ALERT_RULES, MAILS_AN_HOUR, SAME_KIND_QUIET_MS } from "../rules";
import type { HookMessage } from "../schema";
import { type AlertRow, insertHook, listAlerts, updateAlert } from "../store";
import { writeAlertMail } from "./rules";

const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * Writes the mails and the webhook's messages that are due: one when an alert fires and one when it clears, at most. One that
 * is muted, or for which this hour had mail enough, is told when that is over, if it still holds then.
 */
export async function tellDue(services: Services, tx: Tx, now: Date): Promise<void> {
  const alerts = await listAlerts(tx, new Date(now.getTime() - DAY_MS));
  let left = MAILS_AN_HOUR - alerts.reduce((sum, alert) => sum + countMailed(alert, now), 0);
  // The oldest first: what began it all is what an administrator should read.
  for (const alert of alerts.reverse()) {
    const kind = alertKindSchema.safeParse(alert.kind);
    if (!kind.success || alert.firedAt === null) continue;
    const isMuted = alerts.some((one) => one.kind === alert.kind && one.mutedUntil !== null && one.mutedUntil > now);
    if (isMuted) continue;
    await tellHook(services, tx, alert, now);
    if (left <= 0 || !ALERT_RULES[kind.data].isMailed || services.config.app.adminEmails.length === 0) continue;
    if (await tellByMail(services, tx, { alert, alerts, now })) left -= 1;
  }
}

function countMailed({ mailedAt, clearMailedAt }: AlertRow, now: Date): number {
  return [mailedAt, clearMailedAt].filter((at) => at !== null && now.getTime() - at.getTime() < HOUR_MS).length;
}

async function tellByMail(
  services: Services,
  tx: Tx,
  { alert, alerts, now }: { alert: AlertRow; alerts: readonly AlertRow[]; now: Date },
): Promise<boolean> {
  if (alert.state === "firing" && alert.mailedAt === null && alert.acknowledgedAt === null) {
    const isRepeat = alerts.some(
      ({ kind, id, mailedAt }) =>
        kind === alert.kind &&
        id !== alert.id &&
        mailedAt !== null &&
        now.getTime() - mailedAt.getTime() < SAME_KIND_QUIET_MS,
    );
    if (isRepeat) return false;
    await writeMails(services, tx, { alert, isCleared: false, now });
    await updateAlert(tx, alert.id, { mailedAt: now });
    return true;
  }
  if (alert.state !== "cleared" || alert.mailedAt === null || alert.clearMailedAt !== null) return false;
  await writeMails(services, tx, { alert, isCleared: true, now });
  await updateAlert(tx, alert.id, { clearMailedAt: now });
  return true;
}

async function writeMails(
  { config }: Services,
  tx: Tx,
  { alert, isCleared, now }: { alert: AlertRow; isCleared: boolean; now: Date },
): Promise<void> {
  const words = { title: readTitle(alert), detail: alert.detail, isCleared };
  const mail = await renderActionMail(writeAlertMail(config.app.url, words));
  for (const toAddress of config.app.adminEmails) {
    const key = `alert:${alert.id}:${isCleared ? "cleared" : "fired"}:${toAddress}`;
    const rest = { lane: "transactional", accountId: null, toAddress, fromAddress: config.mail.from } as const;
    await freezeEmail(tx, { ...mail, ...rest, key, expiresAt: new Date(now.getTime() + DAY_MS) }, now);
  }
}

async function tellHook({ config }: Services, tx: Tx, alert: AlertRow, now: Date): Promise<void> {
  if (config.alertHook === null) return;
  const kinds = new Set(alert.hooks.map(({ kind }) => kind));
  const isDue = alert.state === "firing" ? !kinds.has("fired") : kinds.has("fired") && !kinds.has("cleared");
  if (!isDue) return;
  const kind = alert.state === "firing" ? "fired" : "cleared";
  const message: HookMessage = {
    type: `alert.${kind}`,
    timestamp: now.toISOString(),
    data: {
      ...{ id: alert.id, kind: alert.kind, title: readTitle(alert), detail: alert.detail },
      firedAt: (alert.firedAt ?? now).toISOString(),
      clearedAt: alert.clearedAt?.toISOString() ?? null,
      url: `${config.app.url}/operations`,
    },
  };
  await insertHook(tx, { alertId: alert.id, kind, body: JSON.stringify(message) }, now);
}

function readTitle({ kind }: AlertRow): string {
  return ALERT_RULES[alertKindSchema.parse(kind)].title;
}
