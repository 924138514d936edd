import type { LaneControl } from "@/lib/mail/control-store";
import type { MailDayUse } from "@/lib/mail/ledger-store";
import { indicate } from "../rules";
import type { AlertKind, Indicator } from "../schema";

/** From this share of the day's mails on an administrator is told. */
const TIGHT = 0.8;
const LANES = { transactional: "Account mail", bulk: "Digests" } as const;

export interface MailLook {
  day: MailDayUse;
  controls: readonly LaneControl[];
  limits: { dailyLimit: number; reserved: number };
}

/** Both lanes are open, and the day's quota is not near its end. */
export function judgeMail({ day, controls, limits }: MailLook, now: Date): Indicator {
  const used = day.transactional + day.bulk;
  const isTight = used >= Math.ceil(limits.dailyLimit * TIGHT);
  const isFull = used >= limits.dailyLimit;
  const stopped = controls.filter(({ stoppedAt }) => stoppedAt !== null);
  const byVolume = stopped.some(({ stopReason }) => stopReason === "volume");
  const paused = controls.filter(({ pausedUntil }) => pausedUntil !== null && pausedUntil > now);
  const alarms: AlertKind[] = isTight ? ["quota"] : [];
  const summary = [
    ...stopped.map(
      ({ lane, stopReason }) =>
        `${LANES[lane]}: stopped ${stopReason === "volume" ? "by itself, too many in one hour" : "by a person"}.`,
    ),
    ...paused.map(({ lane }) => `${LANES[lane]}: paused, the provider asked to wait.`),
    isFull ? "The day's mails are used up." : isTight ? "Four fifths of the day's mails are used." : "",
  ].filter(Boolean);
  const evidence = [
    `${used} of ${limits.dailyLimit} used today (UTC), the last ${limits.reserved} for account mail alone`,
    `Digests: ${day.bulk} today, ${day.thisHour} of ${day.hourCeiling ?? "any number"} this hour${day.isBulkClosed ? ", closed by the provider until midnight UTC" : ""}`,
    `Account mail: ${day.transactional} today`,
  ];
  const state =
    isFull || byVolume ? "red" : isTight || stopped.length + paused.length > 0 || day.isBulkClosed ? "amber" : "green";
  return indicate("mail", "Mail", state, {
    summary:
      summary.join(" ") || (day.isBulkClosed ? "The provider takes no more digests today." : "Both lanes may go."),
    evidence,
    cure:
      state === "green"
        ? null
        : "The mail page shows lanes and quota, and lets go again what is stopped, and takes a higher limit if more may be sent.",
    alarms,
  });
}
