import type { Clock } from "@/lib/core/clock";
import { findLastTickMs, findNextTickMs } from "@/lib/core/cron-expression";
import { planRun } from "./create-run";
import { createUlid } from "./event-ids";
import { planFinish } from "./finish-run";
import type { Journal } from "./journal";
import { limits } from "./limits";
import { type InngestEvent, systemEvents } from "./protocol";
import type { Change } from "./records";
import type { Report } from "./reports";
import type { CronInfo, State } from "./state";

/** Fires each tick at most once. After an outage: at most the newest missed one, and only while it is young. */
export class CronTicker {
  readonly #nextByExpression = new Map<string, number>();

  constructor(
    private readonly options: { journal: Journal; clock: Clock; onReport: Report },
    private readonly isCalling: (runId: string) => boolean,
  ) {}

  /** Ticks of several schedules that come at once are written in one go. */
  async fireDue(): Promise<void> {
    const { journal, clock, onReport } = this.options;
    const nowMs = clock.now().getTime();
    const { state } = journal;
    const commits: Promise<void>[] = [];
    for (const cron of state.crons.values()) {
      const tick = findLastTickMs(cron.expression, nowMs);
      if (tick === null || tick <= (cron.lastTick ?? cron.firstSeenAt)) continue;
      const changes = planTick(state, cron, tick, nowMs, this.isCalling);
      const [first] = changes;
      if (first?.do === "cron.ticked" && first.missed > 0) {
        const { functionId, expression } = cron;
        onReport({ kind: "cron_missed", functionId, expression, missed: first.missed });
      }
      commits.push(journal.commit(changes));
    }
    await Promise.all(commits);
  }

  /** When the next tick of any function is due. */
  nextAt(nowMs: number): number {
    let nextAt = Number.POSITIVE_INFINITY;
    for (const { expression } of this.options.journal.state.crons.values()) {
      let next = this.#nextByExpression.get(expression) ?? Number.NEGATIVE_INFINITY;
      if (next <= nowMs) {
        next = findNextTickMs(expression, nowMs) ?? Number.POSITIVE_INFINITY;
        this.#nextByExpression.set(expression, next);
      }
      nextAt = Math.min(nextAt, next);
    }
    return nextAt;
  }
}

/** Ticks between the last one seen and this one, counted no further than a thousand. */
function countMissed(cron: CronInfo, tick: number): number {
  let missed = 0;
  let at = findNextTickMs(cron.expression, cron.lastTick ?? cron.firstSeenAt);
  while (at !== null && at < tick && missed < 1_000) {
    missed += 1;
    at = findNextTickMs(cron.expression, at);
  }
  return missed;
}

/** What a tick changes. An older tick of the same schedule that still waits for its first call gives way to it. */
export function planTick(
  state: State,
  cron: CronInfo,
  tick: number,
  nowMs: number,
  isCalling: (runId: string) => boolean,
): Change[] {
  const { functionId, expression } = cron;
  const spec = state.functions.get(functionId);
  if (spec === undefined) return [];
  const isYoung = nowMs - tick <= (spec.startMs ?? limits.cronLateMs);
  const missed = countMissed(cron, tick) + (isYoung ? 0 : 1);
  const ticked: Change = { do: "cron.ticked", functionId, expression, tick, missed };
  if (!isYoung) return [ticked];
  const eventId = createUlid(nowMs);
  const event = buildTickEvent(expression, tick, nowMs);
  const older = cron.lastRunId === null ? undefined : state.runs.get(cron.lastRunId);
  const error = { name: "Superseded", message: "A newer tick of the same schedule took its place." };
  return [
    ticked,
    ...(older?.status === "queued" && !isCalling(older.id) ? planFinish(older, { status: "expired", error }) : []),
    { do: "event.received", id: eventId, event, source: "cron", fate: "routed" },
    ...planRun(state, { spec, eventId, event, nowMs, cron: expression }),
  ];
}

function buildTickEvent(expression: string, tick: number, nowMs: number): InngestEvent {
  const scheduledAt = new Date(tick).toISOString();
  const data = { cron: expression, scheduledAt, fireAt: new Date(nowMs).toISOString() };
  return { id: scheduledAt.replace(".000Z", "Z"), name: systemEvents.cron, ts: tick, data };
}
