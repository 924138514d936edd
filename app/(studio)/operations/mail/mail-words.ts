import { type LaneView, type MailOverview, MOST_MAILS_A_DAY } from "@/lib/domains/operations/mail/schema";

export const LANE_NAMES: Record<LaneView["lane"], string> = { transactional: "Account mail", bulk: "Digests" };

/** What each lane is, for whoever decides about it. */
export const LANE_HINTS: Record<LaneView["lane"], string> = {
  transactional: "Links to verify and to reset, invites",
  bulk: "One a reader and day, when something happened",
};

export function describeLane({ state, waiting }: LaneView): string {
  const waits = waiting === 0 ? "" : ` ${waiting.toLocaleString("en")} ${waiting === 1 ? "waits" : "wait"}.`;
  switch (state) {
    case "open":
      return `May go.${waits}`;
    case "stopped":
      return `Stopped.${waits}`;
    case "stopped_by_volume":
      return `Stopped by itself: too many in one hour.${waits}`;
    case "paused":
      return `Paused: the provider asked to wait.${waits}`;
    case "closed":
      return `Closed until midnight UTC: the provider says that the quota is used up.${waits}`;
  }
}

/** What was typed as a number of mails a day: null for nothing, undefined for what is no such number. */
export function readLimit(typed: string): number | null | undefined {
  const digits = typed.replaceAll(/[\s,.']/g, "");
  if (digits === "") return typed.trim() === "" ? null : undefined;
  return /^\d{1,8}$/.test(digits) && Number(digits) <= MOST_MAILS_A_DAY ? Number(digits) : undefined;
}

const REASONS: Record<string, string> = {
  suppressed_bounced: "to an address that bounced before",
  suppressed_complained: "to a reader who marked one as unwanted",
  too_late: "too old before it could go",
  nothing_left: "with nothing left to tell",
  withdrawn: "for an invite that was withdrawn",
  replaced: "replaced by a newer one",
  accepted: "for an invite that was accepted",
  validation_error: "refused by the provider: the address or the words",
};

/** A line for each reason why something was not sent. */
export function describeNotSent(rows: MailOverview["week"]["notSent"]): string[] {
  return rows.map(({ lane, reason, count }) => {
    const what = lane === "bulk" ? ["digest", "digests"] : ["account mail", "account mails"];
    const words = REASONS[reason] ?? `refused by the provider: ${reason.replaceAll("_", " ")}`;
    return `${count.toLocaleString("en")} ${what[count === 1 ? 0 : 1]} ${words}`;
  });
}

/** What the provider told in the last week. */
export function describeWeek({ week, hasReports }: MailOverview): string {
  const sent = `${week.sent.toLocaleString("en")} sent in seven days`;
  if (!hasReports) return `${sent}. What became of them is not known: RESEND_WEBHOOK_SECRET is not set.`;
  const { delivered, bounced, complained } = week.told;
  return `${sent}: ${delivered.toLocaleString("en")} delivered, ${bounced.toLocaleString("en")} bounced, ${complained.toLocaleString("en")} marked as unwanted.`;
}

/** What the schedule of digests found in the last day. */
export function describeSchedule({ due, turns, dropped }: MailOverview["schedule"]): string {
  const found = `In the last day ${count(due, "digest was", "digests were")} due, ${turns.toLocaleString("en")} of them with news.`;
  return dropped === 0
    ? found
    : `${found} ${count(dropped, "look", "looks")} came too late and ${dropped === 1 ? "was" : "were"} dropped.`;
}

function count(number: number, one: string, many: string): string {
  return `${number === 0 ? "no" : number.toLocaleString("en")} ${number === 1 ? one : many}`;
}
