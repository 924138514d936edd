import { ALERT_KINDS, type AlertKind, type Indicator } from "../indicators/schema";

const MINUTE_MS = 60_000;
const MOMENT_MS = 15_000;
/** The history reaches back so far. */
export const HISTORY_MS = 30 * 24 * 60 * MINUTE_MS;
/** More occasions to write mail in one hour than these are told on the page alone. */
export const MAILS_AN_HOUR = 6;
/** One that comes again within it was mailed already. */
export const SAME_KIND_QUIET_MS = 60 * MINUTE_MS;

export interface AlertRule {
  title: string;
  /** So long it must hold before it counts, and so long it must be well before it has ended. */
  holdsMs: number;
  wellMs: number;
  /** The quota's own mails tell it already (`lib/mail/alerts.ts`). */
  isMailed: boolean;
}

const rule = (title: string, holdsMs: number, wellMs: number, isMailed = true): AlertRule => ({
  title,
  holdsMs,
  wellMs,
  isMailed,
});

export const ALERT_RULES: Record<AlertKind, AlertRule> = {
  // The first two have held for two minutes when the panel says so. A machine that wakes up gets a moment to come to itself.
  work_stands_still: rule("Work waits and nothing runs", MOMENT_MS, MINUTE_MS),
  no_worker: rule("No process does background work", MOMENT_MS, MINUTE_MS),
  schedule_late: rule("A schedule is late", MINUTE_MS, MINUTE_MS),
  other_storage: rule("A process sees another storage", 0, MINUTE_MS),
  quota: rule("Four fifths of the day's mails are used", 0, MINUTE_MS, false),
  disk_low: rule("The disk is nearly full", MINUTE_MS, 5 * MINUTE_MS),
  failed_rate: rule("Most runs of a function fail", 0, 10 * MINUTE_MS),
  configuration_differs: rule("Processes are configured differently", 2 * MINUTE_MS, MINUTE_MS),
};

/** What the panel says of one kind; null: it can't be told now, so nothing changes. */
export interface Finding {
  kind: AlertKind;
  isBad: boolean | null;
  /** A line of what was found, one of what to do, and what it was judged by. */
  detail: string;
}

/** Which indicator raises which alarm. */
const RAISED_BY: Record<AlertKind, string> = {
  work_stands_still: "work",
  no_worker: "processes",
  schedule_late: "schedules",
  quota: "mail",
  disk_low: "disk",
  failed_rate: "failures",
  other_storage: "same_storage",
  configuration_differs: "configuration",
};

export function listFindings(indicators: readonly Indicator[]): Finding[] {
  return ALERT_KINDS.map((kind) => {
    const indicator = indicators.find(({ id }) => id === RAISED_BY[kind]);
    if (!indicator || indicator.state === "unknown") return { kind, isBad: null, detail: "" };
    const { alarms, summary, cure, evidence } = indicator;
    return { kind, isBad: alarms.includes(kind), detail: [summary, cure ?? "", ...evidence].join("\n") };
  });
}

/** The open alert of a kind, as it stands. */
export interface OpenAlert {
  state: "pending" | "firing";
  badSince: Date;
  goodSince: Date | null;
}

export type Step = "begin" | "fire" | "forget" | "recover" | "relapse" | "clear" | "stay";

/** What becomes of a kind now. It must hold for a while to fire and be well for a while to clear, so that nothing flaps. */
export function decideStep(open: OpenAlert | null, finding: Finding, now: Date): Step {
  const { holdsMs, wellMs } = ALERT_RULES[finding.kind];
  if (finding.isBad === null) return "stay";
  if (open === null) return finding.isBad ? "begin" : "stay";
  const since = (instant: Date) => now.getTime() - instant.getTime();
  if (open.state === "pending") {
    if (!finding.isBad) return "forget";
    return since(open.badSince) >= holdsMs ? "fire" : "stay";
  }
  if (finding.isBad) return open.goodSince === null ? "stay" : "relapse";
  if (open.goodSince === null) return "recover";
  return since(open.goodSince) >= wellMs ? "clear" : "stay";
}
