import type { Actor } from "@/lib/access/actor";
import { type AdminScope, scopeAdmin } from "@/lib/access/scope";
import { readDigestTicks } from "@/lib/domains/digests/reads";
import { type LaneControl, readControls } from "@/lib/mail/control-store";
import { countByEnd, countWaiting } from "@/lib/mail/email-store";
import { listJournal } from "@/lib/mail/journal-store";
import { findNextMailDay, type MailDayUse, readMailDay } from "@/lib/mail/ledger-store";
import { applyLimit, readSetLimit, type SetLimit } from "@/lib/mail/limit-store";
import { countReports } from "@/lib/mail/report-store";
import { listSuppressions } from "@/lib/mail/suppression-store";
import type { Services } from "@/lib/services";
import { findStandstill } from "./rules";
import type { LaneName, LaneView, MailOverview, SuppressionsView } from "./schema";

const DAY_MS = 24 * 60 * 60 * 1000;
const JOURNAL_LINES = 12;
const LISTED = 100;

/** Lanes, quota, last looks of the schedule, and what was not sent. @throws AppError unauthenticated, forbidden/not_admin. */
export async function readMailOverview(services: Services, actor: Actor | null): Promise<MailOverview> {
  return viewMail(services, scopeAdmin(actor));
}

/** For the domain's own commands, which have asked who it is. */
export async function viewMail(services: Services, scope: AdminScope): Promise<MailOverview> {
  const { db, clock, config } = services;
  const now = clock.now();
  const weekAgo = new Date(now.getTime() - 7 * DAY_MS);
  const [use, set, controls, waiting, ends, told, journal, suppressed, schedule] = await Promise.all([
    readMailDay(db, now),
    readSetLimit(db),
    readControls(db),
    countWaiting(db),
    countByEnd(db, weekAgo),
    countReports(db, weekAgo),
    listJournal(db, JOURNAL_LINES),
    listSuppressions(db, { limit: 0 }),
    viewSchedule(services, scope),
  ]);
  const { dailyLimit, reserved } = applyLimit(config.mail, set);
  const lane = (name: LaneName) =>
    viewLane(name, { use, now, control: controls.find((one) => one.lane === name), waiting: waiting[name] ?? 0 });
  return {
    ...{ day: use.day, dailyLimit, reserved },
    setLimit: set && config.mail.dailyLimit > 0 ? showLimit(set, config.mail.dailyLimit) : null,
    lanes: [
      { ...lane("transactional"), limit: dailyLimit },
      { ...lane("bulk"), limit: Math.max(0, dailyLimit - reserved) },
    ],
    hour: { used: use.thisHour, ceiling: use.hourCeiling },
    hasReports: config.mail.webhookSecret !== null,
    week: {
      sent: ends.filter(({ state }) => state === "sent").reduce((sum, { count }) => sum + count, 0),
      told: { delivered: told.delivered ?? 0, bounced: told.bounced ?? 0, complained: told.complained ?? 0 },
      notSent: ends
        .filter(({ state }) => state !== "sent")
        .map(({ lane: name, state, reason, count }) => ({ lane: name, reason: reason ?? state, count })),
    },
    schedule,
    journal: journal.map((line) => ({ ...line, createdAt: line.createdAt.toISOString() })),
    suppressed: suppressed.count,
  };
}

function showLimit({ actorName, createdAt }: SetLimit, configured: number): MailOverview["setLimit"] {
  return { configured, actorName, createdAt: createdAt.toISOString() };
}

interface LaneFacts {
  use: MailDayUse;
  now: Date;
  control: LaneControl | undefined;
  waiting: number;
}

function viewLane(lane: LaneName, { use, now, control, waiting }: LaneFacts): Omit<LaneView, "limit"> {
  const facts = { lane, used: use[lane], waiting, since: null, until: null };
  if (control?.stoppedAt) {
    const state = control.stopReason === "volume" ? "stopped_by_volume" : "stopped";
    return { ...facts, state, since: control.stoppedAt.toISOString() };
  }
  if (control?.pausedUntil && control.pausedUntil > now) {
    return { ...facts, state: "paused", until: control.pausedUntil.toISOString() };
  }
  if (lane === "bulk" && use.isBulkClosed) {
    return { ...facts, state: "closed", until: findNextMailDay(now).toISOString() };
  }
  return { ...facts, state: "open" };
}

async function viewSchedule(services: Services, scope: AdminScope): Promise<MailOverview["schedule"]> {
  const now = services.clock.now();
  const ticks = await readDigestTicks(services, scope, new Date(now.getTime() - 30 * DAY_MS));
  const ofDay = ticks.filter(({ createdAt }) => createdAt.getTime() > now.getTime() - DAY_MS);
  const looks = ticks.map(({ createdAt }) => createdAt);
  const gap = findStandstill(looks, now);
  return {
    lastTickAt: ticks[0]?.createdAt.toISOString() ?? null,
    due: ofDay.reduce((sum, { due }) => sum + due, 0),
    turns: ofDay.reduce((sum, { turns }) => sum + turns, 0),
    dropped: ofDay.filter(({ state }) => state === "expired").length,
    stoodStill: gap && { from: gap.from.toISOString(), to: gap.to.toISOString() },
  };
}

/** Addresses that get no mail, newest first, those that hold `q`. @throws AppError unauthenticated, forbidden/not_admin. */
export async function readSuppressions(
  services: Services,
  actor: Actor | null,
  query: { q?: string | undefined },
): Promise<SuppressionsView> {
  scopeAdmin(actor);
  const { items, count } = await listSuppressions(services.db, { query: query.q, limit: LISTED });
  return { count, items: items.map((item) => ({ ...item, since: item.since.toISOString() })) };
}
